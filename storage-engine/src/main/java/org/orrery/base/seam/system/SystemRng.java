package org.orrery.base.seam.system;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.orrery.base.seam.Rng;

/** The machine's randomness; safe for all threads. Streams are independent by nature. */
public final class SystemRng implements Rng {

  private final SecureRandom secrets = new SecureRandom();

  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public int nextInt(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  @Override
  public void secretBytes(byte[] target) {
    secrets.nextBytes(target);
  }

  @Override
  public Rng split(String name) {
    return this;
  }
}
