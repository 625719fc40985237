package org.orrery.sql.bind;

import java.util.List;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.parser.ast.Expression;

/** CURRENT_DATE and its kin, as calls of the functions behind them. */
final class ValueFunctions {

  private ValueFunctions() {}

  static Bound bind(ExpressionBinder binder, Expression.SqlValueFunction function) {
    int position = function.position();
    Integer precision = function.precision();
    int typmod = precision == null ? -1 : Math.min(precision, 6);
    return switch (function.kind()) {
      case CURRENT_DATE -> now(binder, BuiltinTypes.DATE, -1, position);
      case CURRENT_TIME -> now(binder, BuiltinTypes.TIMETZ, typmod, position);
      case CURRENT_TIMESTAMP -> now(binder, BuiltinTypes.TIMESTAMPTZ, typmod, position);
      case LOCALTIME -> now(binder, BuiltinTypes.TIME, typmod, position);
      case LOCALTIMESTAMP -> now(binder, BuiltinTypes.TIMESTAMP, typmod, position);
      case CURRENT_ROLE, CURRENT_USER, USER -> call(binder, "current_user", position);
      case SESSION_USER -> call(binder, "session_user", position);
      case CURRENT_CATALOG -> call(binder, "current_database", position);
      case CURRENT_SCHEMA -> call(binder, "current_schema", position);
    };
  }

  private static Bound call(ExpressionBinder binder, String name, int position) {
    return binder.bind(
        Expression.FunctionCall.of(List.of("pg_catalog", name), List.of(), position));
  }

  private static Bound now(ExpressionBinder binder, SqlType type, int typmod, int position) {
    Bound now = call(binder, "now", position);
    Bound.Value value =
        binder.analysis.coercion.convertOrFail(now, type, typmod, Context.EXPLICIT, position);
    return new Bound.Value(value.rex(), type, typmod, position);
  }
}
