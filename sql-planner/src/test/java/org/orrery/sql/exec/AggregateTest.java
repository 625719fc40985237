package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.orrery.sql.exec.Lab.BIGINT;
import static org.orrery.sql.exec.Lab.DOUBLE;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.agg;
import static org.orrery.sql.exec.Lab.function;
import static org.orrery.sql.exec.Lab.group;
import static org.orrery.sql.exec.Lab.key;
import static org.orrery.sql.exec.Lab.literals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.plan.AggregateCall;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.TableSchema;

class AggregateTest {

  private static final List<SqlType> TYPES = List.of(TEXT, INT, DOUBLE);

  private final Lab lab = new Lab();

  @Test
  void groupsAreWhatRowByRowCountingGives() {
    for (int seed = 0; seed < 6; seed++) {
      var random = new Random(seed);
      int rowCount = seed == 0 ? 0 : 1 + random.nextInt(4_000);
      boolean isSorted = seed % 2 == 0;
      String[] rows = new String[rowCount];
      for (int i = 0; i < rowCount; i++) {
        String group = random.nextInt(9) == 0 ? "\\N" : "g" + random.nextInt(1 + seed * 40);
        String value = random.nextInt(9) == 0 ? "\\N" : String.valueOf(random.nextInt(100));
        rows[i] = group + "|" + value + "|" + random.nextInt(10);
      }
      if (isSorted) {
        Arrays.sort(rows);
      }

      PhysicalPlan plan =
          group(
              literals(TYPES, rows),
              List.of(0),
              agg("count()", BIGINT),
              agg("count(any)", BIGINT, 1),
              agg("sum(int4)", BIGINT, 1),
              agg("max(int4)", INT, 1));

      assertThat(lab.sorted(plan)).as("seed %d", seed).isEqualTo(model(rows));
    }
  }

  private static List<String> model(String[] rows) {
    Map<String, long[]> groups = new TreeMap<>();
    for (String row : rows) {
      String[] texts = row.split("\\|");
      long[] state = groups.computeIfAbsent(texts[0], _ -> new long[] {0, 0, 0, -1});
      state[0]++;
      if (!texts[1].equals("\\N")) {
        long value = Long.parseLong(texts[1]);
        state[1]++;
        state[2] += value;
        state[3] = Math.max(state[3], value);
      }
    }
    List<String> result = new ArrayList<>();
    groups.forEach(
        (group, s) ->
            result.add(
                s[1] == 0
                    ? group + "|" + s[0] + "|0|\\N|\\N"
                    : group + "|" + s[0] + "|" + s[1] + "|" + s[2] + "|" + s[3]));
    return result.stream().sorted().toList();
  }

  @Test
  void withoutKeysThereIsOneGroupEvenWithoutRows() {
    PhysicalPlan plan =
        group(literals(TYPES), List.of(), agg("count()", BIGINT), agg("sum(int4)", BIGINT, 1));

    assertThat(lab.run(plan)).containsExactly("0|\\N");
  }

  @Test
  void groupingSetsPadKeysAndNumberTheirSets() {
    var plan =
        new PhysicalPlan.HashAggregate(
            literals(List.of(TEXT, INT), "a|1", "a|2", "b|1", "\\N|1"),
            List.of(0, 1),
            List.of(List.of(0, 1), List.of(0), List.of()),
            List.of(agg("count()", BIGINT)));

    assertThat(lab.sorted(plan))
        .containsExactly(
            "\\N|1|1|0",
            "\\N|\\N|1|1",
            "\\N|\\N|4|2",
            "a|1|1|0",
            "a|2|1|0",
            "a|\\N|2|1",
            "b|1|1|0",
            "b|\\N|1|1");
  }

  @Test
  void distinctFilterAndOrderApplyBeforeTheAggregate() {
    List<SqlType> types = List.of(TEXT, INT, BuiltinTypes.BOOL);
    PhysicalPlan input =
        literals(types, "a|3|t", "a|1|t", "a|3|f", "b|2|\\N", "a|3|t", "b|\\N|t", "b|\\N|t");
    var distinct =
        new AggregateCall(function("count(any)"), List.of(1), -1, true, List.of(), BIGINT);
    var filtered =
        new AggregateCall(function("sum(int4)"), List.of(1), 2, false, List.of(), BIGINT);
    var ordered =
        new AggregateCall(
            function("array_agg(anynonarray)"),
            List.of(1),
            -1,
            false,
            List.of(key(1, INT, true, false)),
            BuiltinTypes.INT4_ARRAY);
    var all =
        new AggregateCall(
            function("array_agg(anynonarray)"),
            List.of(1),
            2,
            true,
            List.of(key(1, INT, false, true)),
            BuiltinTypes.INT4_ARRAY);

    PhysicalPlan plan = group(input, List.of(0), distinct, filtered, ordered, all);

    assertThat(lab.sorted(plan))
        .containsExactly("a|2|7|{3,3,3,1}|{1,3}", "b|1|\\N|{2,NULL,NULL}|{NULL}");
  }

  @Test
  void distinctRowsIncludeOneOfNulls() {
    PhysicalPlan plan =
        group(literals(List.of(TEXT, INT), "a|1", "\\N|1", "a|1", "\\N|1", "a|\\N"), List.of(0, 1));

    assertThat(lab.sorted(plan)).containsExactly("\\N|1", "a|1", "a|\\N");
  }

  @Test
  void partsAggregatedApartGiveTheSameResult() {
    TableSchema table = FakeTables.schema(1, "t", List.of("g", "i", "d"), TYPES);
    var random = new Random(5);
    for (int chunk = 0; chunk < 3; chunk++) {
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < 70_000; i++) {
        rows.add(
            "g" + random.nextInt(50) + "|" + random.nextInt(1000) + "|" + random.nextInt(9) / 10.0);
      }
      lab.fill(table, TYPES, rows, 1000);
    }
    PhysicalPlan plan =
        group(
            Lab.scan(table, TYPES, null),
            List.of(0),
            agg("count()", BIGINT),
            agg("sum(int4)", BIGINT, 1),
            agg("avg(float8)", DOUBLE, 2),
            agg("min(float8)", DOUBLE, 2));

    List<String> serial = lab.sorted(plan);
    lab.session.threads = 3;

    assertThat(lab.sorted(plan)).isEqualTo(serial).hasSize(50);
    assertThat(lab.tables.closed.get()).isEqualTo(lab.tables.opened.get()).isEqualTo(6);
  }

  @Test
  void groupsOfTextWithAndWithoutDictionariesAreTheSame() {
    PhysicalPlan plan =
        group(
            literals(List.of(BuiltinTypes.NUMERIC), "1.0", "1.00", "2", "NaN", "NaN"), List.of(0));

    assertThat(lab.sorted(plan)).containsExactly("1.0", "2", "NaN");
  }

  @Test
  void zeroAndNanAreOneGroupEach() {
    PhysicalPlan plan = group(literals(List.of(DOUBLE), "0", "-0", "NaN", "NaN", "1"), List.of(0));

    assertThat(lab.sorted(plan)).containsExactly("0", "1", "NaN");
  }
}
