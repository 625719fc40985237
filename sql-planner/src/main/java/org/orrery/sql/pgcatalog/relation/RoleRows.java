package org.orrery.sql.pgcatalog.relation;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;

/** Roles: {@code pg_authid} and the views of it. */
final class RoleRows {

  private static final String HIDDEN_PASSWORD = "********";

  private RoleRows() {}

  static void addTo(Fillers to) {
    to.pg("pg_authid", RoleRows::authIds);
    to.pg("pg_roles", RoleRows::roles);
    to.pg("pg_user", (catalog, rows) -> users(catalog, rows, true));
    to.pg("pg_shadow", (catalog, rows) -> users(catalog, rows, false));
  }

  private static void authIds(Catalog catalog, RowWriter rows) {
    for (RoleEntry role : catalog.roles()) {
      role(role, rows.row()).set("rolpassword", role.passwordVerifier());
    }
  }

  private static void roles(Catalog catalog, RowWriter rows) {
    for (RoleEntry role : catalog.roles()) {
      role(role, rows.row()).set("rolpassword", HIDDEN_PASSWORD);
    }
  }

  private static RowWriter role(RoleEntry role, RowWriter row) {
    return row.set("oid", role.oid())
        .set("rolname", role.name())
        .set("rolsuper", role.isSuperuser())
        .set("rolinherit", true)
        .set("rolcreaterole", role.isSuperuser())
        .set("rolcreatedb", role.isSuperuser())
        .set("rolcanlogin", role.canLogin())
        .set("rolreplication", role.isSuperuser())
        .set("rolbypassrls", role.isSuperuser())
        .set("rolconnlimit", -1);
  }

  private static void users(Catalog catalog, RowWriter rows, boolean isHidden) {
    for (RoleEntry role : catalog.roles()) {
      if (role.canLogin()) {
        rows.row()
            .set("usename", role.name())
            .set("usesysid", role.oid())
            .set("usecreatedb", role.isSuperuser())
            .set("usesuper", role.isSuperuser())
            .set("userepl", role.isSuperuser())
            .set("usebypassrls", role.isSuperuser())
            .set("passwd", isHidden ? HIDDEN_PASSWORD : role.passwordVerifier());
      }
    }
  }
}
