package org.orrery.data.type;

import org.orrery.data.ByteSink;
import org.orrery.data.time.Dates;

/** Writes intervals in the four styles of {@code IntervalStyle}. */
final class IntervalText {

  private final ByteSink sink;
  private boolean isFirst = true;
  private boolean isNegative;

  private IntervalText(ByteSink sink) {
    this.sink = sink;
  }

  static void write(
      int months, int days, long micros, FormatSettings.IntervalStyle style, ByteSink sink) {
    var text = new IntervalText(sink);
    switch (style) {
      case POSTGRES -> text.postgres(months, days, micros);
      case POSTGRES_VERBOSE -> text.verbose(months, days, micros);
      case ISO_8601 -> text.iso(months, days, micros);
      case SQL_STANDARD -> text.sqlStandard(months, days, micros);
    }
  }

  private void postgres(int months, int days, long micros) {
    postgresPart(months / 12, "year");
    postgresPart(months % 12, "mon");
    postgresPart(days, "day");
    if (isFirst || micros != 0) {
      if (!isFirst) {
        sink.writeByte(' ');
      }
      if (micros < 0) {
        sink.writeByte('-');
      } else if (isNegative) {
        sink.writeByte('+');
      }
      clock(micros, 2);
    }
  }

  private void postgresPart(int value, String unit) {
    if (value == 0) {
      return;
    }
    if (!isFirst) {
      sink.writeByte(' ');
    }
    if (isNegative && value > 0) {
      sink.writeByte('+');
    }
    count(value, unit);
    isNegative = value < 0;
    isFirst = false;
  }

  private void count(long value, String unit) {
    sink.writeDecimal(value);
    sink.writeByte(' ');
    sink.writeString(unit);
    if (value != 1) {
      sink.writeByte('s');
    }
  }

  /** Writes hours, minutes and seconds of the absolute value. */
  private void clock(long micros, int hourDigits) {
    long size = Math.abs(micros);
    long hours = Math.abs(micros / Dates.MICROS_PER_HOUR);
    if (hours < 10 && hourDigits == 2) {
      sink.writeByte('0');
    }
    sink.writeDecimal(hours);
    sink.writeByte(':');
    DatetimeText.twoDigits(
        (int) (Long.remainderUnsigned(size, Dates.MICROS_PER_HOUR) / Dates.MICROS_PER_MINUTE),
        sink);
    sink.writeByte(':');
    int rest = (int) Long.remainderUnsigned(size, Dates.MICROS_PER_MINUTE);
    DatetimeText.twoDigits(rest / 1_000_000, sink);
    DatetimeText.fraction(rest % 1_000_000, sink);
  }

  private void verbose(int months, int days, long micros) {
    sink.writeByte('@');
    verbosePart(months / 12, "year");
    verbosePart(months % 12, "mon");
    verbosePart(days, "day");
    verbosePart(micros / Dates.MICROS_PER_HOUR, "hour");
    verbosePart(micros % Dates.MICROS_PER_HOUR / Dates.MICROS_PER_MINUTE, "min");
    long rest = micros % Dates.MICROS_PER_MINUTE;
    if (rest != 0) {
      if (isFirst) {
        isNegative = rest < 0;
      }
      sink.writeByte(' ');
      if (isNegative != rest < 0) {
        sink.writeByte('-');
      }
      isFirst = false;
      int size = (int) Math.abs(rest);
      sink.writeDecimal(size / 1_000_000);
      DatetimeText.fraction(size % 1_000_000, sink);
      sink.writeString(size == 1_000_000 ? " sec" : " secs");
    }
    if (isFirst) {
      sink.writeString(" 0");
    }
    if (isNegative) {
      sink.writeString(" ago");
    }
  }

  private void verbosePart(long value, String unit) {
    if (value == 0) {
      return;
    }
    if (isFirst) {
      isNegative = value < 0;
      isFirst = false;
    }
    sink.writeByte(' ');
    count(isNegative ? -value : value, unit);
  }

  private void iso(int months, int days, long micros) {
    if (months == 0 && days == 0 && micros == 0) {
      sink.writeString("PT0S");
      return;
    }
    sink.writeByte('P');
    isoPart(months / 12, 'Y');
    isoPart(months % 12, 'M');
    isoPart(days, 'D');
    if (micros != 0) {
      sink.writeByte('T');
    }
    isoPart(micros / Dates.MICROS_PER_HOUR, 'H');
    isoPart(micros % Dates.MICROS_PER_HOUR / Dates.MICROS_PER_MINUTE, 'M');
    int rest = (int) (micros % Dates.MICROS_PER_MINUTE);
    if (rest != 0) {
      if (rest < 0) {
        sink.writeByte('-');
      }
      sink.writeDecimal(Math.abs(rest) / 1_000_000);
      DatetimeText.fraction(Math.abs(rest) % 1_000_000, sink);
      sink.writeByte('S');
    }
  }

  private void isoPart(long value, char unit) {
    if (value != 0) {
      sink.writeDecimal(value);
      sink.writeByte(unit);
    }
  }

  private void sqlStandard(int months, int days, long micros) {
    boolean hasNegative = months < 0 || days < 0 || micros < 0;
    boolean hasPositive = months > 0 || days > 0 || micros > 0;
    boolean hasDayTime = days != 0 || micros != 0;
    if (!hasNegative && !hasPositive) {
      sink.writeByte('0');
      return;
    }
    if ((hasNegative && hasPositive) || (months != 0 && hasDayTime)) {
      sign(months);
      yearMonth(months);
      sink.writeByte(' ');
      sign(days);
      sink.writeDecimal(Math.abs((long) days));
      sink.writeByte(' ');
      sign(micros);
      clock(micros, 1);
      return;
    }
    if (hasNegative) {
      sink.writeByte('-');
    }
    if (months != 0) {
      yearMonth(months);
      return;
    }
    if (days != 0) {
      sink.writeDecimal(Math.abs((long) days));
      sink.writeByte(' ');
    }
    clock(micros, 1);
  }

  private void sign(long value) {
    sink.writeByte(value < 0 ? '-' : '+');
  }

  private void yearMonth(int months) {
    long size = Math.abs((long) months);
    sink.writeDecimal(size / 12);
    sink.writeByte('-');
    sink.writeDecimal(size % 12);
  }
}
