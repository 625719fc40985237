package org.orrery.storage.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.EncodeBuffer;
import org.orrery.storage.codec.IntegerDecoder;

class KernelTest {

  private static final long SEED = Long.getLong("orrery.seed", 20261120L);

  private final Random random = new Random(SEED);
  private final ColumnDecoder decoder = new ColumnDecoder();
  private final EncodedKernels kernels = new EncodedKernels();

  private IntegerDecoder encoded(Vector vector, PhysicalKind kind) {
    var buffer = new EncodeBuffer(64);
    new ColumnEncoder().encode(vector, 0, vector.capacity(), buffer);
    return Objects.requireNonNull(
        decoder.openIntegers(MemorySegment.ofArray(buffer.array()), 0, buffer.size(), kind));
  }

  private void assertAggregates(long[] values) {
    long low = values[random.nextInt(values.length)];
    long high = Math.max(low, values[random.nextInt(values.length)]);
    var selection = new int[values.length];
    var sum = new WideSum();
    IntegerDecoder block = encoded(new LongVector(values), PhysicalKind.LONG);

    kernels.sum(block, sum);
    int selected = kernels.between(block, low, high, selection);

    assertThat(sum.toBigInteger())
        .as("seed %d", SEED)
        .isEqualTo(
            LongStream.of(values)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::add));
    assertThat(kernels.min(block)).isEqualTo(LongStream.of(values).min().orElseThrow());
    assertThat(kernels.max(block)).isEqualTo(LongStream.of(values).max().orElseThrow());
    assertThat(Arrays.copyOf(selection, selected))
        .containsExactly(
            IntStream.range(0, values.length)
                .filter(i -> values[i] >= low && values[i] <= high)
                .toArray());
  }

  @Test
  void encodedBlocksAggregateLikeTheirValues() {
    for (int count : new int[] {1, 5, 33, 1000, 1024}) {
      for (int bits = 0; bits < 64; bits += 3) {
        int shift = bits;
        long base = random.nextLong() >> 8;
        assertAggregates(random.longs(count).map(v -> base + (v >>> shift)).toArray());
        assertAggregates(random.longs(count).map(v -> v >> shift).toArray());
      }
      assertAggregates(LongStream.range(0, count).map(i -> i / 7 * 1000).toArray());
      assertAggregates(LongStream.range(0, count).map(_ -> Long.MIN_VALUE).toArray());
    }
  }

  @Test
  void decimalDoublesAggregateAsIntegers() {
    var values = new DoubleVector(1000);
    for (int i = 0; i < 1000; i++) {
      values.setDouble(i, i / 10.0);
    }
    var sum = new WideSum();

    kernels.sum(encoded(values, PhysicalKind.DOUBLE), sum);

    assertThat(decoder.exponent()).isEqualTo(1);
    assertThat(sum.toBigInteger()).isEqualTo(BigInteger.valueOf(499_500));
  }

  @Test
  void bucketRunsAreTimeBuckets() {
    long width = 3_600_000_000L;
    long origin = 946_857_600_000_000L;
    var runs = new BucketRuns(width, origin, 2000);
    long[] times =
        LongStream.range(0, 2000)
            .map(i -> -5_000_000_000L + (i % 1500) * 60_000_000L + random.nextInt(1000))
            .toArray();

    int count = runs.split(times, 3, 2000);

    int from = 3;
    for (int run = 0; run < count; run++) {
      for (int i = from; i < runs.end(run); i++) {
        long expected = origin + Math.floorDiv(times[i] - origin, width) * width;
        assertThat(runs.bucket(run)).isEqualTo(expected);
      }
      assertThat(runs.end(run)).isGreaterThan(from);
      from = runs.end(run);
    }
    assertThat(from).isEqualTo(2000);
    assertThat(count).isLessThan(40);
  }

  @Test
  void nanIsTheGreatestDouble() {
    double[] values = {Double.NaN, 3, -1, Double.POSITIVE_INFINITY};
    var selection = new int[4];

    assertThat(MinMaxKernels.min(values, 0, 4)).isEqualTo(-1);
    assertThat(MinMaxKernels.max(values, 0, 4)).isNaN();
    assertThat(MinMaxKernels.max(values, 1, 4)).isInfinite();
    assertThat(MinMaxKernels.min(values, 0, 1)).isNaN();
    assertThat(FilterKernels.greaterThan(values, 0, 4, 2, selection)).isEqualTo(3);
    assertThat(FilterKernels.between(values, 0, 4, 2, 9, selection)).isEqualTo(1);
  }

  @Test
  void aSelectionIsNarrowedInPlace() {
    long[] values = {5, 1, 7, 3};
    int[] selection = {0, 2, 3};

    int count = FilterKernels.between(values, selection, 3, 3, 6, selection);
    count = FilterKernels.notNull(new long[] {0b1}, selection, count, selection);

    assertThat(count).isEqualTo(1);
    assertThat(selection[0]).isEqualTo(3);
  }
}
