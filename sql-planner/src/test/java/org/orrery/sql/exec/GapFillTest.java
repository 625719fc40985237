package org.orrery.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.orrery.sql.exec.Lab.DOUBLE;
import static org.orrery.sql.exec.Lab.INT;
import static org.orrery.sql.exec.Lab.TEXT;
import static org.orrery.sql.exec.Lab.TIME;
import static org.orrery.sql.exec.Lab.lit;
import static org.orrery.sql.exec.Lab.literals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.GapFill;
import org.orrery.sql.exec.plan.GapFill.Role;
import org.orrery.sql.exec.plan.PhysicalPlan;

class GapFillTest {

  private static final Role BUCKET = new Role.Bucket();
  private static final Role KEY = new Role.GroupKey();
  private static final Role MISSING = new Role.Missing();

  private final Lab lab = new Lab();

  private List<String> fill(List<SqlType> types, List<Role> roles, String... rows) {
    return lab.run(new GapFill(literals(types, rows), 0, lit(10), null, lit(0), lit(40), roles));
  }

  @Test
  void everyGroupGetsEveryBucketInOrder() {
    List<String> rows =
        fill(List.of(INT, TEXT, INT), List.of(BUCKET, KEY, MISSING), "20|a|1", "0|b|2", "10|\\N|3");

    assertThat(rows)
        .containsExactly(
            "0|a|\\N",
            "10|a|\\N",
            "20|a|1",
            "30|a|\\N",
            "0|b|2",
            "10|b|\\N",
            "20|b|\\N",
            "30|b|\\N",
            "0|\\N|\\N",
            "10|\\N|3",
            "20|\\N|\\N",
            "30|\\N|\\N");
  }

  @Test
  void rowsOutsideOfTheRangeStayInOrder() {
    List<String> rows =
        fill(List.of(INT, INT), List.of(BUCKET, MISSING), "50|5", "-10|-1", "10|1", "25|9");

    assertThat(rows).containsExactly("-10|-1", "0|\\N", "10|1", "20|\\N", "25|9", "30|\\N", "50|5");
  }

  @Test
  void withoutRowsAllBucketsComeUnlessThereAreGroups() {
    assertThat(fill(List.of(INT, INT), List.of(BUCKET, MISSING)))
        .containsExactly("0|\\N", "10|\\N", "20|\\N", "30|\\N");
    assertThat(fill(List.of(INT, INT), List.of(BUCKET, KEY))).isEmpty();
  }

  @Test
  void locfCarriesTheLastValueAndPresentNulls() {
    List<SqlType> types = List.of(INT, INT);
    String[] rows = {"10|1", "20|\\N"};

    assertThat(fill(types, List.of(BUCKET, new Role.Locf(null, false)), rows))
        .containsExactly("0|\\N", "10|1", "20|\\N", "30|\\N");
    assertThat(fill(types, List.of(BUCKET, new Role.Locf(null, true)), rows))
        .containsExactly("0|\\N", "10|1", "20|1", "30|1");
    assertThat(fill(types, List.of(BUCKET, new Role.Locf(lit(7), false)), rows))
        .containsExactly("0|7", "10|1", "20|\\N", "30|\\N");
    assertThat(fill(types, List.of(BUCKET, new Role.Locf(lit(7), true)), "0|\\N"))
        .containsExactly("0|7", "10|7", "20|7", "30|7");
  }

  @Test
  void locfStartsAnewForEachGroup() {
    List<String> rows =
        fill(
            List.of(INT, TEXT, INT),
            List.of(BUCKET, KEY, new Role.Locf(null, false)),
            "20|a|1",
            "10|b|2");

    assertThat(rows)
        .containsExactly(
            "0|a|\\N", "10|a|\\N", "20|a|1", "30|a|1", "0|b|\\N", "10|b|2", "20|b|2", "30|b|2");
  }

  @Test
  void interpolationIsLinearBetweenNeighboursAndRoundsIntegers() {
    Role role = new Role.Interpolate(null, null);

    assertThat(fill(List.of(INT, DOUBLE), List.of(BUCKET, role), "0|1", "30|4"))
        .containsExactly("0|1", "10|2", "20|3", "30|4");
    assertThat(fill(List.of(INT, INT), List.of(BUCKET, role), "0|0", "30|1"))
        .containsExactly("0|0", "10|0", "20|1", "30|1");
    assertThat(fill(List.of(INT, INT), List.of(BUCKET, role), "10|5"))
        .containsExactly("0|\\N", "10|5", "20|\\N", "30|\\N");
    assertThat(fill(List.of(INT, INT), List.of(BUCKET, role), "0|5", "20|\\N", "30|8"))
        .containsExactly("0|5", "10|\\N", "20|\\N", "30|8");
  }

  @Test
  void lookupsFillTheEndsOfAnInterpolation() {
    Role role = new Role.Interpolate(record(-10, 0), record(40, 100));

    assertThat(fill(List.of(INT, INT), List.of(BUCKET, role), "10|20"))
        .containsExactly("0|10", "10|20", "20|47", "30|73");
  }

  private static Expr record(int time, int value) {
    return new Expr.RowOf(List.of(lit(time), lit(value)), List.of(), BuiltinTypes.RECORD);
  }

  @Test
  void monthsAndZonesStepByTheCalendar() {
    assertThat(times("1 month", null, "2024-01-01 00:00+00", "2024-05-01 00:00+00"))
        .containsExactly(
            "2024-01-01 00:00:00+00",
            "2024-02-01 00:00:00+00",
            "2024-03-01 00:00:00+00",
            "2024-04-01 00:00:00+00");
    assertThat(times("1 day", "Europe/Berlin", "2024-03-29 23:00+00", "2024-04-01 00:00+00"))
        .containsExactly(
            "2024-03-29 23:00:00+00", "2024-03-30 23:00:00+00", "2024-03-31 22:00:00+00");
  }

  private List<String> times(String width, @Nullable String zone, String start, String finish) {
    PhysicalPlan input = literals(List.of(TIME));
    return lab.run(
        new GapFill(
            input,
            0,
            lit(BuiltinTypes.INTERVAL, width),
            zone == null ? null : lit(TEXT, zone),
            lit(TIME, start),
            lit(TIME, finish),
            List.of(BUCKET)));
  }

  @Test
  void aMissingBoundOrAWidthOfNothingIsAnError() {
    PhysicalPlan input = literals(List.of(INT));
    Expr nothing = new Expr.Constant(null, INT);
    List<Role> roles = List.of(BUCKET);

    assertThatThrownBy(() -> lab.run(new GapFill(input, 0, lit(10), null, nothing, lit(9), roles)))
        .hasMessage(
            "missing time_bucket_gapfill argument: could not infer start from WHERE clause");
    assertThatThrownBy(() -> lab.run(new GapFill(input, 0, lit(0), null, lit(0), lit(9), roles)))
        .hasMessageContaining("bucket_width must be greater than 0");
  }
}
