package org.orrery.storage.codec;

/**
 * Doubles that are no short decimals as two streams of integers: sign, exponent and the upper bits
 * of the mantissa, which change little from row to row, and the lower bits, which are noise, or
 * zero when the values were of single precision. Not thread-safe.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/3626717">Afroozeh et al., ALP</a>, §3.4, whose
 *     dictionary of upper bits is a stream of integers here
 */
final class DoubleSplit {

  /** Where to cut at least: sign and exponent, and all but 16 bits more. */
  private static final int BITS_MIN = 36;

  /** Where to cut at most: sign and exponent alone. */
  private static final int BITS_MAX = 52;

  private static final int STEP = 4;

  private final PackWindow window = new PackWindow();
  private final long[] part = new long[BlockLimits.BLOCK_ROWS_MAX];

  /** Appends {@code bits[0..count)}, the doubles' raw bits. */
  void encode(long[] bits, int count, IntegerEncoder integers, EncodeBuffer target) {
    int lower = cut(bits, count);
    target.putByte(lower);
    for (int i = 0; i < count; i++) {
      part[i] = bits[i] >>> lower;
    }
    integers.encode(part, count, target);
    long mask = (1L << lower) - 1;
    for (int i = 0; i < count; i++) {
      part[i] = bits[i] & mask;
    }
    integers.encode(part, count, target);
  }

  /** The number of lower bits that makes both parts smallest, by what their packed words take. */
  private int cut(long[] bits, int count) {
    long all = 0;
    for (int i = 0; i < count; i++) {
      all |= bits[i];
    }
    int zeros = Math.min(BITS_MAX, Long.numberOfTrailingZeros(all));
    int best = BITS_MAX;
    int bestBytes = Integer.MAX_VALUE;
    for (int lower = BITS_MAX; lower >= BITS_MIN; lower -= STEP) {
      int bytes = upperBytes(bits, count, lower) + PackWindow.packedBytes(count, lower);
      if (bytes < bestBytes) {
        best = lower;
        bestBytes = bytes;
      }
    }
    return zeros > 0 && upperBytes(bits, count, zeros) < bestBytes ? zeros : best;
  }

  private int upperBytes(long[] bits, int count, int lower) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      part[i] = bits[i] >>> lower;
      min = Math.min(min, part[i]);
      max = Math.max(max, part[i]);
    }
    window.choose(part, 0, count, min, max);
    return window.bytes();
  }

  /** Reads what {@link #encode} wrote. */
  static void decode(
      DecodeCursor cursor,
      IntegerDecoder integers,
      int count,
      long[] scratch,
      long[] upper,
      double[] target) {
    int lower = cursor.getByte();
    Corruption.check(lower > 0 && lower <= BITS_MAX, "place of a split");
    integers.open(cursor, count);
    integers.decode(upper, 0);
    integers.open(cursor, count);
    integers.decode(scratch, 0);
    for (int i = 0; i < count; i++) {
      target[i] = Double.longBitsToDouble(upper[i] << lower | scratch[i]);
    }
  }
}
