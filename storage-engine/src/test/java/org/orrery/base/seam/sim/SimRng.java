package org.orrery.base.seam.sim;

import java.util.SplittableRandom;
import org.orrery.base.seam.Rng;

/**
 * Randomness from a seed. Streams are split by name, so one more draw does not shift the others.
 */
public final class SimRng implements Rng {

  private final long seed;
  private final SplittableRandom random;

  public SimRng(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public synchronized long nextLong() {
    return random.nextLong();
  }

  @Override
  public synchronized int nextInt(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public synchronized void secretBytes(byte[] target) {
    random.nextBytes(target);
  }

  @Override
  public Rng split(String name) {
    long mixed = seed * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * 0x100000001B3L;
    }
    return new SimRng(mixed ^ (mixed >>> 29));
  }
}
