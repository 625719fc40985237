package org.orrery.bench.micro;

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
import org.openjdk.jmh.infra.Blackhole;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.IntegerDecoder;
import org.orrery.storage.kernel.EncodedKernels;
import org.orrery.storage.kernel.WideSum;

/** Decoding a block into a vector, and summing it without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {

  private final ColumnDecoder decoder = new ColumnDecoder();
  private final EncodedKernels kernels = new EncodedKernels();
  private final WideSum sum = new WideSum();

  /** Blocks a microsecond. */
  @Benchmark
  public void decode(BlockState state, Blackhole hole) {
    hole.consume(decoder.decode(state.block, 0, state.block.byteSize(), state.target));
  }

  /** Blocks a microsecond. */
  @Benchmark
  public void sumEncoded(BlockState state, Blackhole hole) {
    IntegerDecoder integers =
        decoder.openIntegers(state.block, 0, state.block.byteSize(), state.target.kind());
    if (integers != null) {
      sum.reset();
      kernels.sum(integers, sum);
    }
    hole.consume(sum.low());
  }
}
