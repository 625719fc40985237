package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.Interval;
import org.orrery.data.IntervalVector;
import org.orrery.data.Vector;

/** interval. Binary form: int64 microseconds, int32 days, int32 months. */
final class IntervalCodec implements TypeCodec {

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
    store(IntervalParser.parse(word, typmod, settings.intervalStyle()), typmod, target, row);
  }

  private static void store(Interval parsed, int typmod, Vector target, int row) {
    Interval value = IntervalTypmods.apply(parsed, typmod);
    target.setNotNull(row);
    ((IntervalVector) target).setInterval(row, value.months(), value.days(), value.micros());
  }

  @Override
  public void formatText(Vector source, int row, FormatSettings settings, ByteSink sink) {
    var vector = (IntervalVector) source;
    IntervalText.write(
        vector.months()[row],
        vector.days()[row],
        vector.micros()[row],
        settings.intervalStyle(),
        sink);
  }

  @Override
  public void parseBinary(
      byte[] bytes, int offset, int length, int typmod, Vector target, int row) {
    TypeErrors.checkLength(length, 16);
    var value =
        new Interval(
            Ascii.readInt(bytes, offset + 12),
            Ascii.readInt(bytes, offset + 8),
            Ascii.readLong(bytes, offset));
    store(value, typmod, target, row);
  }

  @Override
  public void formatBinary(Vector source, int row, ByteSink sink) {
    var vector = (IntervalVector) source;
    sink.writeLong(vector.micros()[row]);
    sink.writeInt(vector.days()[row]);
    sink.writeInt(vector.months()[row]);
  }
}
