package org.orrery.sql.function;

import java.time.ZoneId;
import org.orrery.base.error.Notice;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.data.type.FormatSettings;

/** A statement at 2024-02-29 12:34:56.789012 UTC in a session with a time zone. */
final class FakeContext implements EvaluationContext {

  static final long NOW = 1_709_210_096_789_012L;

  private final FormatSettings format;

  FakeContext(String zone) {
    FormatSettings defaults = FormatSettings.DEFAULT;
    format =
        new FormatSettings(
            ZoneId.of(zone),
            defaults.dateStyle(),
            defaults.dateOrder(),
            defaults.intervalStyle(),
            defaults.extraFloatDigits(),
            defaults.byteaHex(),
            NOW,
            defaults.names());
  }

  @Override
  public FormatSettings format() {
    return format;
  }

  @Override
  public long transactionMicros() {
    return NOW;
  }

  @Override
  public long statementMicros() {
    return NOW;
  }

  @Override
  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rng rng() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void notice(Notice notice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkCancelled() {}

  @Override
  public <T> T session(Class<T> type) {
    throw new IllegalStateException("no " + type);
  }
}
