package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.sql.exec.Lab.BIGINT;
import static org.orrery.sql.exec.Lab.BOOL;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.agg;
import static org.orrery.sql.exec.Lab.call;
import static org.orrery.sql.exec.Lab.group;
import static org.orrery.sql.exec.Lab.in;
import static org.orrery.sql.exec.Lab.key;
import static org.orrery.sql.exec.Lab.lit;
import static org.orrery.sql.exec.Lab.literals;
import static org.orrery.sql.exec.Lab.op;
import static org.orrery.sql.exec.Lab.operator;
import static org.orrery.sql.exec.Lab.outer;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Expr.Subquery.Kind;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;
import org.orrery.sql.exec.plan.WindowCall;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.function.FunctionDef;
import org.orrery.storage.api.TableSchema;

/** Scans, set operations, recursion, functions in FROM, subqueries, limits on memory. */
class QueryTest {

  private static final List<SqlType> ONE = List.of(INT);
  private static final SqlType INT_ARRAY = BuiltinTypes.INT4_ARRAY;

  private final Lab lab = new Lab();

  @Test
  void aScanFiltersBeforeItDecodesOtherColumns() {
    List<SqlType> types = List.of(INT, TEXT);
    TableSchema table = FakeTables.schema(1, "t", List.of("a", "b"), types);
    lab.fill(table, types, IntStream.range(0, 100).mapToObj(i -> i + "|x" + i).toList(), 10);

    List<String> rows = lab.run(Lab.scan(table, types, op(in(0, INT), ">", lit(97))));

    assertThat(rows).containsExactly("98|x98", "99|x99");
    assertThat(lab.tables.columnsDecoded).hasValue(11);
  }

