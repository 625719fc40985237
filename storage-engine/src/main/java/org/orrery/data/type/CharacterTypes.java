package org.orrery.data.type;

import java.util.Arrays;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;

/** Lengths of UTF-8 text in characters, as varchar(n), char(n) and name count and cut them. */
public final class CharacterTypes {

  private CharacterTypes() {}

  /** Characters (code points) of UTF-8 text. */
  public static int characters(byte[] text, int offset, int length) {
    int count = 0;
    for (int at = offset; at < offset + length; at++) {
      if ((text[at] & 0xc0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  /** Bytes of the first {@code characters} characters, or {@code length} when there are fewer. */
  public static int prefixLength(byte[] text, int offset, int length, int characters) {
    if (length <= characters) {
      return length;
    }
    int count = 0;
    for (int at = offset; at < offset + length; at++) {
      if ((text[at] & 0xc0) != 0x80 && count++ == characters) {
        return at - offset;
      }
    }
    return length;
  }

  /** The largest length of at most {@code bytesMax} bytes that ends between characters. */
  public static int clip(byte[] text, int offset, int length, int bytesMax) {
    if (length <= bytesMax) {
      return length;
    }
    int kept = bytesMax;
    while (kept > 0 && (text[offset + kept] & 0xc0) == 0x80) {
      kept--;
    }
    return kept;
  }

  /** The length without trailing blanks: what bpchar values are compared and cast to text by. */
  public static int trimmedLength(byte[] text, int offset, int length) {
    int kept = length;
    while (kept > 0 && text[offset + kept - 1] == ' ') {
      kept--;
    }
    return kept;
  }

  /** Compares two bpchar values: by code points, without trailing blanks. */
  public static int comparePadded(BytesVector a, int rowA, BytesVector b, int rowB) {
    int startA = a.offsets()[rowA];
    int startB = b.offsets()[rowB];
    return Arrays.compareUnsigned(
        a.data(),
        startA,
        startA + trimmedLength(a.data(), startA, a.lengths()[rowA]),
        b.data(),
        startB,
        startB + trimmedLength(b.data(), startB, b.lengths()[rowB]));
  }

  /**
   * Bytes that remain under a declared length when only blanks would be cut.
   *
   * @param typmod n + 4, or less than 4 for no limit
   * @throws OrreryException {@code 22001} when the text is longer than that
   */
  public static int fit(byte[] text, int offset, int length, int typmod, String typeName) {
    if (typmod < Typmods.HEADER || length <= typmod - Typmods.HEADER) {
      return length;
    }
    int kept = prefixLength(text, offset, length, typmod - Typmods.HEADER);
    for (int at = offset + kept; at < offset + length; at++) {
      if (text[at] != ' ') {
        throw OrreryException.of(
            SqlState.STRING_DATA_RIGHT_TRUNCATION_22001,
            "value too long for type %s(%d)",
            typeName,
            typmod - Typmods.HEADER);
      }
    }
    return kept;
  }

  /**
   * Stores a char(n) value, padded with blanks to n characters; without a length as it is.
   *
   * @throws OrreryException {@code 22001} when the text is longer than n
   */
  public static void pad(
      byte[] text, int offset, int length, int typmod, BytesVector target, int row) {
    int kept = fit(text, offset, length, typmod, "character");
    int missing =
        typmod < Typmods.HEADER ? 0 : typmod - Typmods.HEADER - characters(text, offset, kept);
    if (missing <= 0) {
      target.setBytes(row, text, offset, kept);
      return;
    }
    byte[] padded = Arrays.copyOfRange(text, offset, offset + kept + missing);
    Arrays.fill(padded, kept, padded.length, (byte) ' ');
    target.setBytes(row, padded, 0, padded.length);
  }

  /**
   * Checks text that a client sent.
   *
   * @throws OrreryException {@code 22021} when it is not UTF-8 or holds a zero byte
   */
  public static void checkUtf8(byte[] text, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int size = sequenceLength(text, at, end);
      if (size == 0) {
        throw invalidSequence(text, at, end);
      }
      at += size;
    }
  }

  /** Bytes of the character at {@code at}, or 0 when there is no valid one. */
  private static int sequenceLength(byte[] text, int at, int end) {
    int first = text[at] & 0xff;
    if (first < 0x80) {
      return first == 0 ? 0 : 1;
    }
    int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (size == 0 || at + size > end) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((text[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = text[at + 1] & 0xff;
    boolean isValid =
        switch (first) {
          case 0xe0 -> second >= 0xa0;
          case 0xed -> second <= 0x9f;
          case 0xf0 -> second >= 0x90;
          case 0xf4 -> second <= 0x8f;
          default -> true;
        };
    return isValid ? size : 0;
  }

  private static OrreryException invalidSequence(byte[] text, int at, int end) {
    int first = text[at] & 0xff;
    int size = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 1;
    var shown = new StringBuilder();
    for (int i = at; i < Math.min(end, at + size); i++) {
      shown.append(i == at ? "" : " ").append("0x");
      shown.append(Character.forDigit(text[i] >> 4 & 15, 16));
      shown.append(Character.forDigit(text[i] & 15, 16));
    }
    return OrreryException.of(
        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": %s",
        shown);
  }
}
