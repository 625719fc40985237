package org.orrery.storage.codec;

/** How a stream of integers is encoded; {@link #code} is the byte on disk. */
public enum IntegerCodec {
  /** All values are the base. */
  CONST(0),
  /** Value = base + packed word; exceptions patched in afterwards. */
  FOR(1),
  /** As {@link #FOR} over the differences of neighbours. */
  DELTA_FOR(2),
  /** Value = base + an unsigned number of a fixed count of bytes: for blocks of a few rows. */
  RAW(3),
  /** As {@link #FOR} over the distances from a straight line: for times with a jitter. */
  LINEAR_FOR(4),
  /** A stream of (value − base) / a common factor. */
  FACTOR(5);

  private final int code;

  IntegerCodec(int code) {
    this.code = code;
  }

  /** The byte that names this codec on disk. */
  public int code() {
    return code;
  }

  static IntegerCodec ofCode(int code) {
    return switch (code) {
      case 0 -> CONST;
      case 1 -> FOR;
      case 2 -> DELTA_FOR;
      case 3 -> RAW;
      case 4 -> LINEAR_FOR;
      case 5 -> FACTOR;
      default -> throw Corruption.of("unknown integer codec");
    };
  }
}