  @Test
  void aBoundThatIsNullOrContradictsAnotherReadsNothing() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), ONE);
    lab.fill(table, ONE, List.of("1", "2"), 10);
    var missing = new Bound(0, Comparison.LESS, new Expr.Constant(null, INT));
    var low = new Bound(0, Comparison.GREATER, lit(5));
    var high = new Bound(0, Comparison.LESS_OR_EQUAL, lit(5));

    assertThat(lab.run(scan(table, List.of(missing), null))).isEmpty();
    assertThat(lab.run(scan(table, List.of(low, high), null))).isEmpty();
    assertThat(lab.tables.opened).hasValue(0);
  }

  @Test
  void boundsGiveTheRowsThatTheFilterGives() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), ONE);
    List<String> rows =
        IntStream.range(0, 5000).mapToObj(i -> i % 11 == 0 ? "\\N" : i / 7 + "").toList();
    lab.fill(table, ONE, rows, 500);
    for (Comparison comparison : EnumSet.complementOf(EnumSet.of(Comparison.ANY))) {
      String symbol =
          switch (comparison) {
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case EQUAL -> "=";
            case GREATER_OR_EQUAL -> ">=";
            case GREATER -> ">";
            case ANY -> throw new AssertionError();
          };
      for (int value : new int[] {-1, 0, 100, 300, 714, 900}) {
        Expr filter = op(in(0, INT), symbol, lit(value));
        Expr constant = ((Expr.Call) filter).arguments().get(1);
        var bounded = scan(table, List.of(new Bound(0, comparison, constant)), filter);
        var plain = scan(table, List.of(), filter);

        assertThat(lab.run(bounded)).as(symbol + value).isEqualTo(lab.run(plain));
      }
    }
  }

  @Test
  void aListBoundsAScanAndMeetsItsOtherBounds() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), ONE);
    lab.fill(table, ONE, IntStream.range(0, 900).mapToObj(i -> i + "").toList(), 100);
    Expr array = new Expr.ArrayOf(List.of(lit(700), nothing(), lit(3), lit(3)), false, INT_ARRAY);
    var list = new Bound(0, Comparison.ANY, array);
    var below = new Bound(0, Comparison.LESS, lit(3));
    var empty = new Bound(0, Comparison.ANY, new Expr.ArrayOf(List.of(), false, INT_ARRAY));
    Expr filter = new Expr.Quantified(in(0, INT), array, operator("=", INT, INT), false);

    assertThat(lab.run(scan(table, List.of(list), filter))).containsExactly("3", "700");
    lab.tables.opened.set(0);
    assertThat(lab.run(scan(table, List.of(list, below), null))).isEmpty();
    assertThat(lab.run(scan(table, List.of(empty), null))).isEmpty();
    assertThat(lab.tables.opened).hasValue(0);
  }

  private static Expr nothing() {
    return new Expr.Constant(null, INT);
  }

  private static PhysicalPlan scan(TableSchema table, List<Bound> bounds, @Nullable Expr filter) {
    return new PhysicalPlan.TableScan(table, List.of(0), ONE, bounds, filter, null, false);
  }

  @Test
  void setOperationsCountDuplicatesAndMatchNulls() {
    PhysicalPlan left = literals(ONE, "1", "1", "1", "2", "\\N", "\\N", "3");
    PhysicalPlan right = literals(ONE, "1", "1", "\\N", "4");

    assertThat(lab.sorted(new PhysicalPlan.SetOperation(false, false, left, right)))
        .containsExactly("1", "\\N");
    assertThat(lab.sorted(new PhysicalPlan.SetOperation(false, true, left, right)))
        .containsExactly("1", "1", "\\N");
    assertThat(lab.sorted(new PhysicalPlan.SetOperation(true, false, left, right)))
        .containsExactly("2", "3");
    assertThat(lab.sorted(new PhysicalPlan.SetOperation(true, true, left, right)))
        .containsExactly("1", "2", "3", "\\N");
  }

  @Test
  void recursionEndsWhenARoundGivesNothingNew() {
    var table = new PhysicalPlan.WorkTable(5, ONE);
    Expr next = op(op(in(0, INT), "+", lit(1)), "%", lit(5));
    var step = new PhysicalPlan.Project(table, List.of(next));

    assertThat(lab.run(new PhysicalPlan.RecursiveUnion(5, false, literals(ONE, "3", "3"), step)))
        .containsExactly("3", "4", "0", "1", "2");
    var upTo6 = new PhysicalPlan.Filter(table, op(in(0, INT), "<", lit(6)));
    var plusOne = new PhysicalPlan.Project(upTo6, List.of(op(in(0, INT), "+", lit(1))));
    assertThat(lab.run(new PhysicalPlan.RecursiveUnion(5, true, literals(ONE, "4", "4"), plusOne)))
        .containsExactly("4", "4", "5", "5", "6", "6");
  }

  @Test
  void functionsInFromArePaddedAndNumbered() {
    var scan =
        new PhysicalPlan.FunctionScan(
            List.of(
                call("generate_series(int4,int4)", lit(1), lit(3)),
                call("generate_series(int4,int4)", lit(7), lit(8))),
            true,
            List.of(INT, INT, BIGINT));

    assertThat(lab.run(scan)).containsExactly("1|7|1", "2|8|2", "3|\\N|3");
  }

  @Test
  void functionsOfASelectListAdvanceInLockstep() {
    var set =
        new PhysicalPlan.ProjectSet(
            literals(ONE, "1", "0", "2", "\\N"),
            List.of(
                call("generate_series(int4,int4)", lit(1), in(0, INT)),
                call("generate_series(int4,int4)", lit(5), lit(6))));

    assertThat(lab.run(set))
        .containsExactly(
            "1|1|5", "1|\\N|6", "0|\\N|5", "0|\\N|6", "2|1|5", "2|2|6", "\\N|\\N|5", "\\N|\\N|6");
  }

  @Test
  void seriesLongerThanABatchComeWhole() {
    var scan =
        new PhysicalPlan.FunctionScan(
            List.of(call("generate_series(int4,int4)", lit(1), lit(5000))), false, ONE);

    assertThat(lab.run(group(scan, List.of(), agg("count()", BIGINT)))).containsExactly("5000");
  }

  @Test
  void aScalarSubqueryOfMoreThanOneRowIsAnError() {
    Expr none = subquery(Kind.SCALAR, literals(ONE), -1, List.of(), null, null, INT);
    Expr two = subquery(Kind.SCALAR, literals(ONE, "1", "2"), -1, List.of(), null, null, INT);

    assertThat(lab.run(project(none))).containsExactly("\\N");
    assertThatThrownBy(() -> lab.run(project(two)))
        .hasMessage("more than one row returned by a subquery used as an expression")
        .extracting(e -> ((OrreryException) e).state())
        .isEqualTo(SqlState.CARDINALITY_VIOLATION);
  }

  @Test
  void quantifiedSubqueriesFollowThreeValuedLogic() {
    for (String operand : List.of("1", "9", "\\N")) {
      Expr in = lit(INT, operand);
      boolean isNull = operand.equals("\\N");
      assertThat(any(in)).isEqualTo("f");
      assertThat(any(in, "1", "2")).isEqualTo(isNull ? "\\N" : operand.equals("1") ? "t" : "f");
      assertThat(any(in, "1", "\\N")).isEqualTo(operand.equals("1") ? "t" : "\\N");
      assertThat(all(in)).isEqualTo("t");
      assertThat(all(in, "1", "1")).isEqualTo(isNull ? "\\N" : operand.equals("1") ? "t" : "f");
      assertThat(all(in, "1", "\\N")).isEqualTo(operand.equals("9") ? "f" : "\\N");
    }
  }

  private String any(Expr operand, String... rows) {
    return quantified(Kind.ANY, operand, rows);
  }

  private String all(Expr operand, String... rows) {
    return quantified(Kind.ALL, operand, rows);
  }

  private String quantified(Kind kind, Expr operand, String... rows) {
    FunctionDef equal = operator("=", INT, INT);
    Expr test = subquery(kind, literals(ONE, rows), -1, List.of(), operand, equal, BOOL);
    return lab.run(project(test)).getFirst();
  }

  @Test
  void patternsAreNotLookedUpAsEqualities() {
    Expr test =
        subquery(
            Kind.ANY,
            literals(List.of(TEXT), "^a"),
            -1,
            List.of(),
            lit(TEXT, "abc"),
            operator("~", TEXT, TEXT),
            BOOL);

    assertThat(lab.run(project(test))).containsExactly("t");
  }

  @Test
  void aCorrelatedSubqueryRunsOncePerDistinctCapture() {
    var runs = new AtomicInteger();
    var counted =
        new PhysicalPlan.SystemScan(
            "counted",
            (_, output) -> {
              runs.incrementAndGet();
              output.accept(Lab.batch(ONE, List.of("1", "2", "2")));
            },
            List.of(0),
            ONE);
    var matching = new PhysicalPlan.Filter(counted, op(in(0, INT), "=", outer(7, 0, INT)));
    var count = group(matching, List.of(), agg("count()", BIGINT));
    Expr scalar = subquery(Kind.SCALAR, count, 7, List.of(in(0, INT)), null, null, BIGINT);

    List<String> rows =
        lab.run(
            new PhysicalPlan.Project(
                literals(ONE, "2", "1", "2", "3", "2"), List.of(in(0, INT), scalar)));

    assertThat(rows).containsExactly("2|2", "1|1", "2|2", "3|0", "2|2");
    assertThat(runs).hasValue(3);
  }

  @Test
  void aCommonTableInsideACorrelatedSubqueryFollowsItsRow() {
    var spool =
        new PhysicalPlan.Spool(
            1,
            new PhysicalPlan.Project(
                new PhysicalPlan.Values(List.of(List.of()), List.of()),
                List.of(op(outer(7, 0, INT), "+", lit(1)))));
    Expr scalar = subquery(Kind.SCALAR, spool, 7, List.of(in(0, INT)), null, null, INT);

    assertThat(lab.run(new PhysicalPlan.Project(literals(ONE, "1", "5"), List.of(scalar))))
        .containsExactly("2", "6");
  }

  @Test
  void existsStopsAtTheFirstRow() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), ONE);
    lab.fill(table, ONE, List.of("1", "2", "3", "4"), 1);
    Expr exists =
        subquery(Kind.EXISTS, Lab.scan(table, ONE, null), -1, List.of(), null, null, BOOL);

    assertThat(lab.run(project(exists))).containsExactly("t");
    assertThat(lab.tables.blocksRead).hasValue(1);
    assertThat(lab.tables.closed).hasValue(1);
  }

  @Test
  void arraysOfSubqueriesKeepOrderAndNulls() {
    Expr array =
        subquery(
            Kind.ARRAY,
            new PhysicalPlan.Sort(
                literals(ONE, "3", "\\N", "1"), List.of(key(0, INT, false, false))),
            -1,
            List.of(),
            null,
            null,
            BuiltinTypes.INT4_ARRAY);

    assertThat(lab.run(project(array))).containsExactly("{1,3,NULL}");
  }

  private static Expr subquery(
      Kind kind,
      PhysicalPlan plan,
      int correlation,
      List<Expr> captures,
      @Nullable Expr operand,
      @Nullable FunctionDef operator,
      SqlType type) {
    return new Expr.Subquery(kind, plan, correlation, captures, operand, operator, type);
  }

  private static PhysicalPlan project(Expr expression) {
    return new PhysicalPlan.Project(literals(ONE, "0"), List.of(expression));
  }

  private static final SqlType INTS = BuiltinTypes.INT4_ARRAY;

  private static final WindowCall NUMBER =
      new WindowCall(
          Lab.function("row_number()"), List.of(), -1, WindowFrame.byDefault(), BuiltinTypes.INT8);

  @Test
  void operatorsRefuseToHoldMoreThanTheLimit() {
    String[] rows = IntStream.range(0, 20_000).mapToObj(String::valueOf).toArray(String[]::new);
    PhysicalPlan input = literals(ONE, rows);
    List<PhysicalPlan> plans =
        List.of(
            Lab.group(input, List.of(), Lab.agg("array_agg(anynonarray)", INTS, 0)),
            new PhysicalPlan.Window(input, List.of(), List.of(), List.of(NUMBER)));
    for (PhysicalPlan plan : plans) {
      lab.memory = Lab.pool(100_000).query();
      assertThatThrownBy(() -> lab.run(plan))
          .as(plan.getClass().getSimpleName())
          .hasMessage("out of memory")
          .extracting(e -> ((OrreryException) e).state())
          .isEqualTo(SqlState.OUT_OF_MEMORY);
      lab.memory = Lab.pool(10_000_000).query();
      assertThat(lab.run(plan)).isNotNull();
    }
  }

  @Test
  void memoryIsGivenBackWhenAnOperatorCloses() {
    PhysicalPlan plan =
        new PhysicalPlan.Sort(literals(ONE, "2", "1"), List.of(key(0, INT, false, false)));

    lab.run(plan);

    assertThat(lab.memory.bytes()).isZero();
  }

  @Test
  void cancellingEndsAScanAndClosesIt() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), ONE);
    lab.fill(table, ONE, IntStream.range(0, 100).mapToObj(String::valueOf).toList(), 10);
    PhysicalPlan scan = Lab.scan(table, ONE, null);

    assertThatThrownBy(
            () -> Executor.run(scan, lab.context(), _ -> lab.session.isCancelled.set(true)))
        .hasMessage("canceling statement due to user request");
    assertThat(lab.tables.blocksRead.get()).isLessThanOrEqualTo(2);
    assertThat(lab.tables.closed).hasValue(1);
  }

  @Test
  void anErrorInAnExpressionClosesWhatIsOpen() {
    TableSchema table = FakeTables.schema(1, "t", List.of("a"), ONE);
    lab.fill(table, ONE, List.of("1", "0"), 10);
    Expr division = op(lit(1), "/", in(0, INT));
    PhysicalPlan scan = Lab.scan(table, ONE, null);
    for (PhysicalPlan input : List.of(scan, new PhysicalPlan.Append(List.of(scan, scan), ONE))) {
      assertThatThrownBy(() -> lab.run(new PhysicalPlan.Project(input, List.of(division))))
          .hasMessage("division by zero");
      assertThat(lab.tables.closed.get()).isEqualTo(lab.tables.opened.get());
    }
  }
}
