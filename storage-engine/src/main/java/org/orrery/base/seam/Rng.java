package org.orrery.base.seam;

/** A source of randomness. Not safe for secrets: those come from {@link #secretBytes}. */
public interface Rng {

  /** Uniform over all longs. */
  long nextLong();

  /** Uniform in [0, {@code bound}); {@code bound} is positive. */
  int nextInt(int bound);

  /** Fills {@code target} with bytes fit for keys, salts and nonces (seeded in simulation). */
  void secretBytes(byte[] target);

  /** An independent stream; the same name always gives the same stream of a seeded parent. */
  Rng split(String name);
}
