package org.orrery.storage.codec;

/**
 * Chooses the codec of a stream of integers from exact sizes: CONST when all are equal, else the
 * smallest of RAW, FOR and DELTA-FOR, where DELTA-FOR must save a fifth over FOR, because FOR keeps
 * random access and decodes several times faster. Not thread-safe.
 */
final class CodecChooser {

  /** DELTA-FOR wins when its bytes × 5 ≤ FOR's bytes × 4. */
  private static final int DELTA_GAIN_NUMERATOR = 4;

  private static final int DELTA_GAIN_DENOMINATOR = 5;

  private final PackWindow plain = new PackWindow();
  private final PackWindow differences = new PackWindow();
  private final long[] deltas = new long[BlockLimits.BLOCK_ROWS_MAX];

  private IntegerCodec codec = IntegerCodec.CONST;
  private long min;
  private int rawBytes;

  IntegerCodec codec() {
    return codec;
  }

  /** The window of the chosen FOR or DELTA-FOR. */
  PackWindow window() {
    return codec == IntegerCodec.DELTA_FOR ? differences : plain;
  }

  /** Differences of neighbours from index 1, after DELTA-FOR was chosen; index 0 is unspecified. */
  long[] deltas() {
    return deltas;
  }

  /** The base of CONST and RAW. */
  long min() {
    return min;
  }

  /** Bytes a value takes in RAW. */
  int rawBytes() {
    return rawBytes;
  }

  /** Chooses for {@code values[0..count)}, {@code count} from 1 to 1,024. */
  void choose(long[] values, int count) {
    min = values[0];
    long max = values[0];
    for (int i = 1; i < count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    if (min == max) {
      codec = IntegerCodec.CONST;
      return;
    }
    plain.choose(values, 0, count, min, max);
    codec = IntegerCodec.FOR;
    int best = plain.bytes();
    chooseDifferences(values, count);
    if ((long) differences.bytes() * DELTA_GAIN_DENOMINATOR <= (long) best * DELTA_GAIN_NUMERATOR) {
      codec = IntegerCodec.DELTA_FOR;
      best = differences.bytes();
    }
    rawBytes = (Long.SIZE - Long.numberOfLeadingZeros(max - min) + 7) / 8;
    if (rawBytes * count < best) {
      codec = IntegerCodec.RAW;
    }
  }

  private void chooseDifferences(long[] values, int count) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 1; i < count; i++) {
      long delta = values[i] - values[i - 1];
      deltas[i] = delta;
      least = Math.min(least, delta);
      greatest = Math.max(greatest, delta);
    }
    differences.choose(deltas, 1, count, least, greatest);
  }
}
