package org.orrery.base.seam.system;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.orrery.base.seam.Clock;

/** The machine's clock. */
public final class SystemClock implements Clock {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long wallMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
  }

  @Override
  public void sleepUntil(long deadlineNanos) throws InterruptedException {
    for (long left = deadlineNanos - nanos(); left > 0; left = deadlineNanos - nanos()) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
