package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;

/** date: days since 1970, sent as days since 2000. */
final class DateCodec implements TypeCodec {

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    long days = FastDatetime.date(text, offset, length);
    if (days == FastDatetime.UNUSUAL) {
      days = parse(TypeErrors.string(text, offset, length), settings);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, days);
  }

  private static long parse(String text, FormatSettings settings) {
    var fields = DatetimeParser.parse("date", text, settings, false);
    return switch (fields.special) {
      case EPOCH -> 0;
      case INFINITY -> Dates.DATE_INFINITY;
      case NEGATIVE_INFINITY -> Dates.DATE_NEGATIVE_INFINITY;
      case NONE -> {
        if (fields.days < Dates.DAYS_MIN || fields.days > Dates.DAYS_MAX) {
          throw OrreryException.of(
              SqlState.DATETIME_FIELD_OVERFLOW, "date out of range: \"%s\"", text);
        }
        yield fields.days;
      }
    };
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    DatetimeText.date(((LongVector) source).getLong(row), settings, sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 4);
    long days = Ascii.readInt(bytes, offset);
    if (Dates.isFiniteDate(days)) {
      days += Dates.POSTGRES_EPOCH_DAYS;
      if (days < Dates.DAYS_MIN || days > Dates.DAYS_MAX) {
        throw TypeErrors.outOfRange("date");
      }
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, days);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    long days = ((LongVector) source).getLong(row);
    sink.writeInt((int) (Dates.isFiniteDate(days) ? days - Dates.POSTGRES_EPOCH_DAYS : days));
  }
}
