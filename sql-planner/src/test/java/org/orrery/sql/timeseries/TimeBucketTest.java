package org.orrery.sql.timeseries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.data.Interval;
import org.orrery.data.time.ZoneOffsets;
import org.orrery.sql.function.kernel.Timestamps;
import org.orrery.sql.function.kernel.Zones;

class TimeBucketTest {

  private static final Interval NONE = new Interval(0, 0, 0);

  private static final Interval[] WIDTHS = {
    new Interval(0, 0, 1),
    new Interval(0, 0, Timestamps.MINUTE * 7),
    new Interval(0, 0, Timestamps.HOUR),
    new Interval(0, 1, 0),
    new Interval(0, 7, 0),
    new Interval(1, 0, 0),
    new Interval(5, 0, 0),
    new Interval(12, 0, 0),
  };

  @Test
  void aTimeLiesBetweenItsBucketAndTheNext() {
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      var width = TimeBucket.Width.of(WIDTHS[random.nextInt(WIDTHS.length)]);
      long time = random.nextLong(-60_000_000_000_000_000L, 60_000_000_000_000_000L);

      long bucket = TimeBucket.bucket(width, time);

      assertThat(bucket).isLessThanOrEqualTo(time);
      assertThat(TimeBucket.next(width, bucket)).isGreaterThan(time);
      assertThat(TimeBucket.bucket(width, bucket)).isEqualTo(bucket);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Kolkata"
      })
  void aBucketInAZoneIsNotAfterItsTimeAndGrowsWithIt(String name) {
    ZoneOffsets zone = ZoneOffsets.of(ZoneId.of(name));
    for (Interval interval : WIDTHS) {
      var width = TimeBucket.Width.of(interval);
      if (width.isFixed() && width.micros() < Timestamps.MINUTE) {
        continue;
      }
      long before = Long.MIN_VALUE;
      // Two years in steps of 37 minutes, which pass every change of the clocks.
      for (long time = 1_672_531_200_000_000L;
          time < 1_735_689_600_000_000L;
          time += 37 * Timestamps.MINUTE) {
        long bucket = TimeBucket.inZone(width, time, zone, TimeBucket.DEFAULT_ORIGIN, NONE);

        assertThat(bucket).isLessThanOrEqualTo(time).isGreaterThanOrEqualTo(before);
        before = bucket;
      }
    }
  }

  @Test
  void aDayInAZoneStartsAtItsLocalMidnight() {
    ZoneOffsets zone = ZoneOffsets.of(ZoneId.of("Europe/Berlin"));
    var day = TimeBucket.Width.of(new Interval(0, 1, 0));
    var random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      long time = random.nextLong(0, 2_000_000_000_000_000L);

      long bucket = TimeBucket.inZone(day, time, zone, TimeBucket.DEFAULT_ORIGIN, NONE);

      assertThat(Math.floorMod(Zones.toLocal(bucket, zone), Timestamps.DAY)).isZero();
    }
  }
}
