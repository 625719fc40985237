package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.longAt;
import static org.orrery.sql.function.kernel.Kernels.numericAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Numeric;

/** Byte counts for people: {@code pg_size_pretty} and {@code pg_size_bytes}. */
final class SizeTexts {

  private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

  /** A number is shown in a unit until it reaches this many of it. */
  private static final BigDecimal LIMIT = BigDecimal.valueOf(10 * 1024);

  private static final BigDecimal HALF_LIMIT = BigDecimal.valueOf(20 * 1024 - 1);
  private static final BigDecimal STEP = BigDecimal.valueOf(1024);
  private static final Pattern SIZE =
      Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(.*?)\\s*");

  private SizeTexts() {}

  static void addTo(Contributions to) {
    to.text("pg_size_pretty(int8)", (_, a, row) -> pretty(BigDecimal.valueOf(longAt(a, 0, row))));
    to.text("pg_size_pretty(numeric)", (_, a, row) -> pretty(numericAt(a, 0, row)));
    to.count("pg_size_bytes(text)", (_, a, row) -> bytes(textAt(a, 0, row)));
  }

  private static String pretty(Numeric size) {
    return size.isFinite() ? pretty(size.value()) : size + " bytes";
  }

  /**
   * PostgreSQL's way: the number is kept as halves of the unit (the bits below are cut off), so
   * that it can be rounded half up when it is shown.
   */
  private static String pretty(BigDecimal size) {
    if (size.abs().compareTo(LIMIT) < 0) {
      return size.toPlainString() + " bytes";
    }
    BigDecimal halves = size.divide(BigDecimal.valueOf(512), 0, RoundingMode.DOWN);
    int unit = 1;
    while (unit < UNITS.size() - 1 && halves.abs().compareTo(HALF_LIMIT) >= 0) {
      halves = halves.divide(STEP, 0, RoundingMode.DOWN);
      unit++;
    }
    BigInteger doubled = halves.toBigInteger();
    BigInteger rounded =
        doubled
            .abs()
            .add(BigInteger.ONE)
            .shiftRight(1)
            .multiply(BigInteger.valueOf(doubled.signum()));
    return rounded + " " + UNITS.get(unit);
  }

  private static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw invalid(text);
    }
    BigDecimal number = new BigDecimal(size.group(1));
    String unit = size.group(2).toLowerCase(Locale.ROOT);
    if (!unit.isEmpty()) {
      int power = power(unit);
      if (power < 0) {
        throw invalid(text)
            .withDetail("Invalid size unit: \"" + size.group(2) + "\".")
            .withHint("Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
      }
      number = number.multiply(STEP.pow(power));
    }
    BigDecimal rounded = number.setScale(0, RoundingMode.HALF_UP);
    if (rounded.toBigInteger().bitLength() > 63) {
      throw OrreryException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }
    return rounded.longValue();
  }

  private static int power(String unit) {
    for (int i = 0; i < UNITS.size(); i++) {
      if (UNITS.get(i).toLowerCase(Locale.ROOT).equals(unit)) {
        return i;
      }
    }
    return unit.equals("b") ? 0 : -1;
  }

  private static OrreryException invalid(String text) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"%s\"", text);
  }
}
