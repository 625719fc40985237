package org.orrery.data;

/**
 * PostgreSQL's interval: three parts that are never folded into each other, because months and days
 * have no fixed length.
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** Compares as PostgreSQL does: 30-day months, 24-hour days. */
  @Override
  public int compareTo(Interval other) {
    int byDays = Long.compare(wholeDays(), other.wholeDays());
    return byDays != 0 ? byDays : Long.compare(microsOfDay(), other.microsOfDay());
  }

  /** Days of the interval's comparison value, rounded down. */
  public long wholeDays() {
    return months * 30L + days + Math.floorDiv(micros, MICROS_PER_DAY);
  }

  /** What {@link #wholeDays()} leaves, in [0, one day). */
  public long microsOfDay() {
    return Math.floorMod(micros, MICROS_PER_DAY);
  }
}
