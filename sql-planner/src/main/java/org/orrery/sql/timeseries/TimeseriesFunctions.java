package org.orrery.sql.timeseries;

import java.util.ArrayList;
import java.util.List;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.FunctionDef.Volatility;

/** Binds the extension's functions. */
public final class TimeseriesFunctions {

  private TimeseriesFunctions() {}

  /** Binds all families. */
  public static void bindAll(Bindings to) {
    var own = new OwnFunctions(to);
    TimeBucketKernels.bind(own);
    bindGapfill(own);
    bindMarkers(own);
    bindAggregates(own);
  }

  private static void bindGapfill(OwnFunctions to) {
    String message = "time_bucket_gapfill is only supported in a grouped query";
    for (SqlType type :
        List.of(BuiltinTypes.TIMESTAMPTZ, BuiltinTypes.TIMESTAMP, BuiltinTypes.DATE)) {
      gapfill(to, BuiltinTypes.INTERVAL, type, false, message);
    }
    gapfill(to, BuiltinTypes.INTERVAL, BuiltinTypes.TIMESTAMPTZ, true, message);
    for (SqlType type : List.of(BuiltinTypes.INT2, BuiltinTypes.INT4, BuiltinTypes.INT8)) {
      gapfill(to, type, type, false, message);
    }
  }

  private static void gapfill(
      OwnFunctions to, SqlType width, SqlType type, boolean hasZone, String message) {
    var types = new ArrayList<>(List.of(width, type));
    var names = new ArrayList<>(List.of("bucket_width", "ts"));
    if (hasZone) {
      types.add(BuiltinTypes.TEXT);
      names.add("timezone");
    }
    types.addAll(List.of(type, type));
    names.addAll(List.of("start", "finish"));
    String missing = "NULL::" + TypeNames.format(type, Typmods.NONE);
    to.planned(
        "time_bucket_gapfill",
        types,
        names,
        List.of(missing, missing),
        type,
        Volatility.VOLATILE,
        message);
  }

  private static void bindMarkers(OwnFunctions to) {
    to.planned(
        "locf",
        List.of(BuiltinTypes.ANYELEMENT, BuiltinTypes.ANYELEMENT, BuiltinTypes.BOOL),
        List.of("value", "prev", "treat_null_as_missing"),
        List.of("NULL", "false"),
        BuiltinTypes.ANYELEMENT,
        Volatility.IMMUTABLE,
        "locf must be toplevel function call");
    for (SqlType type :
        List.of(
            BuiltinTypes.INT2,
            BuiltinTypes.INT4,
            BuiltinTypes.INT8,
            BuiltinTypes.FLOAT4,
            BuiltinTypes.FLOAT8)) {
      to.planned(
          "interpolate",
          List.of(type, BuiltinTypes.RECORD, BuiltinTypes.RECORD),
          List.of("value", "prev", "next"),
          List.of("NULL::record", "NULL::record"),
          type,
          Volatility.IMMUTABLE,
          "interpolate must be toplevel function call");
    }
  }

  private static void bindAggregates(OwnFunctions to) {
    for (boolean isLast : new boolean[] {false, true}) {
      to.aggregate(
          isLast ? "last" : "first",
          List.of(BuiltinTypes.ANYELEMENT, BuiltinTypes.ANY),
          BuiltinTypes.ANYELEMENT,
          (_, types, _) -> FirstLastAccumulator.of(isLast, types.get(0), types.get(1)));
    }
    to.aggregate(
        "histogram",
        List.of(BuiltinTypes.FLOAT8, BuiltinTypes.FLOAT8, BuiltinTypes.FLOAT8, BuiltinTypes.INT4),
        BuiltinTypes.INT4_ARRAY,
        (_, _, _) -> new HistogramAccumulator());
  }
}
