package org.orrery.data.json;

import java.math.BigDecimal;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Numeric;

/** Numbers of JSON as numerics. */
final class JsonNumbers {

  private static final int INTEGER_DIGITS_MAX = 131_072;
  private static final int SCALE_MAX = 16_383;

  private JsonNumbers() {}

  /**
   * The number that a token of JSON is.
   *
   * @throws OrreryException {@code 22003} when numeric cannot hold it
   */
  static Numeric parse(String token) {
    try {
      var value = new BigDecimal(token);
      if ((long) value.precision() - value.scale() > INTEGER_DIGITS_MAX
          || value.scale() > SCALE_MAX) {
        throw overflow();
      }
      return Numeric.of(value);
    } catch (NumberFormatException e) {
      // The lexer accepts only JSON's numbers, so what is left is an exponent out of range.
      throw overflow().causedBy(e);
    }
  }

  private static OrreryException overflow() {
    return OrreryException.of(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }
}
