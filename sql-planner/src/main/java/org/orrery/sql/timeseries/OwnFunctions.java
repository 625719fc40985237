package org.orrery.sql.timeseries;

import java.util.List;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.AggregateFunction;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Implementation;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.ScalarKernel;

/**
 * Declares functions of the extension. They live in schema {@code public}. OIDs count up from 15000
 * in the order of declaration; PostgreSQL 15 uses none between 14000 and 16383.
 */
final class OwnFunctions {

  private static final int OID_FIRST = 15_000;
  private static final String SCHEMA = "public";

  private final Bindings target;
  private int nextOid = OID_FIRST;

  OwnFunctions(Bindings target) {
    this.target = target;
  }

  /** An immutable strict function. */
  void strict(
      String name, List<SqlType> types, List<String> names, SqlType result, ScalarKernel kernel) {
    add(
        name,
        types,
        names,
        List.of(),
        result,
        true,
        Volatility.IMMUTABLE,
        new Implementation.Scalar(kernel));
  }

  /** The overload (width, time, timezone, origin, offset) with defaults for the last two. */
  void zoned(String name, SqlType time, ScalarKernel kernel) {
    add(
        name,
        List.of(
            BuiltinTypes.INTERVAL,
            time,
            BuiltinTypes.TEXT,
            BuiltinTypes.TIMESTAMPTZ,
            BuiltinTypes.INTERVAL),
        List.of("bucket_width", "ts", "timezone", "origin", "offset"),
        List.of("NULL::timestamp with time zone", "NULL::interval"),
        BuiltinTypes.TIMESTAMPTZ,
        false,
        Volatility.IMMUTABLE,
        new Implementation.Scalar(kernel));
  }

  /** A function that the planner replaces. */
  void planned(
      String name,
      List<SqlType> types,
      List<String> names,
      List<String> defaults,
      SqlType result,
      Volatility volatility,
      String message) {
    add(
        name,
        types,
        names,
        defaults,
        result,
        false,
        volatility,
        new Implementation.Planned(message));
  }

  /** An aggregate. */
  void aggregate(String name, List<SqlType> types, SqlType result, AggregateFunction function) {
    add(
        name,
        types,
        types.stream().map(_ -> "").toList(),
        List.of(),
        result,
        false,
        Volatility.IMMUTABLE,
        new Implementation.Aggregate(function));
  }

  private void add(
      String name,
      List<SqlType> types,
      List<String> names,
      List<String> defaults,
      SqlType result,
      boolean isStrict,
      Volatility volatility,
      Implementation implementation) {
    target.own(
        new FunctionDef(
            nextOid++,
            SCHEMA,
            name,
            types,
            names,
            defaults,
            false,
            result,
            List.of(),
            isStrict,
            volatility,
            false,
            implementation));
  }
}
