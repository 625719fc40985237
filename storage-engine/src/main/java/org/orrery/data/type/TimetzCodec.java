package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;
import org.orrery.data.time.ZoneOffsets;

/**
 * timetz. In memory as in binary: int64 microseconds of the day, int32 seconds west of UTC, both
 * big-endian.
 */
final class TimetzCodec implements TypeCodec {

  private static final String NAME = "time with time zone";
  private static final int BYTES = 12;
  private static final int OFFSET_SECONDS_MAX = 16 * 3600;

  @Override
  public void parseText(
      byte[] text,
      int offset,
      int length,
      int typmod,
      FormatSettings settings,
      Vector target,
      int row) {
    String word = TypeErrors.string(text, offset, length);
    var fields = DatetimeParser.parse(NAME, word, settings, true);
    boolean isZoneDateless = fields.zone != null && !fields.hasDate;
    if (fields.special != DatetimeFields.Special.NONE || isZoneDateless) {
      throw TypeErrors.invalidDatetime(NAME, word);
    }
    if (!fields.hasZone() && !fields.hasDate) {
      long now = settings.currentMicros();
      fields.days = Dates.dayOf(ZoneOffsets.of(settings.timeZone()).toLocal(now));
    }
    int west = -fields.resolveOffset(settings.timeZone());
    store(TimePrecision.round(fields.time, typmod), west, target, row);
  }

  private static void store(long micros, int west, Vector target, int row) {
    var sink = new ByteSink(BYTES);
    sink.writeLong(micros);
    sink.writeInt(west);
    target.setNotNull(row);
    ((BytesVector) target).setBytes(row, sink.array(), 0, BYTES);
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var vector = (BytesVector) source;
    int at = vector.offsets()[row];
    DatetimeText.time(Ascii.readLong(vector.data(), at), sink);
    DatetimeText.offset(-Ascii.readInt(vector.data(), at + 8), sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, BYTES);
    long micros = Ascii.readLong(bytes, offset);
    int west = Ascii.readInt(bytes, offset + 8);
    if (micros < 0 || micros > Dates.MICROS_PER_DAY) {
      throw TypeErrors.outOfRange("time");
    }
    if (west <= -OFFSET_SECONDS_MAX || west >= OFFSET_SECONDS_MAX) {
      throw OrreryException.of(
          SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range");
    }
    store(TimePrecision.round(micros, typmod), west, target, row);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (BytesVector) source;
    sink.writeBytes(vector.data(), vector.offsets()[row], BYTES);
  }
}
