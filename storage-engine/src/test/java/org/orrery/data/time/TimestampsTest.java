package org.orrery.data.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Interval;
import org.orrery.data.NumericVector;

/** Expected values are PostgreSQL 15's. */
class TimestampsTest {

  private static final ZoneOffsets NEW_YORK = ZoneOffsets.of(ZoneId.of("America/New_York"));

  private static long local(String text) {
    return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.parse(text));
  }

  private static long newYork(String text) {
    return NEW_YORK.toUtc(local(text));
  }

  @Test
  void aMonthAddedEndsOnTheMonthsLastDay() {
    assertThat(Timestamps.plus(local("2024-01-31T00:00"), 1, 0, 0))
        .isEqualTo(local("2024-02-29T00:00"));
    assertThat(Timestamps.plus(local("2024-03-31T00:00"), -1, -1, 0))
        .isEqualTo(local("2024-02-28T00:00"));
  }

  @Test
  void aDayAddedInAZoneKeepsTheClock() {
    long before = newYork("2024-03-09T01:30");

    assertThat(Timestamps.plus(before, 0, 1, 0, NEW_YORK)).isEqualTo(newYork("2024-03-10T01:30"));
    assertThat(Timestamps.plus(newYork("2024-03-09T02:30"), 0, 1, 0, NEW_YORK))
        .isEqualTo(newYork("2024-03-10T03:30"));
    assertThat(Timestamps.plus(newYork("2024-03-10T01:30"), 0, 1, 0, NEW_YORK))
        .isEqualTo(newYork("2024-03-10T01:30") + 23 * Dates.MICROS_PER_HOUR);
  }

  @Test
  void leavingTheRangeOfTimestampsIsAnError() {
    assertThatThrownBy(() -> Timestamps.plus(Dates.MICROS_MIN, -1, 0, 0))
        .isInstanceOf(OrreryException.class)
        .hasMessage("timestamp out of range");
    assertThat(Timestamps.plus(Dates.INFINITY, 1, 1, 1)).isEqualTo(Dates.INFINITY);
  }

  @Test
  void ageBorrowsFromTheEarlierMonth() {
    assertThat(Timestamps.age(local("2024-03-01T00:00"), local("2024-01-31T00:00")))
        .isEqualTo(new Interval(1, 1, 0));
    assertThat(Timestamps.age(local("2024-01-31T10:00"), local("2024-03-01T12:30")))
        .isEqualTo(new Interval(-1, -1, -9_000_000_000L));
    assertThat(Timestamps.age(local("2001-04-10T00:00"), local("1957-06-13T00:00")))
        .isEqualTo(new Interval(43 * 12 + 9, 27, 0));
  }

  @Test
  void truncationFindsTheStartOfEachField() {
    long may = local("2024-05-01T10:20:30.123456");
    assertThat(Timestamps.truncate(TimeField.WEEK, may, "")).isEqualTo(local("2024-04-29T00:00"));
    assertThat(Timestamps.truncate(TimeField.QUARTER, may, ""))
        .isEqualTo(local("2024-04-01T00:00"));
    assertThat(Timestamps.truncate(TimeField.CENTURY, may, ""))
        .isEqualTo(local("2001-01-01T00:00"));
    assertThat(Timestamps.truncate(TimeField.DECADE, local("-0043-05-01T00:00"), ""))
        .isEqualTo(local("-0050-01-01T00:00"));
    assertThat(Timestamps.truncate(TimeField.MILLENNIUM, local("-0043-05-01T00:00"), ""))
        .isEqualTo(local("-0999-01-01T00:00"));
  }

  @Test
  void anHourIsTruncatedUnderTheOffsetInForce() {
    long first = local("2024-11-03T05:30");
    assertThat(Timestamps.truncate(TimeField.HOUR, first, NEW_YORK))
        .isEqualTo(local("2024-11-03T05:00"));
    assertThat(Timestamps.truncate(TimeField.HOUR, first + Dates.MICROS_PER_HOUR, NEW_YORK))
        .isEqualTo(local("2024-11-03T06:00"));
    assertThat(Timestamps.truncate(TimeField.DAY, local("2024-03-10T16:00"), NEW_YORK))
        .isEqualTo(local("2024-03-10T05:00"));
  }

  @Test
  void intervalsAreJustifiedAndScaled() {
    assertThat(Intervals.justifyHours(new Interval(1, 0, -99_000_000_000L)))
        .isEqualTo(new Interval(1, -1, -12_600_000_000L));
    assertThat(Intervals.justify(new Interval(1, 0, -Dates.MICROS_PER_HOUR)))
        .isEqualTo(new Interval(0, 29, 23 * Dates.MICROS_PER_HOUR));
    assertThat(Intervals.justify(new Interval(-1, 40, 25 * Dates.MICROS_PER_HOUR)))
        .isEqualTo(new Interval(0, 11, Dates.MICROS_PER_HOUR));
    assertThat(Intervals.times(new Interval(14, 0, 0), 1.5)).isEqualTo(new Interval(21, 0, 0));
    assertThat(Intervals.dividedBy(new Interval(1, 1, 0), 3))
        .isEqualTo(new Interval(0, 10, 8 * Dates.MICROS_PER_HOUR));
  }

  @Test
  void extractedFieldsHavePostgresScales() {
    long noon = local("2024-05-01T12:00:05.5");
    var vector = new NumericVector(1);
    assertThat(extract(TimeField.SECOND, noon, vector)).isEqualTo("5.500000");
    assertThat(extract(TimeField.MILLISECONDS, noon, vector)).isEqualTo("5500.000");
    assertThat(extract(TimeField.EPOCH, local("2024-05-01T01:00"), vector))
        .isEqualTo("1714525200.000000");
    assertThat(extract(TimeField.JULIAN, local("2024-05-01T12:00"), vector))
        .isEqualTo("2460432.50000000000000000000");
    assertThat(extract(TimeField.JULIAN, local("2024-05-01T00:00"), vector))
        .isEqualTo("2460432.0000000000000000000000000000");
    assertThat(extract(TimeField.CENTURY, local("-0043-03-15T00:00"), vector)).isEqualTo("-1");
    assertThat(extract(TimeField.DECADE, local("-0004-01-01T00:00"), vector)).isEqualTo("-1");
    assertThat(extract(TimeField.YEAR, local("-0043-01-01T00:00"), vector)).isEqualTo("-44");
    assertThat(extract(TimeField.WEEK, local("2024-12-30T00:00"), vector)).isEqualTo("1");
    assertThat(extract(TimeField.ISO_YEAR, local("2024-12-30T00:00"), vector)).isEqualTo("2025");
    Extract.ofInterval(TimeField.EPOCH, 14, 3, 14_706_700_000L, vector, 0);
    assertThat(vector.getNumeric(0)).hasToString("37015506.700000");
  }

  private static String extract(TimeField field, long micros, NumericVector vector) {
    Extract.ofTimestamp(field, micros, "timestamp", vector, 0);
    return vector.getNumeric(0).toString();
  }

  @Test
  void civilDatesAgreeWithTheJavaCalendar() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      long days = random.nextLong(-2_000_000, 5_000_000);
      var date = LocalDate.ofEpochDay(days);
      long civil = Dates.civil(days);

      assertThat(Dates.year(civil)).isEqualTo(date.getYear());
      assertThat(Dates.month(civil)).isEqualTo(date.getMonthValue());
      assertThat(Dates.day(civil)).isEqualTo(date.getDayOfMonth());
      assertThat(Dates.daysFromCivil(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
          .isEqualTo(days);
      assertThat(Dates.dayOfYear(days)).isEqualTo(date.getDayOfYear());
    }
  }

  @Test
  void zoneOffsetsAgreeWithTheJavaRules() {
    var random = new SplittableRandom(11);
    for (String id : new String[] {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe"}) {
      ZoneId zone = ZoneId.of(id);
      var offsets = ZoneOffsets.of(zone);
      for (int i = 0; i < 5_000; i++) {
        long seconds = random.nextLong(-6_000_000_000L, 12_000_000_000L);
        int expected = zone.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();

        assertThat(offsets.offsetSeconds(seconds * Dates.MICROS_PER_SECOND)).isEqualTo(expected);
        long local = (seconds + expected) * Dates.MICROS_PER_SECOND;
        var valid =
            zone.getRules()
                .getValidOffsets(
                    LocalDateTime.ofEpochSecond(seconds + expected, 0, ZoneOffset.UTC));
        if (valid.size() == 1) {
          assertThat(offsets.localOffsetSeconds(local)).isEqualTo(expected);
        }
      }
    }
  }
}
