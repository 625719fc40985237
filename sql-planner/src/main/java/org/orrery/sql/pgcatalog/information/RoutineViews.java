package org.orrery.sql.pgcatalog.information;

import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;

/** {@code routines} and {@code parameters}. */
final class RoutineViews {

  private RoutineViews() {}

  static void addTo(Fillers to) {
    InformationSchema.add(to, "routines", RoutineViews::routines);
    InformationSchema.add(to, "parameters", RoutineViews::parameters);
  }

  private static RowWriter specific(RowWriter row, String database, FunctionDef function) {
    return row.set("specific_catalog", database)
        .set("specific_schema", function.schema())
        .set("specific_name", function.name() + "_" + function.oid());
  }

  private static void routines(String database, Catalog catalog, RowWriter rows) {
    for (FunctionDef function : catalog.functions().allFunctions()) {
      if (function.kind() != 'f') {
        continue;
      }
      SqlType type = function.returnType();
      specific(rows.row(), database, function)
          .set("routine_catalog", database)
          .set("routine_schema", function.schema())
          .set("routine_name", function.name())
          .set("routine_type", "FUNCTION")
          .set("data_type", TypeColumns.name(type))
          .set("type_udt_catalog", database)
          .set("type_udt_schema", "pg_catalog")
          .set("type_udt_name", type.name())
          .set("dtd_identifier", "0")
          .set("routine_body", "EXTERNAL")
          .set("external_language", "INTERNAL")
          .set("parameter_style", "GENERAL")
          .set("is_deterministic", immutable(function))
          .set("sql_data_access", "MODIFIES")
          .set("is_null_call", InformationSchema.yesOrNo(function.isStrict()))
          .set("schema_level_routine", "YES")
          .set("max_dynamic_result_sets", 0)
          .set("security_type", "INVOKER")
          .set("as_locator", "NO")
          .set("is_udt_dependent", "NO");
    }
  }

  private static String immutable(FunctionDef function) {
    return InformationSchema.yesOrNo(function.volatility() == FunctionDef.Volatility.IMMUTABLE);
  }

  private static void parameters(String database, Catalog catalog, RowWriter rows) {
    for (FunctionDef function : catalog.functions().allFunctions()) {
      int number = 0;
      for (SqlType type : function.argumentTypes()) {
        String name = function.argumentNames().get(number);
        parameter(rows, database, function, ++number, "IN", name, type);
      }
      for (FunctionDef.OutputColumn output : function.outputs()) {
        parameter(rows, database, function, ++number, "OUT", output.name(), output.type());
      }
    }
  }

  private static void parameter(
      RowWriter rows,
      String database,
      FunctionDef function,
      int number,
      String mode,
      String name,
      SqlType type) {
    specific(rows.row(), database, function)
        .set("ordinal_position", number)
        .set("parameter_mode", mode)
        .set("is_result", "NO")
        .set("as_locator", "NO")
        .set("parameter_name", name.isEmpty() ? null : name)
        .set("data_type", TypeColumns.name(type))
        .set("udt_catalog", database)
        .set("udt_schema", "pg_catalog")
        .set("udt_name", type.name())
        .set("dtd_identifier", Integer.toString(number));
  }
}
