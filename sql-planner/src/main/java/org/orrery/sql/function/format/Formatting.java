package org.orrery.sql.function.format;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.type.NumericText;
import org.orrery.data.type.Typmods;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.kernel.Kernels;
import org.orrery.sql.function.kernel.NumericPowers;
import org.orrery.sql.function.kernel.Numerics;
import org.orrery.sql.function.kernel.Timestamps;
import org.orrery.sql.function.kernel.Zones;

/** Binds {@code to_char}, {@code to_date}, {@code to_timestamp} and {@code to_number}. */
public final class Formatting {

  private Formatting() {}

  /** Prints or reads one row by a parsed template; null for NULL. */
  @FunctionalInterface
  private interface Use<T> {
    @Nullable Object apply(EvaluationContext context, Vector[] arguments, int row, T template);
  }

  /** Binds all of them. */
  public static void bindAll(Bindings to) {
    bindTimes(to);
    bindNumbers(to);
    to.scalar(
        with(
            DateTemplate::parse,
            (context, a, row, template) -> instant(context, Kernels.textAt(a, 0, row), template)),
        "to_timestamp(text,text)");
    to.scalar(
        with(
            DateTemplate::parse,
            (_, a, row, template) -> date(Kernels.textAt(a, 0, row), template)),
        "to_date(text,text)");
    to.scalar(
        with(
            NumberTemplate::parse,
            (_, a, row, template) -> number(Kernels.textAt(a, 0, row), template)),
        "to_number(text,text)");
  }

  private static void bindTimes(Bindings to) {
    to.scalar(
        with(
            DateTemplate::parse,
            (_, a, row, template) -> {
              long micros = Kernels.longAt(a, 0, row);
              return isPrinted(micros, template) ? print(template, Moment.of(micros)) : null;
            }),
        "to_char(timestamp,text)");
    to.scalar(
        with(
            DateTemplate::parse,
            (context, a, row, template) -> {
              long micros = Kernels.longAt(a, 0, row);
              return isPrinted(micros, template)
                  ? print(template, Moment.of(micros, context.format().timeZone()))
                  : null;
            }),
        "to_char(timestamptz,text)");
    to.scalar(
        with(
            DateTemplate::parse,
            (_, a, row, template) ->
                template.isEmpty()
                    ? null
                    : print(template, Moment.of(Kernels.intervalAt(a, 0, row)))),
        "to_char(interval,text)");
  }

  private static boolean isPrinted(long micros, List<DateTemplate.Part> template) {
    return Timestamps.isFinite(micros) && !template.isEmpty();
  }

  private static String print(List<DateTemplate.Part> template, Moment moment) {
    return DatePrinter.print(template, moment);
  }

  private static void bindNumbers(Bindings to) {
    to.scalar(
        with(
            NumberTemplate::parse,
            (_, a, row, template) ->
                NumberTexts.ofInteger(template, Kernels.longAt(a, 0, row), 32, "integer")),
        "to_char(int4,text)");
    to.scalar(
        with(
            NumberTemplate::parse,
            (_, a, row, template) ->
                NumberTexts.ofInteger(template, Kernels.longAt(a, 0, row), 64, "bigint")),
        "to_char(int8,text)");
    to.scalar(
        with(
            NumberTemplate::parse,
            (_, a, row, template) -> NumberTexts.ofNumeric(template, Kernels.numericAt(a, 0, row))),
        "to_char(numeric,text)");
    to.scalar(
        with(
            NumberTemplate::parse,
            (_, a, row, template) -> NumberTexts.ofFloat4(template, Kernels.doubleAt(a, 0, row))),
        "to_char(float4,text)");
    to.scalar(
        with(
            NumberTemplate::parse,
            (_, a, row, template) -> NumberTexts.ofFloat8(template, Kernels.doubleAt(a, 0, row))),
        "to_char(float8,text)");
  }

  /** A kernel that parses its template, the second argument, when it changes: mostly once. */
  private static <T> ScalarKernel with(Function<String, T> parser, Use<T> use) {
    return (EvaluationContext context,
        Vector[] arguments,
        int @Nullable [] selection,
        int count,
        Vector result) -> {
      var templates = (BytesVector) arguments[1];
      int known = -1;
      T template = null;
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        if (template == null || BytesVector.compare(templates, known, templates, row) != 0) {
          template = parser.apply(templates.getString(row));
          known = row;
        }
        Object value = use.apply(context, arguments, row, template);
        if (value instanceof String text) {
          ((BytesVector) result).setString(row, text);
        } else if (value instanceof Numeric number) {
          ((NumericVector) result).setNumeric(row, number);
        } else {
          result.set(row, value);
        }
      }
    };
  }

  private static Object instant(
      EvaluationContext context, String text, List<DateTemplate.Part> template) {
    ScannedDate scanned = DateScanner.scan(text, template);
    long days = scanned.days(text);
    long time = scanned.time(text);
    scanned.checkZone(text);
    if (!Dates.isTimestampDay(days)) {
      throw Timestamps.outOfRange();
    }
    long local = Timestamps.plus(days * Timestamps.DAY, time);
    return scanned.zoneSign != 0
        ? Timestamps.plus(local, -scanned.zoneMicros())
        : Zones.toUtc(local, context.format().timeZone());
  }

  private static Object date(String text, List<DateTemplate.Part> template) {
    ScannedDate scanned = DateScanner.scan(text, template);
    long days = scanned.days(text);
    scanned.time(text);
    scanned.checkZone(text);
    if (days < Timestamps.DATE_MIN || days > Timestamps.DATE_MAX) {
      throw OrreryException.of(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range: \"%s\"", text);
    }
    return days;
  }

  private static @Nullable Object number(String text, NumberTemplate template) {
    if (template.parts().isEmpty()) {
      return null;
    }
    NumberScanner.Scanned scanned = NumberScanner.scan(template, text);
    Numeric value = NumericText.parse(scanned.number().strip());
    if (value == null) {
      throw OrreryException.of(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type numeric: \"%s\"",
          scanned.number());
    }
    int precision = template.integerDigits() + template.shiftDigits() + scanned.fractionDigits();
    Numeric fitted =
        Typmods.applyNumeric(value, Typmods.numeric(precision, scanned.fractionDigits()));
    return template.hasShift()
        ? Numerics.multiply(
            fitted, NumericPowers.power(Numeric.of(10), Numeric.of(-template.shiftDigits())))
        : fitted;
  }
}
