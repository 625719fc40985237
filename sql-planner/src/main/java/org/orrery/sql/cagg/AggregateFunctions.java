package org.orrery.sql.cagg;

import static org.orrery.data.type.BuiltinTypes.ANY;
import static org.orrery.data.type.BuiltinTypes.BOOL;
import static org.orrery.data.type.BuiltinTypes.DATE;
import static org.orrery.data.type.BuiltinTypes.INT4;
import static org.orrery.data.type.BuiltinTypes.INT8;
import static org.orrery.data.type.BuiltinTypes.JSONB;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.data.type.BuiltinTypes.TIMESTAMP;
import static org.orrery.data.type.BuiltinTypes.TIMESTAMPTZ;
import static org.orrery.sql.timeseries.hypertable.FunctionList.optional;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.timeseries.hypertable.FunctionList;

/** {@code refresh_continuous_aggregate} and the functions in views' definitions. */
public final class AggregateFunctions {

  private static final String INTERNAL = "_timescaledb_functions";
  private static final int OID_FIRST = 15_800;
  private static final int INTERNAL_OID_FIRST = 15_820;

  private AggregateFunctions() {}

  /** All functions of this package. */
  public static List<FunctionContribution> all() {
    var list = new FunctionList("public", OID_FIRST);
    list.procedure(
        "refresh_continuous_aggregate",
        List.of(
            required("continuous_aggregate", REGCLASS),
            required("window_start", ANY),
            required("window_end", ANY),
            optional("force", BOOL, "false"),
            optional("options", JSONB, "NULL")),
        AggregateFunctions::refresh);
    var internal = new FunctionList(INTERNAL, INTERNAL_OID_FIRST);
    for (String name : List.of("cagg_watermark", "cagg_watermark_materialized")) {
      internal.kernel(
          name,
          List.of(required("hypertable_id", INT4)),
          INT8,
          Volatility.STABLE,
          AggregateFunctions::watermark);
    }
    conversion(internal, "to_timestamp", INT8, "unixtime_us", TIMESTAMPTZ);
    conversion(internal, "to_timestamp_without_timezone", INT8, "unixtime_us", TIMESTAMP);
    conversion(internal, "to_date", INT8, "unixtime_us", DATE);
    conversion(internal, "to_unix_microseconds", TIMESTAMPTZ, "ts", INT8);
    var all = new ArrayList<>(list.functions());
    all.addAll(internal.functions());
    return List.copyOf(all);
  }

  private static void conversion(
      FunctionList list, String name, SqlType from, String argument, SqlType to) {
    ScalarKernel kernel =
        (_, arguments, selection, count, result) -> {
          for (int i = 0; i < count; i++) {
            int row = selection == null ? i : selection[i];
            if (arguments[0].isNull(row)) {
              result.setNull(row);
            } else {
              long value = ((LongVector) arguments[0]).getLong(row);
              ((LongVector) result).setLong(row, InternalTime.value(to, value));
            }
          }
        };
    list.kernel(name, List.of(required(argument, from)), to, Volatility.IMMUTABLE, kernel);
  }

  private static @Nullable Object refresh(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    SessionAccess session = context.session(SessionAccess.class);
    session.checkWritable("refresh_continuous_aggregate()");
    session.refuseBlock("refresh_continuous_aggregate()");
    if (a[0] == null) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid continuous aggregate");
    }
    int oid = ((Long) a[0]).intValue();
    SqlType time = ContinuousAggregate.of(session, oid).time();
    var window =
        new Window(
            WindowBound.of(context, time, a[1], types[1], InternalTime.MIN),
            WindowBound.of(context, time, a[2], types[2], InternalTime.MAX));
    boolean isForced = a[3] instanceof Long flag && flag != 0;
    new AggregateRefresh(session, oid).run(window, isForced, false);
    return null;
  }

  /** The watermark as the statement's snapshot sees it, like the rows below it. */
  private static void watermark(
      EvaluationContext context,
      Vector[] arguments,
      int @Nullable [] selection,
      int count,
      Vector result) {
    ExecutionContext execution = context.session(ExecutionContext.class);
    boolean isKnown = false;
    int known = 0;
    long watermark = InternalTime.MIN;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (arguments[0].isNull(row)) {
        result.setNull(row);
        continue;
      }
      int id = (int) ((LongVector) arguments[0]).getLong(row);
      if (!isKnown || id != known) {
        watermark = execution.once("watermark " + id, () -> watermark(execution, id));
        isKnown = true;
        known = id;
      }
      ((LongVector) result).setLong(row, watermark);
    }
  }

  private static long watermark(ExecutionContext execution, int id) {
    SessionAccess session = execution.session(SessionAccess.class);
    return StateTable.watermarks(session).value(id, execution.snapshot());
  }
}
