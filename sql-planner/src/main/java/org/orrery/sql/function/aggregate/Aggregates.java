package org.orrery.sql.function.aggregate;

import java.util.Locale;
import org.orrery.data.BytesVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.type.CharacterTypes;
import org.orrery.sql.function.AggregateFunction;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.kernel.ArrayElements;
import org.orrery.sql.function.kernel.TimetzFunctions;

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
    bindVariances(to);
    bindRegressions(to);
    bindOrderedSets(to);
    bindFolds(to);
    bindCollections(to);
  }

  private static void bindVariances(Bindings to) {
    for (String name :
        new String[] {"variance", "var_samp", "var_pop", "stddev", "stddev_samp", "stddev_pop"}) {
      boolean isSample = !name.endsWith("_pop");
      boolean isDeviation = name.startsWith("std");
      to.aggregate(
          (_, _, _) -> new VarianceAccumulator(isSample, isDeviation),
          name + "(float4)",
          name + "(float8)");
      to.aggregate(
          (_, _, _) -> new NumericVarianceAccumulator(isSample, isDeviation),
          name + "(int2)",
          name + "(int4)",
          name + "(int8)",
          name + "(numeric)");
    }
  }

  private static void bindRegressions(Bindings to) {
    for (RegressionAccumulator.Result result : RegressionAccumulator.Result.values()) {
      String name = result.name().toLowerCase(Locale.ROOT);
      boolean isPlain = name.startsWith("c") && result != RegressionAccumulator.Result.COUNT;
      to.aggregate(
          (_, _, _) -> new RegressionAccumulator(result),
          (isPlain ? name : "regr_" + name) + "(float8,float8)");
    }
  }

  private static void bindOrderedSets(Bindings to) {
    to.aggregate(
        sorted(OrderedSetAccumulator.Result.CONTINUOUS),
        "percentile_cont(float8,float8)",
        "percentile_cont(float8,interval)",
        "percentile_cont(_float8,float8)",
        "percentile_cont(_float8,interval)");
    to.aggregate(
        sorted(OrderedSetAccumulator.Result.DISCRETE),
        "percentile_disc(float8,anyelement)",
        "percentile_disc(_float8,anyelement)");
    to.aggregate(sorted(OrderedSetAccumulator.Result.MODE), "mode(anyelement)");
  }

  private static AggregateFunction sorted(OrderedSetAccumulator.Result result) {
    return AggregateFunction.ordered((_, types, _) -> new OrderedSetAccumulator(result, types));
  }

  private static void bindFolds(Bindings to) {
    to.aggregate(
        (_, _, _) -> new FoldAccumulator((a, b) -> a & b, 1), "bool_and(bool)", "every(bool)");
    to.aggregate((_, _, _) -> new FoldAccumulator((a, b) -> a | b, 0), "bool_or(bool)");
    for (String type : new String[] {"int2", "int4", "int8"}) {
      String argument = "(" + type + ")";
      to.aggregate((_, _, _) -> new FoldAccumulator((a, b) -> a & b, -1), "bit_and" + argument);
      to.aggregate((_, _, _) -> new FoldAccumulator((a, b) -> a | b, 0), "bit_or" + argument);
      to.aggregate((_, _, _) -> new FoldAccumulator((a, b) -> a ^ b, 0), "bit_xor" + argument);
    }
  }

  private static void bindCollections(Bindings to) {
    to.aggregate(
        AggregateFunction.ordered((_, _, _) -> new StringAccumulator()),
        "string_agg(text,text)",
        "string_agg(bytea,bytea)");
    to.aggregate(
        AggregateFunction.ordered((_, types, _) -> new ArrayAccumulator(types.get(0))),
        "array_agg(anynonarray)");
    to.aggregate((_, _, _) -> new IntervalSumAccumulator(false), "sum(interval)");
    to.aggregate((_, _, _) -> new IntervalSumAccumulator(true), "avg(interval)");
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
            new ExtremeAccumulator.OfRows(isMax, PhysicalKind.BYTES, TimetzFunctions::compare),
        name + "(timetz)");
    to.aggregate(
        (_, _, _) ->
            new ExtremeAccumulator.OfRows(isMax, PhysicalKind.BYTES, ArrayElements::compareArrays),
        name + "(anyarray)");
    to.aggregate(
        (_, _, _) ->
            new ExtremeAccumulator.OfRows(
                isMax,
                PhysicalKind.BYTES,
                (a, rowA, b, rowB) ->
                    CharacterTypes.comparePadded((BytesVector) a, rowA, (BytesVector) b, rowB)),
        name + "(bpchar)");
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
