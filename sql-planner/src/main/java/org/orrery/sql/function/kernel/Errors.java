package org.orrery.sql.function.kernel;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/** Errors that many functions share, in PostgreSQL's words. */
public final class Errors {

  private Errors() {}

  static OrreryException outOfRange(String type) {
    return OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "%s out of range", type);
  }

  static OrreryException divisionByZero() {
    return OrreryException.of(SqlState.DIVISION_BY_ZERO, "division by zero");
  }

  public static OrreryException floatOverflow() {
    return OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
  }

  static OrreryException floatUnderflow() {
    return OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
  }

  static OrreryException intervalOutOfRange() {
    return OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
  }

  static OrreryException invalidParameter(String message) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message);
  }

  /** A part of an interval as an int; {@code 22008} when it does not fit. */
  static int intervalPart(long value) {
    if (value != (int) value) {
      throw intervalOutOfRange();
    }
    return (int) value;
  }
}
