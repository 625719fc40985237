package org.orrery.storage.kernel;

import java.math.BigInteger;

/** An exact sum of longs in 128 bits: enough for 2^64 of them. Not thread-safe. */
public final class WideSum {

  private long high;
  private long low;

  /** Back to zero. */
  public void reset() {
    high = 0;
    low = 0;
  }

  /** Adds one value. */
  public void add(long value) {
    long next = low + value;
    high += (value >> 63) + (Long.compareUnsigned(next, low) < 0 ? 1 : 0);
    low = next;
  }

  /** Adds a 128-bit number. */
  public void add(long otherHigh, long otherLow) {
    long next = low + otherLow;
    high += otherHigh + (Long.compareUnsigned(next, low) < 0 ? 1 : 0);
    low = next;
  }

  /** Adds {@code value × count}. */
  public void addTimes(long value, long count) {
    add(Math.multiplyHigh(value, count), value * count);
  }

  /** The upper 64 bits. */
  public long high() {
    return high;
  }

  /** The lower 64 bits. */
  public long low() {
    return low;
  }

  /** Whether the sum is a long. */
  public boolean isLong() {
    return high == low >> 63;
  }

  /** The sum. */
  public BigInteger toBigInteger() {
    return BigInteger.valueOf(high)
        .shiftLeft(Long.SIZE)
        .or(BigInteger.valueOf(low >>> 1).shiftLeft(1))
        .or(BigInteger.valueOf(low & 1));
  }
}
