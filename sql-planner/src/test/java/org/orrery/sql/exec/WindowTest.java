package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.sql.exec.Lab.BIGINT;
import static org.orrery.sql.exec.Lab.BOOL;
import static org.orrery.sql.exec.Lab.DOUBLE;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.key;
import static org.orrery.sql.exec.Lab.lit;
import static org.orrery.sql.exec.Lab.literals;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.exec.plan.WindowCall;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.exec.plan.WindowFrame.Bound;
import org.orrery.sql.exec.plan.WindowFrame.BoundKind;

/** Expected values are those of PostgreSQL 15. */
class WindowTest {

  private static final List<SqlType> TYPES = List.of(TEXT, INT, BOOL);
  private static final List<SortKey> BY_GROUP = List.of(key(0, TEXT, false, false));
  private static final List<SortKey> BY_VALUE = List.of(key(1, INT, false, false));
  private static final WindowFrame<Expr> DEFAULT = WindowFrame.byDefault();

  private final Lab lab = new Lab();

  private static PhysicalPlan rows() {
    return literals(
        TYPES, "b|3|t", "a|2|f", "\\N|7|t", "a|1|t", "b|\\N|t", "a|2|t", "a|4|\\N", "b|1|f");
  }

  private static WindowCall call(
      String signature, SqlType type, WindowFrame<Expr> frame, Integer... arguments) {
    return new WindowCall(Lab.function(signature), List.of(arguments), -1, frame, type);
  }

  private static WindowFrame<Expr> frame(
      BoundKind start, @Nullable Expr startOffset, BoundKind end, @Nullable Expr endOffset) {
    return new WindowFrame<>(true, new Bound<>(start, startOffset), new Bound<>(end, endOffset));
  }

  /** Runs calls; gives only their results, in the window's order. */
  private List<String> results(
      PhysicalPlan input, List<SortKey> partition, List<SortKey> order, WindowCall... calls) {
    var window = new PhysicalPlan.Window(input, partition, order, List.of(calls));
    int width = input.types().size();
    List<Expr> outputs =
        IntStream.range(width, window.types().size())
            .mapToObj(i -> Lab.in(i, window.types().get(i)))
            .toList();
    return lab.run(new PhysicalPlan.Project(window, outputs));
  }

  @Test
  void ranksTellARowsPlaceInItsPartition() {
    List<String> ranks =
        results(
            rows(),
            BY_GROUP,
            BY_VALUE,
            call("row_number()", BIGINT, DEFAULT),
            call("rank()", BIGINT, DEFAULT),
            call("dense_rank()", BIGINT, DEFAULT),
            call("percent_rank()", DOUBLE, DEFAULT),
            call("cume_dist()", DOUBLE, DEFAULT));

    assertThat(ranks)
        .containsExactly(
            "1|1|1|0|0.25",
            "2|2|2|0.3333333333333333|0.75",
            "3|2|2|0.3333333333333333|0.75",
            "4|4|3|1|1",
            "1|1|1|0|0.3333333333333333",
            "2|2|2|0.5|0.6666666666666666",
            "3|3|3|1|1",
            "1|1|1|0|1");
  }

  @Test
  void theDefaultFrameEndsWithTheCurrentRowsLastPeer() {
    List<String> values =
        results(
            rows(),
            BY_GROUP,
            BY_VALUE,
            call("sum(int4)", BIGINT, DEFAULT, 1),
            call("count()", BIGINT, DEFAULT),
            call("last_value(anyelement)", INT, DEFAULT, 1));

    assertThat(values)
        .containsExactly("1|1|1", "5|3|2", "5|3|2", "9|4|4", "1|1|1", "4|2|3", "4|3|\\N", "7|1|7");
  }

  @Test
  void withoutKeysAllRowsAreOnePartitionOfPeers() {
    assertThat(results(rows(), List.of(), List.of(), call("count(any)", BIGINT, DEFAULT, 1)))
        .hasSize(8)
        .containsOnly("7");
    assertThat(results(literals(TYPES), List.of(), List.of(), call("count()", BIGINT, DEFAULT)))
        .isEmpty();
  }

  @Test
  void aFilterAdmitsRowsToAnAggregate() {
    var filtered = new WindowCall(Lab.function("count()"), List.of(), 2, DEFAULT, BIGINT);

    assertThat(results(rows(), BY_GROUP, List.of(), filtered))
        .containsExactly("2", "2", "2", "2", "2", "2", "2", "1");
  }

