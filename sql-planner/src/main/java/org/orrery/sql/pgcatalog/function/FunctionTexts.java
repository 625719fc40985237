package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.SessionInfo;

/** Functions that describe functions. */
final class FunctionTexts {

  private FunctionTexts() {}

  static void addTo(Contributions to) {
    to.text(
        "pg_get_function_arguments(oid)",
        (context, a, row) -> arguments(function(context, a, row), true));
    to.text(
        "pg_get_function_identity_arguments(oid)",
        (context, a, row) -> arguments(function(context, a, row), false));
    to.text("pg_get_function_result(oid)", (context, a, row) -> result(function(context, a, row)));
    to.text(
        "pg_get_function_arg_default(oid,int4)",
        (context, a, row) -> defaultOf(function(context, a, row), intAt(a, 1, row) - 1));
    to.nothing("pg_get_function_sqlbody(oid)");
    to.text("pg_get_functiondef(oid)", (context, a, row) -> definition(function(context, a, row)));
    to.text("oidvectortypes(oidvector)", (_, a, row) -> types((BytesVector) a[0], row));
  }

  private static @Nullable FunctionDef function(
      EvaluationContext context, Vector[] arguments, int row) {
    return SessionInfo.of(context).catalog().functions().function((int) longAt(arguments, 0, row));
  }

  private static @Nullable String arguments(@Nullable FunctionDef function, boolean withDefaults) {
    if (function == null) {
      return null;
    }
    var parts = new ArrayList<String>();
    List<SqlType> types = function.argumentTypes();
    for (int i = 0; i < types.size(); i++) {
      boolean isVariadic = function.isVariadic() && i == types.size() - 1;
      String value = withDefaults ? defaultOf(function, i) : null;
      parts.add(
          (isVariadic ? "VARIADIC " : "")
              + argument(function.argumentNames().get(i), types.get(i))
              + (value == null ? "" : " DEFAULT " + value));
    }
    for (FunctionDef.OutputColumn output : function.outputs()) {
      parts.add("OUT " + argument(output.name(), output.type()));
    }
    return String.join(", ", parts);
  }

  private static String argument(String name, SqlType type) {
    String spelling = TypeNames.format(type, Typmods.NONE);
    return name.isEmpty() ? spelling : Deparser.identifier(name) + " " + spelling;
  }

  /** What would declare it; the body is the name of what is built in. */
  private static @Nullable String definition(@Nullable FunctionDef function) {
    if (function == null) {
      return null;
    }
    if (function.kind() == 'a') {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is an aggregate function", function.name());
    }
    String volatility =
        function.volatility() == FunctionDef.Volatility.VOLATILE
            ? ""
            : " " + function.volatility().name();
    return "CREATE OR REPLACE FUNCTION "
        + Deparser.identifier(function.schema())
        + "."
        + Deparser.identifier(function.name())
        + "("
        + arguments(function, true)
        + ")\n RETURNS "
        + result(function)
        + "\n LANGUAGE internal\n"
        + volatility
        + " PARALLEL SAFE"
        + (function.isStrict() ? " STRICT" : "")
        + "\nAS $function$"
        + function.name()
        + "$function$\n";
  }

  private static @Nullable String defaultOf(@Nullable FunctionDef function, int argument) {
    if (function == null) {
      return null;
    }
    int first = function.argumentTypes().size() - function.defaults().size();
    return argument < first || argument >= function.argumentTypes().size()
        ? null
        : function.defaults().get(argument - first);
  }

  private static @Nullable String result(@Nullable FunctionDef function) {
    if (function == null) {
      return null;
    }
    return (function.returnsSet() ? "SETOF " : "")
        + TypeNames.format(function.returnType(), Typmods.NONE);
  }

  private static String types(BytesVector vector, int row) {
    ArrayValue oids = ArrayValue.read(BuiltinTypes.OID, vector, row);
    var names = new ArrayList<String>();
    for (int i = 0; i < oids.count(); i++) {
      names.add(TypeNames.formatType((int) ((LongVector) oids.elements()).getLong(i), null));
    }
    return String.join(", ", names);
  }
}
