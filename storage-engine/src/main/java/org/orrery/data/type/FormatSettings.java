package org.orrery.data.type;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The session settings that change how values are read and written.
 *
 * @param timeZone the {@code TimeZone} setting
 * @param dateStyle output style of dates and timestamps
 * @param dateOrder how ambiguous input such as 01/02/03 is read
 * @param intervalStyle output style of intervals
 * @param extraFloatDigits the setting of that name; &gt; 0 means shortest exact form
 * @param byteaHex whether {@code bytea_output} is hex
 * @param currentMicros wall time of the transaction, for inputs such as 'now' and 'today'
 * @param names names of catalog objects
 */
public record FormatSettings(
    ZoneId timeZone,
    DateStyle dateStyle,
    DateOrder dateOrder,
    IntervalStyle intervalStyle,
    int extraFloatDigits,
    boolean byteaHex,
    long currentMicros,
    ObjectNames names) {

  /** PostgreSQL's defaults in UTC, knowing no names. */
  public static final FormatSettings DEFAULT =
      new FormatSettings(
          ZoneOffset.UTC,
          DateStyle.ISO,
          DateOrder.MDY,
          IntervalStyle.POSTGRES,
          1,
          true,
          0,
          ObjectNames.NONE);

  /** Output style half of {@code DateStyle}. */
  public enum DateStyle {
    ISO,
    SQL,
    POSTGRES,
    GERMAN
  }

  /** Field order half of {@code DateStyle}. */
  public enum DateOrder {
    MDY,
    DMY,
    YMD
  }

  /** The {@code IntervalStyle} setting. */
  public enum IntervalStyle {
    POSTGRES,
    POSTGRES_VERBOSE,
    SQL_STANDARD,
    ISO_8601
  }
}
