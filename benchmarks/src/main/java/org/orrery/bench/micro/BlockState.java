package org.orrery.bench.micro;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.codec.BlockLimits;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.EncodeBuffer;

/** A full block of values as workloads have them, encoded. */
@State(Scope.Benchmark)
public class BlockState {

  /**
   * {@code cpu}: whole percentages, as doubles; {@code cents}: a walk with two decimals; {@code
   * time}: a timestamp every ten seconds; {@code counter}: a growing number with irregular steps.
   */
  @Param({"cpu", "cents", "time", "counter"})
  public String values = "cpu";

  MemorySegment block = MemorySegment.NULL;
  Vector target = new LongVector(1);

  /** Encodes the block. */
  @Setup
  public void encode() {
    var random = new SplittableRandom(1);
    Vector source =
        switch (values) {
          case "cpu" -> doubles(random, 1);
          case "cents" -> doubles(random, 100);
          case "time" -> longs(random, 10_000_000, 1);
          default -> longs(random, 1, 1000);
        };
    var buffer = new EncodeBuffer(1 << 16);
    new ColumnEncoder().encode(source, 0, BlockLimits.BLOCK_ROWS_MAX, buffer);
    block = MemorySegment.ofBuffer(buffer.asByteBuffer());
    target = Vector.allocate(source.kind(), BlockLimits.BLOCK_ROWS_MAX);
  }

  private static DoubleVector doubles(SplittableRandom random, int scale) {
    double[] values = new double[BlockLimits.BLOCK_ROWS_MAX];
    double at = 50;
    for (int i = 0; i < values.length; i++) {
      at = Math.clamp(at + random.nextGaussian(), 0, 100);
      values[i] = Math.floor(at * scale) / scale;
    }
    return new DoubleVector(values);
  }

  private static LongVector longs(SplittableRandom random, long step, int jitter) {
    long[] values = new long[BlockLimits.BLOCK_ROWS_MAX];
    long at = 1_700_000_000_000_000L;
    for (int i = 0; i < values.length; i++) {
      at += step + random.nextInt(jitter);
      values[i] = at;
    }
    return new LongVector(values);
  }
}
