package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.sql.exec.Lab.BIGINT;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.agg;
import static org.orrery.sql.exec.Lab.group;
import static org.orrery.sql.exec.Lab.in;
import static org.orrery.sql.exec.Lab.key;
import static org.orrery.sql.exec.Lab.op;
import static org.orrery.sql.exec.Lab.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.data.Batch;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.AggregateCall;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.JoinKind;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.exec.plan.WindowCall;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillFiles;
import org.orrery.storage.api.TableSchema;

/** Queries that need more memory than they may have give the answers of those that have enough. */
class SpillTest {

  private static final long SEED = Long.getLong("orrery.seed", 20261120L);
  private static final List<SqlType> TYPES =
      List.of(INT, TEXT, BuiltinTypes.NUMERIC, BuiltinTypes.INTERVAL, BuiltinTypes.FLOAT8);
  private static final int ROWS = 30_000;

  private final Random random = new Random(SEED);
  private final Lab lab = new Lab();

  /** A table of several chunks with rows of all kinds, NULLs among them. */
  private PhysicalPlan.TableScan table(int number, int keyCount) {
    TableSchema table =
        FakeTables.schema(number, "t" + number, List.of("a", "b", "c", "d", "e"), TYPES);
    for (int chunk = 0; chunk < 3; chunk++) {
      var rows = new ArrayList<String>();
      for (int i = 0; i < ROWS / 3; i++) {
        int key = random.nextInt(keyCount);
        rows.add(
            String.join(
                "|",
                orNull(key + ""),
                orNull("text " + key % 1000),
                orNull(random.nextInt(4) == 0 ? "12345678901234567890123.450" : key + ".10"),
                orNull(key % 50 + " days " + key % 7 + " mons"),
                orNull(random.nextInt(100) == 0 ? "NaN" : key / 8.0 + "")));
      }
      lab.fill(table, TYPES, rows, 1000);
    }
    return Lab.scan(table, TYPES, null);
  }

  private String orNull(String value) {
    return random.nextInt(20) == 0 ? "\\N" : value;
  }

  private void assertSameWithLittleMemory(PhysicalPlan plan, long bytesMax, boolean isOrdered) {
    lab.memory = Lab.pool(Long.MAX_VALUE).query();
    List<String> expected = isOrdered ? lab.run(plan) : lab.sorted(plan);
    MemoryPool little = Lab.pool(bytesMax);
    lab.memory = little.query();

    List<String> rows = isOrdered ? lab.run(plan) : lab.sorted(plan);

    assertThat(rows).isEqualTo(expected);
    assertThat(lab.memory.files().created()).as("it had to use files").isPositive();
    assertThat(lab.memory.files().bytes()).isZero();
    assertThat(little.bytes()).isZero();
  }

  @Test
  void aSortOfManyRunsIsStable() {
    PhysicalPlan scan = table(1, 500);
    var keys =
        List.of(
            key(2, BuiltinTypes.NUMERIC, true, false),
            key(1, TEXT, false, true),
            key(4, BuiltinTypes.FLOAT8, true, true));

    assertSameWithLittleMemory(new PhysicalPlan.Sort(scan, keys), 200_000, true);
    assertSameWithLittleMemory(new PhysicalPlan.Sort(scan, keys), 2_000_000, true);
  }

  @Test
  void groupsThatDoNotFitAreAggregatedLater() {
    PhysicalPlan scan = table(1, 20_000);
    for (List<Integer> keys : List.of(List.of(0), List.of(1, 2), List.of(0, 3, 4))) {
      assertSameWithLittleMemory(
          group(scan, keys, agg("count(any)", BIGINT, 1), agg("sum(int4)", BIGINT, 0)),
          1_000_000,
          false);
    }
  }

