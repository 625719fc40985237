package org.orrery.storage.codec;

import org.jspecify.annotations.Nullable;

/**
 * The NULL bitmap of a block on disk: one mode byte, then for {@link #BITS} one bit a row (set =
 * NULL) in {@code ceil(rows / 8)} bytes, row 0 lowest.
 */
public final class NullMask {

  /** No row is NULL. */
  public static final int ALL_VALID = 0;

  /** Every row is NULL; no values follow. */
  public static final int ALL_NULL = 1;

  /** Some rows are NULL; a bitmap follows. */
  public static final int BITS = 2;

  /** Words of a full block's bitmap. */
  static final int WORDS_MAX = BlockLimits.BLOCK_ROWS_MAX / Long.SIZE;

  private NullMask() {}

  /** Copies {@code rows} bits from bit {@code from} on to bit 0; clears the last word's rest. */
  public static void copy(long[] source, int from, int rows, long[] target) {
    int shift = from & 63;
    int first = from >> 6;
    int words = (rows + 63) >> 6;
    for (int i = 0; i < words; i++) {
      long word = source[first + i] >>> shift;
      if (shift != 0 && first + i + 1 < source.length) {
        word |= source[first + i + 1] << -shift;
      }
      target[i] = word;
    }
    if ((rows & 63) != 0) {
      target[words - 1] &= (1L << rows) - 1;
    }
  }

  /** Set bits among the first {@code rows}; bits beyond them must be clear. */
  public static int count(long[] mask, int rows) {
    int count = 0;
    for (int i = 0; i < (rows + 63) >> 6; i++) {
      count += Long.bitCount(mask[i]);
    }
    return count;
  }

  /** Whether a row's bit is set; no mask means no NULLs. */
  public static boolean isNull(long @Nullable [] mask, int row) {
    return mask != null && (mask[row >> 6] & (1L << row)) != 0;
  }

  static int encode(long[] mask, int rows, EncodeBuffer target) {
    int nulls = count(mask, rows);
    int mode = nulls == 0 ? ALL_VALID : nulls == rows ? ALL_NULL : BITS;
    target.putByte(mode);
    if (mode == BITS) {
      for (int row = 0; row < rows; row += Long.SIZE) {
        target.putTruncated(mask[row >> 6], Math.min(8, (rows - row + 7) / 8));
      }
    }
    return mode;
  }

  static void decodeBits(DecodeCursor cursor, int rows, long[] target) {
    for (int row = 0; row < rows; row += Long.SIZE) {
      target[row >> 6] = cursor.getTruncated(Math.min(8, (rows - row + 7) / 8));
    }
  }
}
