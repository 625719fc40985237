package org.orrery.sql.session;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;
import org.orrery.base.setting.ServerSettings;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SharedCatalog;
import org.orrery.sql.command.ScramVerifier;
import org.orrery.sql.exec.MemoryPool;
import org.orrery.storage.api.TableAccess;

/**
 * What the sessions of a node share. Thread-safe.
 *
 * @param tables the tables
 * @param catalog the newest committed catalog
 * @param planner binds and plans
 * @param settings the node's settings
 * @param clock time
 * @param rng randomness
 * @param scheduler threads
 * @param memory what queries may hold
 * @param sessions those that clients have open
 * @param databaseName the one database
 */
public record SqlNode(
    TableAccess tables,
    SharedCatalog catalog,
    StatementPlanner planner,
    ServerSettings settings,
    Clock clock,
    Rng rng,
    Scheduler scheduler,
    MemoryPool memory,
    OpenSessions sessions,
    String databaseName) {

  /** Whether any role has a password, so that everyone must prove who they are. */
  public boolean hasPasswords() {
    return catalog.current().roles().stream().anyMatch(role -> role.passwordVerifier() != null);
  }

  /** Gives a role a password. */
  public void setPassword(String name, String password) {
    RoleEntry role = role(name);
    if (role == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    }
    catalog.setPassword(tables, role, ScramVerifier.of(password, rng));
  }

  /** A role that may exist, for authentication. */
  public @Nullable RoleEntry role(String name) {
    return catalog.current().role(name);
  }

  /**
   * Starts a session of an authenticated user.
   *
   * @param parameters the start-up packet's: {@code user}, {@code database} and run-time settings;
   *     {@code options} taken apart already
   * @throws OrreryException {@code 3D000} for another database, {@code 28000} for a role that may
   *     not log in, {@code 42704} and {@code 22023} for settings
   */
  public SqlSession open(Map<String, String> parameters, SessionClient client) {
    String user = Objects.requireNonNullElse(parameters.get("user"), "");
    RoleEntry role = role(user);
    if (role == null) {
      throw OrreryException.of(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "role \"%s\" does not exist", user);
    }
    if (!role.canLogin()) {
      throw OrreryException.of(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
          "role \"%s\" is not permitted to log in",
          user);
    }
    String database = Objects.requireNonNullElse(parameters.get("database"), user);
    if (!database.equals(databaseName)) {
      throw OrreryException.of(
          SqlState.INVALID_CATALOG_NAME, "database \"%s\" does not exist", database);
    }
    var session = new SqlSession(this, role, parameters, client);
    sessions.add(session);
    return session;
  }
}
