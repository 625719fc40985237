package org.orrery.sql.function;

/** An accumulator whose result depends on nothing but how many rows or values there were. */
public interface Counter extends Accumulator {

  /** Counts so many more in a group there is room for. */
  void addCount(long count, int group);
}
