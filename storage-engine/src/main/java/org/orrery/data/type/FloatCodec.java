package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.DoubleVector;
import org.orrery.data.Vector;

/**
 * float4 and float8. Numbers of at most 15 digits and a small exponent are read exactly with one
 * multiplication or division (Clinger, "How to read floating point numbers accurately", 1990).
 */
final class FloatCodec implements TypeCodec {

  /** Largest mantissa that a float holds exactly, and largest exact power of ten as a float. */
  private static final long FLOAT_MANTISSA_MAX = 1 << 24;

  private static final int FLOAT_POWER_MAX = 10;
  private static final int DOUBLE_POWER_MAX = 22;

  private final boolean isSingle;
  private final String typeName;

  FloatCodec(boolean isSingle) {
    this.isSingle = isSingle;
    this.typeName = isSingle ? "real" : "double precision";
  }

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    target.setNotNull(row);
    ((DoubleVector) target).setDouble(row, parse(text, offset, length));
  }

  private double parse(byte[] text, int offset, int length) {
    int start = Ascii.skipSpaces(text, offset, offset + length);
    int end = Ascii.trimEnd(text, start, offset + length);
    int at = start;
    boolean isNegative = at < end && text[at] == '-';
    if (at < end && (isNegative || text[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int decimals = 0;
    int first = at;
    boolean hasPoint = false;
    for (; at < end; at++) {
      int c = text[at];
      if (Ascii.isDigit(c)) {
        mantissa = mantissa * 10 + (c - '0');
        digits += mantissa == 0 ? 0 : 1;
        decimals += hasPoint ? 1 : 0;
      } else if (c == '.' && !hasPoint) {
        hasPoint = true;
      } else {
        break;
      }
      if (digits > 15) {
        break;
      }
    }
    boolean isPlain = at == end && at - first > (hasPoint ? 1 : 0);
    if (!isPlain || decimals > DOUBLE_POWER_MAX || !isFast(mantissa, decimals)) {
      return parseSlowly(text, start, end, offset, length);
    }
    double value =
        isSingle
            ? (float) mantissa / (float) FloatText.power(decimals)
            : mantissa / FloatText.power(decimals);
    return isNegative ? -value : value;
  }

  private boolean isFast(long mantissa, int decimals) {
    return !isSingle || (mantissa <= FLOAT_MANTISSA_MAX && decimals <= FLOAT_POWER_MAX);
  }

  private double parseSlowly(byte[] text, int start, int end, int offset, int length) {
    String word = TypeErrors.string(text, start, end - start);
    boolean isNegative = word.startsWith("-");
    String unsigned = isNegative || word.startsWith("+") ? word.substring(1) : word;
    double special = special(unsigned);
    if (special != 0) {
      return isNegative ? -special : special;
    }
    if (!isNumber(unsigned)) {
      throw TypeErrors.invalidSyntax(typeName, text, offset, length);
    }
    String javaForm = unsigned.regionMatches(true, 0, "0x", 0, 2) ? hexForm(unsigned) : unsigned;
    double value = isSingle ? Float.parseFloat(javaForm) : Double.parseDouble(javaForm);
    if (Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(javaForm))) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "\"%s\" is out of range for type %s",
          word,
          typeName);
    }
    return isNegative ? -value : value;
  }

  private static double special(String word) {
    if (word.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    return word.equalsIgnoreCase("infinity") || word.equalsIgnoreCase("inf")
        ? Double.POSITIVE_INFINITY
        : 0;
  }

  private static boolean isNumber(String word) {
    boolean isHex = word.regionMatches(true, 0, "0x", 0, 2);
    int at = isHex ? 2 : 0;
    int digits = 0;
    boolean hasPoint = false;
    for (; at < word.length(); at++) {
      char c = word.charAt(at);
      if (isHex ? Ascii.hexDigit(c) >= 0 : Ascii.isDigit(c)) {
        digits++;
      } else if (c == '.' && !hasPoint) {
        hasPoint = true;
      } else {
        break;
      }
    }
    return digits > 0 && (at == word.length() || isExponent(word, at, isHex ? 'p' : 'e'));
  }

  private static boolean isExponent(String word, int start, char marker) {
    int at = start;
    if (Ascii.toLower(word.charAt(at++)) != marker) {
      return false;
    }
    if (at < word.length() && (word.charAt(at) == '-' || word.charAt(at) == '+')) {
      at++;
    }
    if (at == word.length()) {
      return false;
    }
    for (; at < word.length(); at++) {
      if (!Ascii.isDigit(word.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static String hexForm(String word) {
    return word.indexOf('p') < 0 && word.indexOf('P') < 0 ? word + "p0" : word;
  }

  private static boolean hasNonZeroDigit(String word) {
    boolean isHex = word.regionMatches(true, 0, "0x", 0, 2);
    for (int at = isHex ? 2 : 0; at < word.length(); at++) {
      char c = word.charAt(at);
      if (c == 'p' || c == 'P' || (!isHex && (c == 'e' || c == 'E'))) {
        return false;
      }
      if (c != '0' && c != '.') {
        return true;
      }
    }
    return false;
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    double value = ((DoubleVector) source).getDouble(row);
    if (isSingle) {
      FloatText.writeFloat((float) value, settings.extraFloatDigits(), sink);
    } else {
      FloatText.writeDouble(value, settings.extraFloatDigits(), sink);
    }
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, isSingle ? 4 : 8);
    double value =
        isSingle
            ? Float.intBitsToFloat(Ascii.readInt(bytes, offset))
            : Double.longBitsToDouble(Ascii.readLong(bytes, offset));
    target.setNotNull(row);
    ((DoubleVector) target).setDouble(row, value);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    double value = ((DoubleVector) source).getDouble(row);
    if (isSingle) {
      sink.writeInt(Float.floatToRawIntBits((float) value));
    } else {
      sink.writeLong(Double.doubleToRawLongBits(value));
    }
  }
}
