package org.orrery.bench.report;

import java.time.Duration;

/**
 * How often a query is timed: so many times, and short ones again and again while their runs have
 * not taken so long together, as the suites that ask each query a thousand times do.
 *
 * @param runsMin at least 1
 * @param total of all targets' runs of one query
 */
public record Repetition(int runsMin, Duration total) {

  /** No query is run more often. */
  public static final int RUNS_MAX = 1000;

  /** Whether to run again. */
  boolean goesOn(int runs, long nanos) {
    return runs < runsMin || (runs < RUNS_MAX && nanos < total.toNanos());
  }
}
