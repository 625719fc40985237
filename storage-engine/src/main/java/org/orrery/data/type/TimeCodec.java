package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.time.Dates;

/** time: microseconds of the day, up to and including 24:00. */
final class TimeCodec implements TypeCodec {

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
    var fields = DatetimeParser.parse("time", word, settings, true);
    if (fields.special != DatetimeFields.Special.NONE) {
      throw TypeErrors.invalidDatetime("time", word);
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, TimePrecision.round(fields.time, typmod));
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    DatetimeText.time(((LongVector) source).getLong(row), sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 8);
    long micros = Ascii.readLong(bytes, offset);
    if (micros < 0 || micros > Dates.MICROS_PER_DAY) {
      throw TypeErrors.outOfRange("time");
    }
    target.setNotNull(row);
    ((LongVector) target).setLong(row, TimePrecision.round(micros, typmod));
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    sink.writeLong(((LongVector) source).getLong(row));
  }
}
