package org.orrery.storage.codec;

import java.util.Arrays;

/**
 * Interleaved bit packing of unsigned values of 0 to 32 bits: a block is 32 {@code int} lanes by up
 * to 32 rows, value {@code i} lives in lane {@code i % 32}, row {@code i / 32}, and each lane is
 * its own little-endian bit stream, so that one row of 32 values moves with the same shift and
 * mask. Word {@code k} of lane {@code l} is {@code words[k * 32 + l]}; a full block takes {@code
 * width * 128} bytes, a short one only the words of its {@code ceil(count / 32)} rows.
 *
 * <p>The loops over one row have no carried dependency and compile to vector code. This is the
 * plain Java twin; a Vector API twin would read and write the same words behind the same two
 * methods.
 *
 * @see <a href="https://www.vldb.org/pvldb/vol16/p2132-afroozeh.pdf">Afroozeh, Boncz: The FastLanes
 *     Compression Layout</a>
 */
public final class BitPack32 {

  /** Lanes, and rows of a full block. */
  static final int LANES = 32;

  private BitPack32() {}

  /** Packed words of {@code count} values of {@code width} bits. */
  public static int wordCount(int count, int width) {
    int rows = (count + LANES - 1) / LANES;
    return (rows * width + 31) / 32 * LANES;
  }

  /**
   * Packs {@code count} values that fit in {@code width} bits. {@code values} must be zero from
   * {@code count} to the next multiple of 32.
   */
  public static void pack(int[] values, int count, int width, int[] words) {
    Arrays.fill(words, 0, wordCount(count, width), 0);
    if (width == 0) {
      return;
    }
    int rows = (count + LANES - 1) / LANES;
    for (int row = 0; row < rows; row++) {
      int bit = row * width;
      int shift = bit & 31;
      int word = (bit >>> 5) * LANES;
      packRow(values, row * LANES, words, word, shift);
      if (shift + width > 32) {
        packRest(values, row * LANES, words, word + LANES, 32 - shift);
      }
    }
  }

  private static void packRow(int[] values, int from, int[] words, int word, int shift) {
    for (int lane = 0; lane < LANES; lane++) {
      words[word + lane] |= values[from + lane] << shift;
    }
  }

  private static void packRest(int[] values, int from, int[] words, int word, int shift) {
    for (int lane = 0; lane < LANES; lane++) {
      words[word + lane] |= values[from + lane] >>> shift;
    }
  }

  /**
   * Unpacks {@code count} values as unsigned ints; {@code values} is overwritten up to the next
   * multiple of 32.
   */
  public static void unpack(int[] words, int count, int width, int[] values) {
    int rows = (count + LANES - 1) / LANES;
    if (width == 0) {
      Arrays.fill(values, 0, rows * LANES, 0);
      return;
    }
    int mask = -1 >>> (32 - width);
    for (int row = 0; row < rows; row++) {
      int bit = row * width;
      int shift = bit & 31;
      int word = (bit >>> 5) * LANES;
      if (shift + width > 32) {
        unpackSplit(words, word, shift, mask, values, row * LANES);
      } else {
        unpackRow(words, word, shift, mask, values, row * LANES);
      }
    }
  }

  private static void unpackRow(int[] words, int word, int shift, int mask, int[] values, int at) {
    for (int lane = 0; lane < LANES; lane++) {
      values[at + lane] = (words[word + lane] >>> shift) & mask;
    }
  }

  private static void unpackSplit(
      int[] words, int word, int shift, int mask, int[] values, int at) {
    int left = 32 - shift;
    for (int lane = 0; lane < LANES; lane++) {
      values[at + lane] =
          ((words[word + lane] >>> shift) | (words[word + LANES + lane] << left)) & mask;
    }
  }
}
