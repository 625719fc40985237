package org.orrery.sql.function.aggregate;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Sums of longs that cannot overflow: the sum is {@code low + high × 2^64}, where {@code high}
 * counts the signed overflows of {@code low}.
 */
final class Int128Sums {

  private long[] low = new long[0];
  private long[] high = new long[0];

  int capacity() {
    return low.length;
  }

  void grow(int count) {
    low = Arrays.copyOf(low, count);
    high = Arrays.copyOf(high, count);
  }

  void add(int group, long value) {
    long before = low[group];
    long sum = before + value;
    low[group] = sum;
    if (((before ^ sum) & (value ^ sum)) < 0) {
      high[group] += value < 0 ? -1 : 1;
    }
  }

  /** Adds {@code a × b}. */
  void addProduct(int group, long a, long b) {
    long product = a * b;
    // product as a signed long is the 128-bit product less (top - sign) × 2^64.
    high[group] += Math.multiplyHigh(a, b) - (product >> 63);
    add(group, product);
  }

  void add(int group, Int128Sums other, int otherGroup) {
    add(group, other.low[otherGroup]);
    high[group] += other.high[otherGroup];
  }

  boolean fitsLong(int group) {
    return high[group] == 0;
  }

  /** The sum when {@link #fitsLong}. */
  long asLong(int group) {
    return low[group];
  }

  BigInteger get(int group) {
    BigInteger result = BigInteger.valueOf(low[group]);
    return high[group] == 0 ? result : result.add(BigInteger.valueOf(high[group]).shiftLeft(64));
  }

  void set(int group, BigInteger value) {
    low[group] = value.longValue();
    high[group] = value.subtract(BigInteger.valueOf(low[group])).shiftRight(64).longValueExact();
  }

  long retainedBytes() {
    return 16L * low.length;
  }
}
