package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
final class Eventually {

  private static final int ATTEMPTS = 1000;

  private Eventually() {}

  static void holds(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < ATTEMPTS && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
