package org.orrery.storage.codec;

/** What a block's values are stored as; for statistics and EXPLAIN, decoding does not need it. */
public enum BlockCodec {
  /** Only NULLs. */
  ALL_NULL(0),
  /** One value. */
  CONST(1),
  /** Frame of reference. */
  FOR(2),
  /** Frame of reference over differences. */
  DELTA_FOR(3),
  /** The values as they are. */
  RAW(4),
  /** A dictionary and codes. */
  DICT(5),
  /** One zstd frame of all values. */
  ZSTD(6),
  /** Frame of reference over the distances from a straight line. */
  LINEAR_FOR(7),
  /** Multiples of a common factor. */
  FACTOR(8),
  /** Doubles as two streams: sign, exponent and upper bits of the mantissa, and the lower bits. */
  SPLIT(9);

  private final int code;

  BlockCodec(int code) {
    this.code = code;
  }

  /** The number that names this codec on disk. */
  public int code() {
    return code;
  }

  static BlockCodec of(IntegerCodec codec) {
    return switch (codec) {
      case CONST -> CONST;
      case FOR -> FOR;
      case DELTA_FOR -> DELTA_FOR;
      case RAW -> RAW;
      case LINEAR_FOR -> LINEAR_FOR;
      case FACTOR -> FACTOR;
    };
  }

  /** The codec with a {@link #code}. */
  public static BlockCodec ofCode(long code) {
    for (BlockCodec codec : values()) {
      if (codec.code == code) {
        return codec;
      }
    }
    throw Corruption.of("block codec");
  }
}
