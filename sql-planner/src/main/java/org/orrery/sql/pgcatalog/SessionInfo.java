package org.orrery.sql.pgcatalog;

import org.orrery.base.setting.SessionSettings;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.function.EvaluationContext;

/**
 * What catalogs and their functions show of the session. A session answers it to {@link
 * EvaluationContext#session}.
 */
public interface SessionInfo {

  /** The catalog as this statement sees it, the transaction's own changes included. */
  Catalog catalog();

  /** Where unqualified names are looked up, the implicit {@code pg_catalog} included. */
  SearchPath searchPath();

  /** The session's settings. */
  SessionSettings settings();

  /** {@code current_user}. */
  String currentUser();

  /** {@code session_user}. */
  default String sessionUser() {
    return settings().text("session_authorization");
  }

  /** Whether the current user may see and signal a role's sessions: superusers all, others own. */
  default boolean maySee(String roleName) {
    RoleEntry current = catalog().role(currentUser());
    return (current != null && current.isSuperuser()) || currentUser().equals(roleName);
  }

  /** Name of the database. */
  String databaseName();

  /** The session's process id, as in {@code BackendKeyData}. */
  int processId();

  /** The session that a function or relation is evaluated in. */
  static SessionInfo of(EvaluationContext context) {
    return context.session(SessionInfo.class);
  }
}
