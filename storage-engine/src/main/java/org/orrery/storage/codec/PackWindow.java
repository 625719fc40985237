package org.orrery.storage.codec;

import java.util.Arrays;

/**
 * Finds the window [base, base + 2^width) that packs a run of integers in the fewest bytes when
 * values outside of it are patched in as exceptions. Arithmetic wraps, so any range of longs works.
 * Not thread-safe.
 *
 * <p>Three windows are costed from bit-length histograms, in one pass each: upwards from the
 * minimum (outliers above), upwards from the least non-negative value (a difference that falls at a
 * series boundary), and symmetric about a sampled median (outliers on both sides).
 */
final class PackWindow {

  private static final int SAMPLES = 15;
  private static final int BUCKETS = Long.SIZE + 1;

  private final int[] histogram = new int[BUCKETS];
  private final long[] samples = new long[SAMPLES];

  private long base;
  private int width;
  private int exceptionCount;
  private int exceptionBytes;
  private int bytes;

  long base() {
    return base;
  }

  /** Bits of a packed word, 0 to 64. */
  int width() {
    return width;
  }

  int exceptionCount() {
    return exceptionCount;
  }

  /** Bytes of one exception's zig-zag distance from the base. */
  int exceptionBytes() {
    return exceptionBytes;
  }

  /** Bytes of packed words and exceptions. */
  int bytes() {
    return bytes;
  }

  /**
   * Chooses for {@code values[from..count)}; the packed form has {@code count} slots.
   *
   * @param min least of the values
   * @param max greatest of the values
   */
  void choose(long[] values, int from, int count, long min, long max) {
    bytes = Integer.MAX_VALUE;
    int rangeWidth = Long.SIZE - Long.numberOfLeadingZeros(max - min);
    take(min, rangeWidth, 0, 0, packedBytes(count, rangeWidth));
    if (rangeWidth == 0) {
      return;
    }
    upwards(values, from, count, min, min, max);
    if (min < 0 && max > 0) {
      upwards(values, from, count, leastNonNegative(values, from, count), min, max);
    }
    aroundMedian(values, from, count, min, max);
  }

  /** Bytes of the packed words alone. */
  static int packedBytes(int count, int width) {
    return width <= Integer.SIZE
        ? BitPack32.wordCount(count, width) * Integer.BYTES
        : BitPack64.wordCount(count, width) * Long.BYTES;
  }

  private void take(long newBase, int newWidth, int exceptions, int perException, int newBytes) {
    if (newBytes < bytes) {
      base = newBase;
      width = newWidth;
      exceptionCount = exceptions;
      exceptionBytes = perException;
      bytes = newBytes;
    }
  }

  private void upwards(long[] values, int from, int count, long low, long min, long max) {
    int[] counts = histogram;
    Arrays.fill(counts, 0);
    for (int i = from; i < count; i++) {
      counts[Long.SIZE - Long.numberOfLeadingZeros(values[i] - low)]++;
    }
    int exceptions = count - from;
    for (int bits = 0; bits < Long.SIZE; bits++) {
      exceptions -= counts[bits];
      cost(count, low, bits, exceptions, min, max);
    }
  }

  private void aroundMedian(long[] values, int from, int count, long min, long max) {
    long middle = sampledMedian(values, from, count);
    int[] counts = histogram;
    Arrays.fill(counts, 0);
    for (int i = from; i < count; i++) {
      long distance = values[i] - middle;
      int bits = Long.SIZE + 1 - Long.numberOfLeadingZeros(distance ^ (distance >> 63));
      counts[distance == 0 ? 0 : bits]++;
    }
    int exceptions = count - from - counts[0];
    cost(count, middle, 0, exceptions, min, max);
    for (int bits = 1; bits < Long.SIZE; bits++) {
      exceptions -= counts[bits];
      cost(count, middle - (1L << (bits - 1)), bits, exceptions, min, max);
    }
  }

  private void cost(int count, long low, int bits, int exceptions, long min, long max) {
    int packed = packedBytes(count, bits);
    if (packed + exceptions * 3L >= bytes) {
      return;
    }
    int perException = exceptions == 0 ? 0 : distanceBytes(low, min, max);
    take(low, bits, exceptions, perException, packed + exceptions * (2 + perException));
  }

  private static int distanceBytes(long low, long min, long max) {
    return Math.max(distanceBytes(low, min), distanceBytes(low, max));
  }

  private static int distanceBytes(long low, long end) {
    long distance = end - low;
    if (((end ^ low) & (end ^ distance)) < 0) {
      return Long.BYTES;
    }
    return (Long.SIZE - Long.numberOfLeadingZeros(EncodeBuffer.zigZag(distance)) + 7) / 8;
  }

  private static long leastNonNegative(long[] values, int from, int count) {
    long least = Long.MAX_VALUE;
    for (int i = from; i < count; i++) {
      least = Math.min(least, values[i] < 0 ? Long.MAX_VALUE : values[i]);
    }
    return least;
  }

  private long sampledMedian(long[] values, int from, int count) {
    int step = Math.max(1, (count - from) / SAMPLES);
    int taken = 0;
    for (int i = from; i < count && taken < SAMPLES; i += step) {
      long value = values[i];
      int at = taken++;
      for (; at > 0 && samples[at - 1] > value; at--) {
        samples[at] = samples[at - 1];
      }
      samples[at] = value;
    }
    return samples[taken / 2];
  }
}
