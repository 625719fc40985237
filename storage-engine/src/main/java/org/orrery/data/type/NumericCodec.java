package org.orrery.data.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;

/**
 * numeric. Binary form: int16 digit count, int16 weight of the first digit, uint16 sign, uint16
 * display scale, then digits of base 10,000.
 */
final class NumericCodec implements TypeCodec {

  private static final int BASE = 10_000;
  private static final int BASE_DIGITS = 4;
  private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
  private static final int SIGN_NEGATIVE = 0x4000;
  private static final int SIGN_NAN = 0xc000;
  private static final int SIGN_INFINITY = 0xd000;
  private static final int SIGN_NEGATIVE_INFINITY = 0xf000;

  /** The display scale that PostgreSQL sends with infinities. */
  private static final int INFINITY_SCALE = 0x20;

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
    NumericText.parse(text, offset, length, typmod, (NumericVector) target, row);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    NumericText.format((NumericVector) source, row, sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    if (length < 8) {
      throw TypeErrors.insufficientData();
    }
    int count = Ascii.readShort(bytes, offset) & 0xffff;
    int weight = Ascii.readShort(bytes, offset + 2);
    int sign = Ascii.readShort(bytes, offset + 4) & 0xffff;
    int scale = Ascii.readShort(bytes, offset + 6) & 0xffff;
    TypeErrors.checkLength(length, 8 + 2 * count);
    target.setNotNull(row);
    Numeric value =
        switch (sign) {
          case SIGN_NAN -> Numeric.NAN;
          case SIGN_INFINITY -> Numeric.INFINITY;
          case SIGN_NEGATIVE_INFINITY -> Numeric.NEGATIVE_INFINITY;
          case 0, SIGN_NEGATIVE -> readDigits(bytes, offset + 8, count, weight, sign, scale);
          default -> throw invalid("sign");
        };
    ((NumericVector) target).setNumeric(row, Typmods.applyNumeric(value, typmod));
  }

  private static Numeric readDigits(
      byte[] bytes, int offset, int count, int weight, int sign, int scale) {
    if (scale > NumericText.SCALE_MAX) {
      throw invalid("scale");
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      int digit = Ascii.readShort(bytes, offset + 2 * i);
      if (digit < 0 || digit >= BASE) {
        throw invalid("digit");
      }
      unscaled = unscaled.multiply(BIG_BASE).add(BigInteger.valueOf(digit));
    }
    if (sign == SIGN_NEGATIVE) {
      unscaled = unscaled.negate();
    }
    // Digits past the display scale are cut off, as PostgreSQL's receive function does.
    var value = new BigDecimal(unscaled, BASE_DIGITS * (count - 1 - weight));
    return NumericText.checked(value.setScale(scale, RoundingMode.DOWN));
  }

  private static OrreryException invalid(String what) {
    return OrreryException.of(
        SqlState.INVALID_BINARY_REPRESENTATION, "invalid %s in external \"numeric\" value", what);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (NumericVector) source;
    Numeric value = vector.getNumeric(row);
    switch (value.kind()) {
      case NAN -> writeHeader(0, 0, SIGN_NAN, 0, sink);
      case INFINITY -> writeHeader(0, 0, SIGN_INFINITY, INFINITY_SCALE, sink);
      case NEGATIVE_INFINITY -> writeHeader(0, 0, SIGN_NEGATIVE_INFINITY, INFINITY_SCALE, sink);
      case FINITE -> writeDigits(value.value(), sink);
    }
  }

  private static void writeHeader(int count, int weight, int sign, int scale, ByteSink sink) {
    sink.writeShort(count);
    sink.writeShort(weight);
    sink.writeShort(sign);
    sink.writeShort(scale);
  }

  private static void writeDigits(BigDecimal value, ByteSink sink) {
    int scale = value.scale();
    int groupsAfterPoint = (scale + BASE_DIGITS - 1) / BASE_DIGITS;
    String digits =
        value.unscaledValue().abs().toString() + "0".repeat(groupsAfterPoint * BASE_DIGITS - scale);
    digits = "0".repeat((BASE_DIGITS - digits.length() % BASE_DIGITS) % BASE_DIGITS) + digits;
    int groups = digits.length() / BASE_DIGITS;
    int first = 0;
    while (first < groups && group(digits, first) == 0) {
      first++;
    }
    int last = groups;
    while (last > first && group(digits, last - 1) == 0) {
      last--;
    }
    boolean isZero = first == last;
    writeHeader(
        last - first,
        isZero ? 0 : groups - groupsAfterPoint - 1 - first,
        value.signum() < 0 ? SIGN_NEGATIVE : 0,
        scale,
        sink);
    for (int i = first; i < last; i++) {
      sink.writeShort(group(digits, i));
    }
  }

  private static int group(String digits, int index) {
    int at = index * BASE_DIGITS;
    return (digits.charAt(at) - '0') * 1000
        + (digits.charAt(at + 1) - '0') * 100
        + (digits.charAt(at + 2) - '0') * 10
        + (digits.charAt(at + 3) - '0');
  }
}
