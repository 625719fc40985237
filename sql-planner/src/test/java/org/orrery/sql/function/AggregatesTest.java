package org.orrery.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/** Aggregates give PostgreSQL's results, however the rows are split and merged. */
class AggregatesTest {

  private static final FakeContext CONTEXT = new FakeContext("UTC");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(int4)|2147483647 2147483647|4294967294",
        "sum(int8)|9223372036854775807 9223372036854775807 -1|18446744073709551613",
        "avg(int4)|1 2|1.5000000000000000",
        "avg(int8)|9223372036854775807 9223372036854775807|9223372036854775807",
        "avg(int4)|1 1 2|1.3333333333333333",
        "sum(float8)|0.1 0.2 0.3 1e9 -1e9|0.6",
        "avg(float8)|1.5 2.5 NaN|NaN",
        "sum(float4)|1.1 2.2|3.3000002",
        "sum(numeric)|1.10 2.345 -0.0001|3.4449",
        "avg(numeric)|1.1 2.2 3.3|2.2000000000000000",
        "min(float8)|NaN 3 -0.5|-0.5",
        "max(float8)|NaN 3 -0.5|NaN",
        "max(text)|b B a|b",
        "min(int4)|3 -7 5|-7",
        "max(numeric)|1.0 1.00 -3|1.0",
        "variance(int4)|1 2 4|2.3333333333333333",
        "stddev(int4)|1 2 4|1.5275252316519467",
        "var_pop(int8)|9223372036854775807 -9223372036854775808"
            + "|85070591730234615856620279821087277056",
        "stddev_pop(numeric)|1.5 2.5 7|2.3921166824012206",
        "var_pop(float8)|1 3 5 7|5",
        "stddev(float8)|1|\\N",
        "bool_and(bool)|t t f|f",
        "every(bool)|t t|t",
        "bit_or(int4)|1 4 8|13",
        "count(any)|1 \\N 3|2",
        "sum(int4)|\\N \\N|\\N",
        "array_agg(anynonarray)|1 \\N 3|{1,NULL,3}",
      })
  void aggregatesAnswerAsPostgresql(String signature, String values, String expected) {
    FunctionDef function = Evaluation.function(signature);
    SqlType type = argumentType(function);
    List<String> rows = List.of(values.split(" "));

    for (int split = 0; split <= rows.size(); split++) {
      Accumulator first = accumulator(function, type);
      Accumulator second = accumulator(function, type);
      addToGroup(first, type, rows.subList(0, split));
      addByGroups(second, type, rows.subList(split, rows.size()));
      first.merge(second, new int[] {0});

      assertThat(result(function, first)).as("split at %d", split).isEqualTo(expected);
    }
  }

  @Test
  void sumsOfDecimalsDoNotDependOnTheOrder() {
    FunctionDef function = Evaluation.function("sum(float8)");
    SqlType type = argumentType(function);
    var random = new Random(7);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(Double.toString(Math.rint(random.nextGaussian() * 1e7) / 1e4));
    }
    Accumulator ordered = accumulator(function, type);
    Accumulator shuffled = accumulator(function, type);

    addToGroup(ordered, type, rows);
    Collections.shuffle(rows, random);
    addByGroups(shuffled, type, rows);

    assertThat(result(function, shuffled)).isEqualTo(result(function, ordered));
  }

  @Test
  void firstAndLastTakeTheValueOfTheExtremeTime() {
    for (String[] expected : new String[][] {{"first", "b"}, {"last", "c"}}) {
      FunctionDef function = Evaluation.REGISTRY.functions(expected[0]).getFirst();
      SqlType text = Evaluation.type("text");
      SqlType time = Evaluation.type("timestamptz");
      var aggregate = (FunctionDef.Implementation.Aggregate) function.implementation();
      Accumulator accumulator =
          aggregate.function().accumulator(CONTEXT, List.of(text, time), text);
      accumulator.ensureGroups(1);
      Vector values = vector(text, List.of("a", "b", "c", "d"));
      Vector times = vector(time, List.of("2024-01-02", "2024-01-01", "2024-01-03", "\\N"));

      accumulator.addToGroup(new Vector[] {values, times}, null, 4, 0);

      Vector result = Vector.allocate(text.kind(), 1);
      accumulator.results(0, 1, result);
      assertThat(Evaluation.text(CONTEXT, text, result, 0)).isEqualTo(expected[1]);
    }
  }

  private static SqlType argumentType(FunctionDef function) {
    SqlType declared = function.argumentTypes().getFirst();
    return declared.name().startsWith("any") ? Evaluation.type("int4") : declared;
  }

  private static Accumulator accumulator(FunctionDef function, SqlType type) {
    var aggregate = (FunctionDef.Implementation.Aggregate) function.implementation();
    Accumulator accumulator =
        aggregate.function().accumulator(CONTEXT, List.of(type), resultType(function));
    accumulator.ensureGroups(2);
    return accumulator;
  }

  private static SqlType resultType(FunctionDef function) {
    return function.returnType().name().equals("anyarray")
        ? Evaluation.type("_int4")
        : function.returnType();
  }

  private static Vector vector(SqlType type, List<String> rows) {
    Vector vector = Vector.allocate(type.kind(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Evaluation.parse(CONTEXT, type, rows.get(i), vector, i);
    }
    return vector;
  }

  private static void addToGroup(Accumulator target, SqlType type, List<String> rows) {
    target.addToGroup(new Vector[] {vector(type, rows)}, null, rows.size(), 0);
  }

  private static void addByGroups(Accumulator target, SqlType type, List<String> rows) {
    target.add(new Vector[] {vector(type, rows)}, null, rows.size(), new int[rows.size()]);
  }

  private static String result(FunctionDef function, Accumulator accumulator) {
    SqlType resultType = resultType(function);
    Vector result = Vector.allocate(resultType.kind(), 1);
    accumulator.results(0, 1, result);
    return Evaluation.text(CONTEXT, resultType, result, 0);
  }
}
