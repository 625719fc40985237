package org.orrery.storage.codec;

/**
 * A straight line through a run of integers: the value at {@code i} is {@code first + step × i +
 * (fraction × i >> 20)}. Arithmetic wraps, so that any distances from it can be taken back.
 *
 * @param first value at 0
 * @param step whole part of the slope
 * @param fraction what the slope has beyond that, in 2^−20, 0 to 2^20 − 1
 */
record Line(long first, long step, int fraction) {

  static final int FRACTION_BITS = 20;

  /**
   * A line along {@code values[0..count)}, {@code count} at least 2, from the first value: its
   * slope is that between the means of the two halves, which noise moves less than the ends'.
   */
  static Line along(long[] values, int count) {
    int half = count / 2;
    double low = 0;
    double high = 0;
    for (int i = 0; i < half; i++) {
      low += values[i] - values[0];
      high += values[count - half + i] - values[0];
    }
    double slope = (high - low) / half / (count - half);
    double whole = Math.floor(slope);
    int fraction = (int) ((slope - whole) * (1 << FRACTION_BITS));
    return new Line(values[0], (long) whole, Math.clamp(fraction, 0, (1 << FRACTION_BITS) - 1));
  }

  /** Writes {@code values[i] − line(i)} to {@code target}. */
  void distances(long[] values, int count, long[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = values[i] - (first + step * i + (((long) fraction * i) >> FRACTION_BITS));
    }
  }

  /** Adds {@code line(i)} to {@code target[at + i]}. */
  void addTo(long[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] += first + step * i + (((long) fraction * i) >> FRACTION_BITS);
    }
  }
}
