package org.orrery.storage.codec;

import java.util.Arrays;

/**
 * Interleaved bit packing of unsigned values of 33 to 64 bits: 16 {@code long} lanes by up to 64
 * rows, otherwise as {@link BitPack32}. A full block takes {@code width * 128} bytes here too.
 */
public final class BitPack64 {

  /** Lanes of a block. */
  static final int LANES = 16;

  private BitPack64() {}

  /** Packed words of {@code count} values of {@code width} bits. */
  public static int wordCount(int count, int width) {
    int rows = (count + LANES - 1) / LANES;
    return (rows * width + 63) / 64 * LANES;
  }

  /**
   * Packs {@code count} values that fit in {@code width} bits. {@code values} must be zero from
   * {@code count} to the next multiple of 16.
   */
  public static void pack(long[] values, int count, int width, long[] words) {
    Arrays.fill(words, 0, wordCount(count, width), 0L);
    if (width == 0) {
      return;
    }
    int rows = (count + LANES - 1) / LANES;
    for (int row = 0; row < rows; row++) {
      int bit = row * width;
      int shift = bit & 63;
      int word = (bit >>> 6) * LANES;
      packRow(values, row * LANES, words, word, shift);
      if (shift + width > 64) {
        packRest(values, row * LANES, words, word + LANES, 64 - shift);
      }
    }
  }

  private static void packRow(long[] values, int from, long[] words, int word, int shift) {
    for (int lane = 0; lane < LANES; lane++) {
      words[word + lane] |= values[from + lane] << shift;
    }
  }

  private static void packRest(long[] values, int from, long[] words, int word, int shift) {
    for (int lane = 0; lane < LANES; lane++) {
      words[word + lane] |= values[from + lane] >>> shift;
    }
  }

  /**
   * Unpacks {@code count} values as unsigned longs; {@code values} is overwritten up to the next
   * multiple of 16.
   */
  public static void unpack(long[] words, int count, int width, long[] values) {
    int rows = (count + LANES - 1) / LANES;
    if (width == 0) {
      Arrays.fill(values, 0, rows * LANES, 0L);
      return;
    }
    long mask = -1L >>> (64 - width);
    for (int row = 0; row < rows; row++) {
      int bit = row * width;
      int shift = bit & 63;
      int word = (bit >>> 6) * LANES;
      if (shift + width > 64) {
        unpackSplit(words, word, shift, mask, values, row * LANES);
      } else {
        unpackRow(words, word, shift, mask, values, row * LANES);
      }
    }
  }

  private static void unpackRow(
      long[] words, int word, int shift, long mask, long[] values, int at) {
    for (int lane = 0; lane < LANES; lane++) {
      values[at + lane] = (words[word + lane] >>> shift) & mask;
    }
  }

  private static void unpackSplit(
      long[] words, int word, int shift, long mask, long[] values, int at) {
    int left = 64 - shift;
    for (int lane = 0; lane < LANES; lane++) {
      values[at + lane] =
          ((words[word + lane] >>> shift) | (words[word + LANES + lane] << left)) & mask;
    }
  }
}
