package org.orrery.sql.command;

import java.util.Map;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CommentEntry;
import org.orrery.sql.catalog.ExtensionEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemClasses;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.parser.ast.AlterStatement.AlterExtension;
import org.orrery.sql.parser.ast.DdlStatement.CreateExtension;
import org.orrery.sql.parser.ast.DdlStatement.CreateSchema;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.RoleName;
import org.orrery.sql.session.SessionAccess;

/** CREATE SCHEMA and CREATE EXTENSION. */
final class SchemaCommands {

  /** The extension that can be created. */
  static final String TIMESCALEDB = "timescaledb";

  /** Its version: the last release line for PostgreSQL 15. */
  static final String TIMESCALEDB_VERSION = "2.28.3";

  private final SessionAccess session;

  SchemaCommands(SessionAccess session) {
    this.session = session;
  }

  String create(CreateSchema create, CommandRunner commands) {
    RoleName owner = create.authorization();
    String given = create.name();
    String name = given != null ? given : owner == null ? "" : roleName(owner);
    if (name.startsWith("pg_")) {
      throw OrreryException.of(SqlState.RESERVED_NAME, "unacceptable schema name \"%s\"", name)
          .withDetail("The prefix \"pg_\" is reserved for system schemas.");
    }
    if (session.catalog().schema(name) != null) {
      if (!create.ifNotExists()) {
        throw OrreryException.of(SqlState.DUPLICATE_SCHEMA, "schema \"%s\" already exists", name);
      }
      notice(SqlState.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists, skipping");
      return "CREATE SCHEMA";
    }
    int oid = (int) session.tables().catalog().allocateOids(1);
    session.apply(
        new CatalogChange(session.catalog())
            .put(new SchemaEntry(oid, name, SystemSchemas.POSTGRES_ROLE)));
    create.elements().forEach(element -> commands.run(element, true));
    return "CREATE SCHEMA";
  }

  private String roleName(RoleName role) {
    return role.kind() == RoleName.Kind.NAMED ? role.name() : session.currentUser();
  }

  private void notice(SqlState state, String message) {
    session.notice(Notice.notice(state, message));
  }

  String createExtension(CreateExtension create) {
    String name = create.name();
    if (!name.equals(TIMESCALEDB)) {
      throw OrreryException.of(
              SqlState.FEATURE_NOT_SUPPORTED, "extension \"%s\" is not available", name)
          .withDetail("Orrery has no extension of that name.")
          .withHint(
              "The extension must first be installed on the system where PostgreSQL is running.");
    }
    if (session.catalog().extension(name) != null) {
      if (!create.ifNotExists()) {
        throw OrreryException.of(
            SqlState.DUPLICATE_OBJECT, "extension \"%s\" already exists", name);
      }
      notice(SqlState.DUPLICATE_OBJECT, "extension \"" + name + "\" already exists, skipping");
      return "CREATE EXTENSION";
    }
    int schema = SystemSchemas.PUBLIC;
    for (Option option : create.options()) {
      String value = option.text();
      switch (option.name()) {
        case "schema" -> {
          if (value != null) {
            schema = Names.schema(session.catalog(), value, option.position()).oid();
          }
        }
        case "new_version" -> checkVersion(name, value);
        default -> {
          // CASCADE: there is nothing that it depends on.
        }
      }
    }
    int oid = (int) session.tables().catalog().allocateOids(1);
    session.apply(
        new CatalogChange(session.catalog())
            .put(new ExtensionEntry(oid, name, schema, TIMESCALEDB_VERSION))
            .put(
                new CommentEntry(
                    SystemClasses.PG_EXTENSION,
                    oid,
                    Map.of(0, ExtensionEntry.TIMESCALEDB_COMMENT))));
    return "CREATE EXTENSION";
  }

  private static void checkVersion(String name, @org.jspecify.annotations.Nullable String version) {
    if (version != null && !version.equals(TIMESCALEDB_VERSION)) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "extension \"%s\" has no installation script nor update path for version \"%s\"",
          name,
          version);
    }
  }

  String alterExtension(AlterExtension alter) {
    ExtensionEntry extension = session.catalog().extension(alter.name());
    if (extension == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_OBJECT, "extension \"%s\" does not exist", alter.name());
    }
    checkVersion(alter.name(), alter.version());
    notice(
        SqlState.SUCCESSFUL_COMPLETION,
        "version \""
            + extension.version()
            + "\" of extension \""
            + alter.name()
            + "\" is already installed");
    return "ALTER EXTENSION";
  }
}
