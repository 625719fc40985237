package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.sql.exec.Lab.DOUBLE;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.in;
import static org.orrery.sql.exec.Lab.key;
import static org.orrery.sql.exec.Lab.lit;
import static org.orrery.sql.exec.Lab.literals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.storage.api.TableSchema;

class OrderTest {

  private static final List<SqlType> TYPES = List.of(INT, DOUBLE, TEXT);

  private final Lab lab = new Lab();

  @Test
  void sortsAreStableWithNullsWhereAsked() {
    for (int seed = 0; seed < 16; seed++) {
      var random = new Random(seed);
      List<String> rows = rows(random, seed == 0 ? 0 : random.nextInt(3000));
      boolean isDescending = (seed & 1) != 0;
      boolean nullsFirst = (seed & 2) != 0;
      boolean withText = (seed & 4) != 0;
      List<SortKey> keys = new ArrayList<>();
      keys.add(key(1, DOUBLE, isDescending, nullsFirst));
      keys.add(key(0, INT, !isDescending, nullsFirst));
      if (withText) {
        keys.add(key(2, TEXT, isDescending, !nullsFirst));
      }

      var sort = new PhysicalPlan.Sort(literals(TYPES, rows.toArray(String[]::new)), keys);

      Comparator<String> order =
          by(1, isDescending, nullsFirst).thenComparing(by(0, !isDescending, nullsFirst));
      if (withText) {
        order = order.thenComparing(by(2, isDescending, !nullsFirst));
      }
      List<String> expected = rows.stream().sorted(order).toList();
      assertThat(lab.run(sort)).as("seed %d", seed).isEqualTo(expected);
      for (int limit : new int[] {0, 1, 10, 1200, 5000}) {
        assertThat(lab.run(limit(sort, null, limit)))
            .as("seed %d limit %d", seed, limit)
            .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
      }
    }
  }

