package org.orrery.bench.micro;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.orrery.storage.kernel.SumKernels;
import org.orrery.storage.kernel.WideSum;

/** Summing decoded blocks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SumBenchmark {

  private static final int ROWS = 1024;

  private final double[] doubles = new SplittableRandom(1).doubles(ROWS).toArray();
  private final long[] longs = new SplittableRandom(2).longs(ROWS, -1_000_000, 1_000_000).toArray();
  private final WideSum sum = new WideSum();

  /** Blocks a microsecond. */
  @Benchmark
  public double sumOfDoubles() {
    return SumKernels.sum(doubles, 0, ROWS);
  }

  /** Blocks a microsecond. */
  @Benchmark
  public long sumOfLongs() {
    sum.reset();
    SumKernels.sum(longs, 0, ROWS, sum);
    return sum.low();
  }
}
