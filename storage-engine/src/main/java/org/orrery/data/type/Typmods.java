package org.orrery.data.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Numeric;

/**
 * Type modifiers as PostgreSQL encodes them in {@code atttypmod}: -1 is none; lengths are n + 4;
 * numeric(p, s) is {@code (p << 16 | s in 11 bits) + 4}; interval holds a mask of fields in its
 * upper and the precision in its lower 16 bits; other times hold the precision.
 */
public final class Typmods {

  /** No modifier. */
  public static final int NONE = -1;

  /** Added to declared lengths. */
  public static final int HEADER = 4;

  /** Bytes of the longest identifier. */
  public static final int NAME_BYTES_MAX = 63;

  /** The largest precision of times and intervals. */
  public static final int TIME_PRECISION_MAX = 6;

  /** The largest precision that numeric(p, s) may declare. */
  public static final int NUMERIC_PRECISION_MAX = 1000;

  private Typmods() {}

  /** varchar(n), char(n). */
  public static int length(int characters) {
    return characters + HEADER;
  }

  /** numeric(p, s). */
  public static int numeric(int precision, int scale) {
    return (precision << 16 | (scale & 0x7ff)) + HEADER;
  }

  /** The p of numeric(p, s). */
  public static int numericPrecision(int typmod) {
    return (typmod - HEADER) >> 16 & 0xffff;
  }

  /** The s of numeric(p, s), which may be negative. */
  public static int numericScale(int typmod) {
    return (((typmod - HEADER) & 0x7ff) ^ 1024) - 1024;
  }

  /**
   * Rounds to numeric(p, s).
   *
   * @throws OrreryException {@code 22003} when the number needs more digits than p
   */
  public static Numeric applyNumeric(Numeric value, int typmod) {
    if (typmod < HEADER || value.kind() == Numeric.Kind.NAN) {
      return value;
    }
    int precision = numericPrecision(typmod);
    int scale = numericScale(typmod);
    if (!value.isFinite()) {
      throw OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
          .withDetail(
              "A field with precision "
                  + precision
                  + ", scale "
                  + scale
                  + " cannot hold an infinite value.");
    }
    BigDecimal rounded = value.value().setScale(scale, RoundingMode.HALF_UP);
    if (rounded.unscaledValue().abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
      throw numericOverflow(precision, scale);
    }
    return Numeric.of(rounded);
  }

  /** {@code 22003}: the number does not fit numeric(p, s). */
  static OrreryException numericOverflow(int precision, int scale) {
    int digits = precision - scale;
    return OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
        .withDetail(
            "A field with precision "
                + precision
                + ", scale "
                + scale
                + " must round to an absolute value less than "
                + (digits == 0 ? "1" : "10^" + digits)
                + ".");
  }
}