  @Test
  void partsOfALargeScanThatSpillAreMerged() {
    TableSchema table = FakeTables.schema(9, "big", List.of("a"), List.of(INT));
    for (int chunk = 0; chunk < 4; chunk++) {
      var rows = new ArrayList<String>();
      for (int i = 0; i < 60_000; i++) {
        rows.add(random.nextInt(40_000) + "");
      }
      lab.fill(table, List.of(INT), rows, 1024);
    }
    PhysicalPlan scan = Lab.scan(table, List.of(INT), null);

    assertSameWithLittleMemory(
        group(scan, List.of(0), agg("sum(int4)", BIGINT, 0)), 3_000_000, false);
  }

  @ParameterizedTest
  @EnumSource(JoinKind.class)
  void joinsOfPartitionsAreTheJoin(JoinKind kind) {
    PhysicalPlan left = table(1, 9_000);
    PhysicalPlan right = table(2, 9_000);
    for (boolean nullsMatch : new boolean[] {false, true}) {
      var join =
          new PhysicalPlan.HashJoin(
              kind,
              left,
              right,
              List.of(0, 1),
              List.of(0, 1),
              List.of(operator("=", INT, INT), operator("=", TEXT, TEXT)),
              nullsMatch,
              nullsMatch ? null : residual());

      assertSameWithLittleMemory(join, 700_000, false);
    }
  }

  private static Expr residual() {
    return op(in(4, BuiltinTypes.FLOAT8), "<=", in(9, BuiltinTypes.FLOAT8));
  }

  @Test
  void windowsOverPartitionsThatDoNotFit() {
    PhysicalPlan scan = table(1, 3);
    List<SortKey> partition = List.of(key(0, INT, false, false));
    List<SortKey> order =
        List.of(key(4, BuiltinTypes.FLOAT8, false, false), key(1, TEXT, false, false));
    WindowFrame<Expr> growing = WindowFrame.byDefault();
    var sliding =
        new WindowFrame<>(
            true,
            new WindowFrame.Bound<>(WindowFrame.BoundKind.OFFSET_PRECEDING, Lab.lit(20L)),
            new WindowFrame.Bound<>(WindowFrame.BoundKind.CURRENT_ROW, null));
    List<WindowCall> calls =
        List.of(
            window("rank()", BIGINT, growing),
            window("cume_dist()", BuiltinTypes.FLOAT8, growing),
            window("lag(anyelement)", TEXT, growing, 1),
            window("count(any)", BIGINT, growing, 1),
            window("max(int4)", INT, sliding, 0));

    assertSameWithLittleMemory(
        new PhysicalPlan.Window(scan, partition, order, calls), 4_000_000, false);
    assertSameWithLittleMemory(
        new PhysicalPlan.Window(scan, List.of(), order, calls), 4_000_000, false);
  }