  @Test
  void offsetFramesAreCutAtThePartition() {
    PhysicalPlan input = literals(List.of(INT), "1", "2", "3", "4");
    List<SortKey> order = List.of(key(0, INT, false, false));
    var around = frame(BoundKind.OFFSET_PRECEDING, lit(1L), BoundKind.OFFSET_FOLLOWING, lit(1L));
    var before = frame(BoundKind.OFFSET_PRECEDING, lit(3L), BoundKind.OFFSET_PRECEDING, lit(2L));
    var after =
        frame(
            BoundKind.OFFSET_FOLLOWING,
            lit(Long.MAX_VALUE),
            BoundKind.OFFSET_FOLLOWING,
            lit(Long.MAX_VALUE));
    var rest = frame(BoundKind.CURRENT_ROW, null, BoundKind.UNBOUNDED_FOLLOWING, null);

    List<String> sums =
        results(
            input,
            List.of(),
            order,
            call("sum(int4)", BIGINT, around, 0),
            call("sum(int4)", BIGINT, before, 0),
            call("count()", BIGINT, after),
            call("sum(int4)", BIGINT, rest, 0),
            call("first_value(anyelement)", INT, before, 0));

    assertThat(sums).containsExactly("3|\\N|0|10|\\N", "6|\\N|0|9|\\N", "9|1|0|7|1", "7|3|0|4|1");
  }

  @Test
  void framesCrossBatches() {
    String[] numbers = IntStream.range(0, 5000).mapToObj(String::valueOf).toArray(String[]::new);
    var last10 = frame(BoundKind.OFFSET_PRECEDING, lit(9L), BoundKind.CURRENT_ROW, null);
    var input =
        new PhysicalPlan.Project(
            literals(List.of(INT), numbers), List.of(Lab.in(0, INT), lit(1500)));

    List<String> results =
        results(
            input,
            List.of(),
            List.of(key(0, INT, false, false)),
            call("sum(int4)", BIGINT, last10, 0),
            call("sum(int4)", BIGINT, DEFAULT, 0),
            call("lag(anyelement,int4)", INT, DEFAULT, 0, 1));

    assertThat(results)
        .hasSize(5000)
        .startsWith("0|0|\\N")
        .endsWith("49945|12497500|3499")
        .contains("14945|1124250|\\N", "14955|1125750|0");
  }

  @Test
  void neighboursOutsideThePartitionAreNullOrTheDefault() {
    List<SqlType> types = List.of(INT, INT, INT);
    PhysicalPlan input = literals(types, "1|1|-1", "2|\\N|-2", "3|-1|-3", "4|9|-4");
    List<SortKey> order = List.of(key(0, INT, false, false));

    List<String> neighbours =
        results(
            input,
            List.of(),
            order,
            call("lag(anyelement)", INT, DEFAULT, 0),
            call("lead(anyelement)", INT, DEFAULT, 0),
            call("lag(anyelement,int4)", INT, DEFAULT, 0, 1),
            call("lead(anycompatible,int4,anycompatible)", INT, DEFAULT, 0, 1, 2));

    assertThat(neighbours).containsExactly("\\N|2|\\N|2", "1|3|\\N|\\N", "2|4|4|2", "3|\\N|\\N|-4");
  }

  @Test
  void tilesDifferByOneRowAtMost() {
    List<SqlType> types = List.of(INT, INT);
    PhysicalPlan input = literals(types, "1|3", "2|3", "3|3", "4|3", "5|3", "6|3", "7|3", "8|0");
    List<SortKey> order = List.of(key(0, INT, false, false));

    assertThat(results(input, List.of(), order, call("ntile(int4)", INT, DEFAULT, 1)))
        .containsExactly("1", "1", "1", "2", "2", "2", "3", "3");
    assertThatThrownBy(
            () ->
                results(
                    literals(types, "1|0"), List.of(), order, call("ntile(int4)", INT, DEFAULT, 1)))
        .hasMessage("argument of ntile must be greater than zero");
  }

  @Test
  void frameOffsetsAreCheckedWhenTheyAreKnown() {
    var negative = frame(BoundKind.OFFSET_PRECEDING, lit(-1L), BoundKind.CURRENT_ROW, null);
    var missing =
        frame(
            BoundKind.CURRENT_ROW,
            null,
            BoundKind.OFFSET_FOLLOWING,
            new Expr.Constant(null, BIGINT));

    assertThatThrownBy(
            () -> results(rows(), List.of(), BY_VALUE, call("count()", BIGINT, negative)))
        .hasMessage("frame starting offset must not be negative")
        .isInstanceOfSatisfying(
            OrreryException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE));
    assertThatThrownBy(() -> results(rows(), List.of(), BY_VALUE, call("count()", BIGINT, missing)))
        .hasMessage("frame ending offset must not be null");
  }
}