  private static List<String> rows(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                (random.nextInt(7) == 0 ? "\\N" : String.valueOf(random.nextInt(40) - 20))
                    + "|"
                    + switch (random.nextInt(8)) {
                      case 0 -> "\\N";
                      case 1 -> "NaN";
                      case 2 -> "-Infinity";
                      default -> String.valueOf(random.nextInt(10) - 5);
                    }
                    + "|"
                    + (random.nextInt(7) == 0 ? "\\N" : "row" + i % 13))
        .toList();
  }

  private static Comparator<String> by(int column, boolean isDescending, boolean nullsFirst) {
    return (a, b) -> {
      String x = a.split("\\|")[column];
      String y = b.split("\\|")[column];
      if (x.equals("\\N") || y.equals("\\N")) {
        return x.equals(y) ? 0 : x.equals("\\N") == nullsFirst ? -1 : 1;
      }
      int order =
          column == 2
              ? x.compareTo(y)
              : Double.compare(Double.parseDouble(x), Double.parseDouble(y));
      return isDescending ? -order : order;
    };
  }

  @Test
  void valuesWithoutASimpleOrderAreComparedByTheirOperator() {
    PhysicalPlan input = literals(List.of(BuiltinTypes.NUMERIC), "2", "10", "NaN", "1.50", "-3");

    var sort = new PhysicalPlan.Sort(input, List.of(key(0, BuiltinTypes.NUMERIC, false, false)));

    assertThat(lab.run(sort)).containsExactly("-3", "1.50", "2", "10", "NaN");
  }

  @Test
  void limitsWithTiesKeepEqualRowsAcrossBatches() {
    String[] rows = new String[5000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = String.valueOf(i / 1500);
    }
    List<SortKey> keys = List.of(key(0, INT, false, false));
    var sort = new PhysicalPlan.Sort(literals(List.of(INT), rows), keys);

    var plan = new PhysicalPlan.Limit(sort, lit(10L), lit(20L), keys);

    assertThat(lab.run(plan)).hasSize(1490).containsOnly("0");
  }

  @Test
  void offsetAndLimitCutAcrossBatches() {
    String[] rows = IntStream.range(0, 3000).mapToObj(String::valueOf).toArray(String[]::new);

    List<String> result = lab.run(limit(literals(List.of(INT), rows), 1500, 1000));

    assertThat(result).isEqualTo(IntStream.range(1500, 2500).mapToObj(String::valueOf).toList());
  }

  @Test
  void nullLimitsAreNoLimits() {
    var nothing = new Expr.Constant(null, BuiltinTypes.INT8);
    var plan =
        new PhysicalPlan.Limit(literals(List.of(INT), "1", "2"), nothing, nothing, List.of());

    assertThat(lab.run(plan)).containsExactly("1", "2");
  }

  @Test
  void negativeLimitsAreErrors() {
    assertThatThrownBy(() -> lab.run(limit(literals(List.of(INT), "1"), null, -1)))
        .hasMessage("LIMIT must not be negative");
    assertThatThrownBy(() -> lab.run(limit(literals(List.of(INT), "1"), -1, 1)))
        .hasMessage("OFFSET must not be negative");
  }

  @Test
  void aLimitReadsNoMoreOfATableThanItNeedsAndClosesIt() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), List.of(INT));
    List<String> rows = IntStream.range(0, 10_000).mapToObj(String::valueOf).toList();
    lab.fill(table, List.of(INT), rows, 1000);
    lab.fill(table, List.of(INT), rows, 1000);

    List<String> result = lab.run(limit(Lab.scan(table, List.of(INT), null), null, 1500));

    assertThat(result).hasSize(1500);
    assertThat(lab.tables.blocksRead).hasValue(2);
    assertThat(lab.tables.opened).hasValue(1);
    assertThat(lab.tables.closed).hasValue(1);
  }

  @Test
  void aTopByTimeSkipsBlocksThatCannotHoldItsRows() {
    List<SqlType> types = List.of(BuiltinTypes.INT8, TEXT);
    TableSchema table = FakeTables.schema(1, "t", List.of("time", "b"), types);
    for (int chunk = 0; chunk < 4; chunk++) {
      int first = (3 - chunk) * 5_000;
      List<String> rows =
          IntStream.range(first, first + 5_000)
              .mapToObj(i -> i % 1000 == 3 ? "\\N|n" + i : i + "|x" + i % 3)
              .toList();
      lab.fill(table, types, rows, 500);
    }
    List<SortKey> keys =
        List.of(key(0, BuiltinTypes.INT8, true, false), key(1, TEXT, false, false));
    var scan = Lab.scan(table, types, null);
    var project = new PhysicalPlan.Project(scan, List.of(in(0, BuiltinTypes.INT8), in(1, TEXT)));

    List<String> top = lab.run(limit(new PhysicalPlan.Sort(project, keys), null, 5));
    int decoded = lab.tables.columnsDecoded.get();

    assertThat(top)
        .isEqualTo(lab.run(new PhysicalPlan.Sort(project, keys)).subList(0, 5))
        .startsWith("19999|x1", "19998|x0");
    assertThat(decoded).isLessThan(40);
  }

  @Test
  void theFirstRowOfEachKeyIsDistinctOnIt() {
    PhysicalPlan input = literals(List.of(INT, TEXT), "1|a", "1|b", "\\N|c", "\\N|d", "2|e");

    assertThat(lab.run(new PhysicalPlan.DistinctOn(input, List.of(0))))
        .containsExactly("1|a", "\\N|c", "2|e");
  }

  @Test
  void theNewestRowOfEachKeyIsFoundInAllChunksWhateverTheirOrder() {
    List<SqlType> types = List.of(INT, BuiltinTypes.INT8, TEXT);
    TableSchema table = FakeTables.schema(1, "t", List.of("key", "time", "b"), types);
    int chunks = 4;
    int rowsEach = 60_000;
    int keyCount = 1500;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = (chunk ^ 1) * rowsEach;
      List<String> rows =
          IntStream.range(first, first + rowsEach)
              .mapToObj(i -> (i % keyCount == 7 ? "\\N" : i % keyCount) + "|" + i + "|x" + i)
              .toList();
      lab.fill(table, types, rows, 1000);
    }
    List<SortKey> keys = List.of(key(0, INT, false, false), key(1, BuiltinTypes.INT8, true, false));
    var sort = new PhysicalPlan.Sort(Lab.scan(table, types, null), keys);

    List<String> newest = lab.run(new PhysicalPlan.DistinctOn(sort, List.of(0)));

    int last = chunks * rowsEach - keyCount;
    assertThat(newest)
        .hasSize(keyCount)
        .startsWith("0|%d|x%d".formatted(last, last))
        .endsWith("\\N|%d|x%d".formatted(last + 7, last + 7))
        .allMatch(row -> Integer.parseInt(row.split("\\|")[1]) >= last);
  }

  @Test
  void aTopOfProjectedRowsIsTheTopOfTheSort() {
    String[] rows =
        IntStream.range(0, 9000).mapToObj(i -> i * 7 % 9000 + "").toArray(String[]::new);
    var sort =
        new PhysicalPlan.Sort(literals(List.of(INT), rows), List.of(key(0, INT, true, true)));
    var project = new PhysicalPlan.Project(sort, List.of(in(0, INT), in(0, INT)));

    lab.memory = Lab.pool(120_000).query();

    assertThat(lab.run(limit(project, 1, 2))).containsExactly("8998|8998", "8997|8997");
  }

  private static PhysicalPlan limit(PhysicalPlan input, @Nullable Integer offset, int fetch) {
    return new PhysicalPlan.Limit(
        input, offset == null ? null : lit((long) offset), lit((long) fetch), List.of());
  }
}