  private static WindowCall window(
      String signature, SqlType type, WindowFrame<Expr> frame, Integer... arguments) {
    return new WindowCall(Lab.function(signature), List.of(arguments), -1, frame, type);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void setOperationsOnMoreRowsThanFit(boolean isExcept, boolean isAll) {
    PhysicalPlan left = group(table(1, 9_000), List.of(0, 1));
    PhysicalPlan right =
        new PhysicalPlan.Project(table(2, 9_000), List.of(in(0, INT), in(1, TEXT)));

    assertSameWithLittleMemory(
        new PhysicalPlan.SetOperation(isExcept, isAll, right, left), 1_500_000, false);
    assertSameWithLittleMemory(
        new PhysicalPlan.SetOperation(isExcept, isAll, left, right), 1_500_000, false);
  }

  @Test
  void distinctValuesThatDoNotFitAreAggregatedOnce() {
    PhysicalPlan scan = table(1, 20_000);
    AggregateCall count = distinct("count(any)", BIGINT, 0);
    AggregateCall sum = distinct("sum(float8)", BuiltinTypes.FLOAT8, 4);

    assertSameWithLittleMemory(group(scan, List.of(), count, sum), 1_500_000, false);
    assertSameWithLittleMemory(group(scan, List.of(3), count), 1_500_000, false);
  }

  private static AggregateCall distinct(String signature, SqlType type, Integer... arguments) {
    return new AggregateCall(
        Lab.function(signature), List.of(arguments), -1, true, List.of(), type);
  }

  @Test
  void theFirstRowOfEachKeyIsFoundAmongMoreKeysThanFit() {
    PhysicalPlan rows =
        new PhysicalPlan.Project(table(1, 20_000), List.of(in(0, INT), in(3, TYPES.get(3))));

    assertSameWithLittleMemory(new PhysicalPlan.DistinctOn(rows, List.of(0, 1)), 1_000_000, false);
  }

  @Test
  void aCommonTableThatDoesNotFitIsReadTwice() {
    var common = new PhysicalPlan.Spool(1, table(1, 20_000));
    var twice = new PhysicalPlan.Append(List.of(common, common), TYPES);

    assertSameWithLittleMemory(
        group(twice, List.of(), agg("count(any)", BIGINT, 1), agg("sum(int4)", BIGINT, 0)),
        2_500_000,
        false);
  }

  @Test
  void theRightSideOfANestedLoopMayNotFit() {
    PhysicalPlan left = Lab.literals(List.of(INT), "1", "2", "3");
    var join =
        new PhysicalPlan.NestedLoop(
            JoinKind.LEFT, left, table(1, 20_000), -1, op(in(0, INT), "=", in(1, INT)));

    assertSameWithLittleMemory(join, 2_500_000, false);
  }

  @Test
  void oneKeyThatDoesNotFitIsRefused() {
    TableSchema table = FakeTables.schema(5, "t", List.of("a"), List.of(INT));
    lab.fill(table, List.of(INT), Collections.nCopies(ROWS, "1"), 1000);
    PhysicalPlan scan = Lab.scan(table, List.of(INT), null);
    var join =
        new PhysicalPlan.HashJoin(
            JoinKind.SEMI,
            scan,
            scan,
            List.of(0),
            List.of(0),
            List.of(operator("=", INT, INT)),
            false,
            null);
    lab.memory = Lab.pool(100_000).query();

    assertThatThrownBy(() -> lab.run(join))
        .isInstanceOf(OrreryException.class)
        .hasMessage("out of memory");
    assertThat(lab.memory.files().bytes()).isZero();
    assertThat(lab.memory.bytes()).isZero();
  }

  @Test
  void filesOfAFormerRunAreRemoved() throws IOException {
    var store = new SimFileStore();
    Path directory = Path.of("tmp");
    SpillFile left = SpillFiles.open(store, directory).create(List.of(INT));
    left.append(Lab.batch(List.of(INT), List.of("1")));
    left.finish();
    assertThat(store.list(directory)).hasSize(1);

    SpillFiles.open(store, directory);

    assertThat(store.list(directory)).isEmpty();
  }

  @Test
  void aBatchComesBackFromAFileAsItWas() throws IOException {
    PhysicalPlan scan = table(1, 100);
    SpillFiles files = SpillFiles.open(new SimFileStore(), Path.of("tmp"));
    List<String> written = new ArrayList<>();
    List<String> read = new ArrayList<>();
    try (SpillFile file = files.create(TYPES)) {
      Executor.run(
          scan,
          lab.context(),
          batch -> {
            int[] odd = IntStream.range(0, batch.size() / 2).map(i -> 2 * i + 1).toArray();
            var some = new Batch(batch.columns(), batch.rowCount());
            some.select(odd, odd.length);
            written.addAll(Lab.text(some, TYPES));
            file.append(some);
          });
      file.finish();
      SpillFile.Reader reader = file.reader();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        read.addAll(Lab.text(batch, TYPES));
      }
      assertThat(file.rowCount()).isEqualTo(written.size());
    }

    assertThat(read).isEqualTo(written);
    assertThat(files.bytes()).isZero();
  }
}
