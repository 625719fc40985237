package org.orrery.bench.report;

import java.util.Arrays;

/** Durations of repeated runs of one query. */
public record Timings(long[] nanos) {

  /** Takes a copy. */
  public Timings {
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  /** Median, in milliseconds; the lower middle one of an even number. */
  public double medianMillis() {
    return percentile(50);
  }

  /** 95th percentile (nearest rank), in milliseconds. */
  public double p95Millis() {
    return percentile(95);
  }

  private double percentile(int percent) {
    int rank = Math.max(1, (int) Math.ceil(percent / 100.0 * nanos.length));
    return nanos[rank - 1] / 1e6;
  }
}
