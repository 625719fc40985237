package org.orrery.sql.function.aggregate;

import org.orrery.data.BytesVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.sql.function.Bindings;

/** Binds the aggregates. */
public final class Aggregates {

  private Aggregates() {}

  /** Binds all families. */
  public static void bindAll(Bindings to) {
    to.aggregate((_, _, _) -> new CountAccumulator(true), "count()");
    to.aggregate((_, _, _) -> new CountAccumulator(false), "count(any)");
    bindSums(to);
    bindExtremes(to, true);
    bindExtremes(to, false);
  }

  private static void bindSums(Bindings to) {
    to.aggregate(
        (_, _, _) -> new IntegerSumAccumulator(IntegerSumAccumulator.Result.BIGINT_SUM),
        "sum(int2)",
        "sum(int4)");
    to.aggregate(
        (_, _, _) -> new IntegerSumAccumulator(IntegerSumAccumulator.Result.NUMERIC_SUM),
        "sum(int8)");
    to.aggregate(
        (_, _, _) -> new IntegerSumAccumulator(IntegerSumAccumulator.Result.AVERAGE),
        "avg(int2)",
        "avg(int4)",
        "avg(int8)");
    to.aggregate((_, _, _) -> new DoubleSumAccumulator(false, true), "sum(float4)");
    to.aggregate((_, _, _) -> new DoubleSumAccumulator(false, false), "sum(float8)");
    to.aggregate((_, _, _) -> new DoubleSumAccumulator(true, false), "avg(float4)", "avg(float8)");
    to.aggregate((_, _, _) -> new NumericSumAccumulator(false), "sum(numeric)");
    to.aggregate((_, _, _) -> new NumericSumAccumulator(true), "avg(numeric)");
  }

  private static void bindExtremes(Bindings to, boolean isMax) {
    String name = isMax ? "max" : "min";
    for (String type :
        new String[] {"int2", "int4", "int8", "oid", "date", "time", "timestamp", "timestamptz"}) {
      to.aggregate((_, _, _) -> new ExtremeAccumulator.OfLongs(isMax), name + "(" + type + ")");
    }
    to.aggregate(
        (_, _, _) -> new ExtremeAccumulator.OfDoubles(isMax), name + "(float4)", name + "(float8)");
    to.aggregate(
        (_, _, _) ->
            new ExtremeAccumulator.OfRows(
                isMax,
                PhysicalKind.BYTES,
                (a, rowA, b, rowB) ->
                    BytesVector.compare((BytesVector) a, rowA, (BytesVector) b, rowB)),
        name + "(text)");
    to.aggregate(
        (_, _, _) ->
            new ExtremeAccumulator.OfRows(
                isMax,
                PhysicalKind.NUMERIC,
                (a, rowA, b, rowB) ->
                    ((NumericVector) a)
                        .getNumeric(rowA)
                        .compareTo(((NumericVector) b).getNumeric(rowB))),
        name + "(numeric)");
    to.aggregate(
        (_, _, _) ->
            new ExtremeAccumulator.OfRows(
                isMax,
                PhysicalKind.INTERVAL,
                (a, rowA, b, rowB) ->
                    ((IntervalVector) a)
                        .getInterval(rowA)
                        .compareTo(((IntervalVector) b).getInterval(rowB))),
        name + "(interval)");
  }
}
