package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.boolAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.setting.IdentifierList;
import org.orrery.base.setting.SessionSettings;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.kernel.Kernels;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.SqlNames;

/** Functions that tell about the session and the server. */
final class SessionFunctions {

  private static final String PG_CATALOG = "pg_catalog";

  private SessionFunctions() {}

  static void addTo(Contributions to) {
    to.text("current_user()", (context, _, _) -> SessionInfo.of(context).currentUser());
    to.text("session_user()", (context, _, _) -> SessionInfo.of(context).sessionUser());
    to.text("current_database()", (context, _, _) -> SessionInfo.of(context).databaseName());
    to.text("current_schema()", (context, _, _) -> currentSchema(context));
    to.scalar(
        "current_schemas(bool)",
        Kernels.rows(
            (context, a, row, result) ->
                RowWriter.put(
                    BuiltinTypes.NAME_ARRAY,
                    schemas(context, boolAt(a, 0, row)),
                    (BytesVector) result,
                    row)));
    to.text("version()", (context, _, _) -> version(context));
    to.count("pg_backend_pid()", (context, _, _) -> (long) SessionInfo.of(context).processId());
    to.answer("pg_is_in_recovery()", (_, _, _) -> false);
    to.count("pg_my_temp_schema()", (_, _, _) -> 0L);
    to.answer("pg_is_other_temp_schema(oid)", (_, _, _) -> false);
    to.answer("row_security_active(oid)", (_, _, _) -> false);
    to.answer("pg_jit_available()", (_, _, _) -> false);
    to.text("getdatabaseencoding()", (_, _, _) -> "UTF8");
    to.text("pg_client_encoding()", (_, _, _) -> "UTF8");
    to.text(
        "current_setting(text)",
        (context, a, row) -> SessionInfo.of(context).settings().show(textAt(a, 0, row)));
    to.text("current_setting(text,bool)", SessionFunctions::settingIfKnown);
    to.text("set_config(text,text,bool)", SessionFunctions::setConfig);
  }

  /** Clients read the leading {@code PostgreSQL} and number; the rest says what it really is. */
  private static String version(EvaluationContext context) {
    return "PostgreSQL " + SessionInfo.of(context).settings().text("server_version");
  }

  private static @Nullable String currentSchema(EvaluationContext context) {
    List<String> schemas = schemas(context, false);
    return schemas.isEmpty() ? null : schemas.getFirst();
  }

  /** The existing schemas of the search path, with {@code pg_catalog} even when not named there. */
  static List<String> schemas(EvaluationContext context, boolean withImplicit) {
    SessionInfo session = SessionInfo.of(context);
    List<String> named = IdentifierList.split(session.settings().text("search_path"));
    boolean isNamed = named != null && named.contains(PG_CATALOG);
    var schemas = new ArrayList<String>();
    for (int oid : session.searchPath().schemaOids()) {
      SchemaEntry schema = session.catalog().schema(oid);
      if (schema != null && (withImplicit || isNamed || !schema.name().equals(PG_CATALOG))) {
        schemas.add(SqlNames.schema(session.catalog(), oid));
      }
    }
    return schemas;
  }

  private static @Nullable String settingIfKnown(
      EvaluationContext context, Vector[] arguments, int row) {
    SessionSettings settings = SessionInfo.of(context).settings();
    String name = textAt(arguments, 0, row);
    return boolAt(arguments, 1, row) && settings.find(name) == null ? null : settings.show(name);
  }

  private static String setConfig(EvaluationContext context, Vector[] arguments, int row) {
    if (arguments[0].isNull(row)) {
      throw OrreryException.of(SqlState.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
    }
    String name = textAt(arguments, 0, row);
    boolean isLocal = !arguments[2].isNull(row) && boolAt(arguments, 2, row);
    SessionSettings settings = SessionInfo.of(context).settings();
    if (arguments[1].isNull(row)) {
      settings.reset(name, isLocal);
    } else {
      settings.set(name, textAt(arguments, 1, row), isLocal);
    }
    return settings.find(name) == null ? "" : settings.show(name);
  }
}
