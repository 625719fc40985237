package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;

/** timestamp and timestamptz: microseconds since 1970, sent as microseconds since 2000. */
final class TimestampCodec implements TypeCodec {

  private final boolean isZoned;
  private final String typeName;

  TimestampCodec(boolean isZoned) {
    this.isZoned = isZoned;
    this.typeName = isZoned ? "timestamp with time zone" : "timestamp";
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
    long micros = FastDatetime.timestamp(text, offset, length, isZoned, settings);
    if (micros == FastDatetime.UNUSUAL) {
      micros = parse(TypeErrors.string(text, offset, length), settings);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, TimePrecision.roundTimestamp(micros, typmod));
  }

  private long parse(String text, FormatSettings settings) {
    var fields = DatetimeParser.parse(typeName, text, settings, false);
    return switch (fields.special) {
      case EPOCH -> 0;
      case INFINITY -> Dates.INFINITY;
      case NEGATIVE_INFINITY -> Dates.NEGATIVE_INFINITY;
      case NONE -> {
        // A zone may bring the day before the first one into range.
        if (!Dates.isTimestampDay(fields.days + (isZoned ? 1 : 0))) {
          throw outOfRange(text);
        }
        long micros = fields.localMicros();
        if (isZoned) {
          micros -= fields.resolveOffset(settings.timeZone()) * Dates.MICROS_PER_SECOND;
        }
        if (micros < Dates.MICROS_MIN || micros > Dates.MICROS_MAX) {
          throw outOfRange(text);
        }
        yield micros;
      }
    };
  }

  private static OrreryException outOfRange(String text) {
    return OrreryException.of(
        SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range: \"%s\"", text);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    DatetimeText.timestamp(((LongVector) source).getLong(row), isZoned, settings, sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 8);
    long micros = Ascii.readLong(bytes, offset);
    if (Dates.isFinite(micros)) {
      if (micros < Dates.MICROS_MIN - Dates.POSTGRES_EPOCH_MICROS
          || micros > Dates.MICROS_MAX - Dates.POSTGRES_EPOCH_MICROS) {
        throw TypeErrors.outOfRange("timestamp");
      }
      micros += Dates.POSTGRES_EPOCH_MICROS;
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, TimePrecision.roundTimestamp(micros, typmod));
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    long micros = ((LongVector) source).getLong(row);
    sink.writeLong(Dates.isFinite(micros) ? micros - Dates.POSTGRES_EPOCH_MICROS : micros);
  }
}
