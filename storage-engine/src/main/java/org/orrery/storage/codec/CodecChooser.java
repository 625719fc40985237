package org.orrery.storage.codec;

/**
 * Chooses the codec of a stream of integers from exact sizes: CONST when all are equal, else the
 * smallest of RAW, FOR, DELTA-FOR and LINEAR-FOR, where DELTA-FOR must save a fifth over FOR,
 * because FOR keeps random access and decodes several times faster, and LINEAR-FOR, which is as
 * good, must save a tenth over FOR. RLE must save a fifth, a common FACTOR a tenth; their parts are
 * streams of their own, which are neither. Not thread-safe.
 */
final class CodecChooser {

  /** DELTA-FOR wins when its bytes × 5 ≤ FOR's bytes × 4. */
  private static final int DELTA_GAIN_NUMERATOR = 4;

  private static final int DELTA_GAIN_DENOMINATOR = 5;

  /** LINEAR-FOR wins over FOR when its bytes × 10 ≤ FOR's bytes × 9. */
  private static final int LINE_GAIN_NUMERATOR = 9;

  private static final int LINE_GAIN_DENOMINATOR = 10;

  /** Streams of fewer bytes are not worth a look for a factor. */
  private static final int FACTOR_BYTES_MIN = 64;

  private final boolean isPart;
  private final PackWindow plain = new PackWindow();
  private final PackWindow differences = new PackWindow();
  private final PackWindow residuals = new PackWindow();
  private final long[] deltas = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] distances = new long[BlockLimits.BLOCK_ROWS_MAX];

  private IntegerCodec codec = IntegerCodec.CONST;
  private Line line = new Line(0, 0, 0);
  private long min;
  private long factor;
  private int rawBytes;

  /**
   * A chooser.
   *
   * @param isPart whether the streams are parts of others
   */
  CodecChooser(boolean isPart) {
    this.isPart = isPart;
  }

  IntegerCodec codec() {
    return codec;
  }

  /** The window of the chosen FOR, DELTA-FOR or LINEAR-FOR. */
  PackWindow window() {
    return switch (codec) {
      case DELTA_FOR -> differences;
      case LINEAR_FOR -> residuals;
      case CONST, FOR, RAW, FACTOR -> plain;
    };
  }

  /** Differences of neighbours from index 1, after DELTA-FOR was chosen; index 0 is unspecified. */
  long[] deltas() {
    return deltas;
  }

  /** The line of LINEAR-FOR. */
  Line line() {
    return line;
  }

  /** Distances from the line, after LINEAR-FOR was chosen. */
  long[] distances() {
    return distances;
  }

  /** The base of CONST, RAW and FACTOR. */
  long min() {
    return min;
  }

  /** The common factor of all distances from the base, after FACTOR was chosen. */
  long factor() {
    return factor;
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
    best = chooseLine(values, count, best);
    rawBytes = (Long.SIZE - Long.numberOfLeadingZeros(max - min) + 7) / 8;
    if (rawBytes * count < best) {
      codec = IntegerCodec.RAW;
      best = rawBytes * count;
    }
    boolean mayHaveFactor =
        !isPart
            && codec != IntegerCodec.RAW
            && best >= FACTOR_BYTES_MIN
            && window().width() > 0
            && max - min > 0;
    if (mayHaveFactor) {
      chooseFactor(values, count);
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

  private int chooseLine(long[] values, int count, int best) {
    Line candidate = Line.along(values, count);
    candidate.distances(values, count, distances);
    long least = distances[0];
    long greatest = distances[0];
    for (int i = 1; i < count; i++) {
      least = Math.min(least, distances[i]);
      greatest = Math.max(greatest, distances[i]);
    }
    int width = Long.SIZE - Long.numberOfLeadingZeros(greatest - least);
    int bytes = PackWindow.packedBytes(count, width);
    boolean isWorth =
        codec == IntegerCodec.FOR
            ? bytes * LINE_GAIN_DENOMINATOR <= best * LINE_GAIN_NUMERATOR
            : bytes <= best;
    if (greatest - least < 0 || !isWorth) {
      return best;
    }
    residuals.choose(distances, 0, count, least, greatest);
    line = candidate;
    codec = IntegerCodec.LINEAR_FOR;
    return residuals.bytes();
  }

  private void chooseFactor(long[] values, int count) {
    factor = commonFactor(values, count);
    int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(factor);
    if (bits > 0 && bits * 10 >= window().width()) {
      codec = IntegerCodec.FACTOR;
    }
  }

  /** Ends at the first value that shows there is none, so that most streams cost a few steps. */
  private long commonFactor(long[] values, int count) {
    long divisor = 0;
    for (int i = 0; i < count && divisor != 1; i++) {
      long a = values[i] - min;
      while (a != 0) {
        long rest = divisor % a;
        divisor = a;
        a = rest;
      }
    }
    return divisor;
  }
}
