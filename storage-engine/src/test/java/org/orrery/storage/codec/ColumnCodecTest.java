package org.orrery.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.base.error.OrreryException;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;

class ColumnCodecTest {

  private static final long SEED = Long.getLong("orrery.seed", 20261120L);
  private static final int[] ROW_COUNTS = {1, 2, 3, 31, 32, 33, 63, 65, 100, 1000, 1023, 1024};

  private final Random random = new Random(SEED);
  private final ColumnEncoder encoder = new ColumnEncoder();
  private final ColumnDecoder decoder = new ColumnDecoder();
  private final EncodeBuffer buffer = new EncodeBuffer(64);

  /** Encodes rows [from, from + rows) behind some other bytes, decodes and compares every bit. */
  private BlockCodec roundTrip(Vector vector, int from, int rows) {
    buffer.reset();
    buffer.putLong(-1);
    BlockCodec codec = encoder.encode(vector, from, rows, buffer);
    int size = buffer.size() - 8;
    buffer.putInt(77);
    Vector decoded = Vector.allocate(vector.kind(), rows);
    decoded.setAllNull(rows);

    long read =
        decoder.decode(MemorySegment.ofArray(buffer.array()), 8, buffer.size() - 8, decoded);

    assertThat(read).as("bytes read, seed %d", SEED).isEqualTo(size);
    assertThat(decoder.rows()).isEqualTo(rows);
    for (int i = 0; i < rows; i++) {
      assertSame(vector, from + i, decoded, i);
    }
    return codec;
  }

  private static void assertSame(Vector expected, int row, Vector actual, int at) {
    if (expected.isNull(row) || actual.isNull(at)) {
      assertThat(actual.isNull(at))
          .as("null at %d, seed %d", at, SEED)
          .isEqualTo(expected.isNull(row));
    } else if (expected instanceof DoubleVector v) {
      assertThat(Double.doubleToRawLongBits(((DoubleVector) actual).values()[at]))
          .as("row %d, seed %d", at, SEED)
          .isEqualTo(Double.doubleToRawLongBits(v.values()[row]));
    } else if (expected instanceof NumericVector v && v.getNumeric(row).isFinite()) {
      assertThat(((NumericVector) actual).getNumeric(at).value())
          .isEqualTo(v.getNumeric(row).value());
    } else {
      assertThat(actual.get(at)).as("row %d, seed %d", at, SEED).isEqualTo(expected.get(row));
    }
  }

  private void roundTripAllSizes(IntFunction<Vector> source) {
    for (int rows : ROW_COUNTS) {
      Vector vector = source.apply(rows + 7);
      roundTrip(vector, 0, rows);
      roundTrip(vector, 7, rows);
      for (int i = 0; i < rows + 7; i++) {
        if (random.nextInt(3) == 0) {
          vector.setNull(i);
        }
      }
      roundTrip(vector, 7, rows);
      vector.setAllNull(rows + 7);
      assertThat(roundTrip(vector, 5, rows)).isEqualTo(BlockCodec.ALL_NULL);
    }
  }

  private static Vector longs(int count, java.util.function.LongSupplier source) {
    var values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = source.getAsLong();
    }
    return new LongVector(values);
  }

  private static Vector doubles(int count, java.util.function.DoubleSupplier source) {
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = source.getAsDouble();
    }
    return new DoubleVector(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 13, 31, 32, 33, 40, 63, 64})
  void integersOfEveryWidthComeBack(int bits) {
    roundTripAllSizes(n -> longs(n, () -> random.nextLong() >>> (Long.SIZE - bits)));
    roundTripAllSizes(n -> longs(n, () -> random.nextLong() >> (Long.SIZE - bits)));
  }

  @Test
  void theEndsOfTheLongRangeComeBack() {
    long[] ends = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, Long.MIN_VALUE + 1};
    roundTripAllSizes(n -> longs(n, () -> ends[random.nextInt(ends.length)]));
    roundTripAllSizes(n -> longs(n, () -> random.nextInt(50) == 0 ? ends[random.nextInt(6)] : 5));
    roundTripAllSizes(n -> longs(n, () -> Long.MIN_VALUE));
  }

  @Test
  void outliersOnBothSidesComeBackAndStaySmall() {
    Vector vector =
        longs(
            1024,
            () -> random.nextInt(100) == 0 ? random.nextLong() >> 20 : 1000 + random.nextInt(8));

    BlockCodec codec = roundTrip(vector, 0, 1024);

    assertThat(codec).isEqualTo(BlockCodec.FOR);
    assertThat(buffer.size()).isLessThan(3 * 128 + 30 * 8 + 40);
  }

  @Test
  void timesOfSeveralSeriesTakeAlmostNoSpace() {
    var values = new long[1024];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1_700_000_000_000_000L + (i % 500) * 10_000_000L;
    }

    BlockCodec codec = roundTrip(new LongVector(values), 0, 1024);

    assertThat(codec).isEqualTo(BlockCodec.DELTA_FOR);
    assertThat(buffer.size()).isLessThan(64);
  }

  @Test
  void aRandomWalkIsStoredAsDifferences() {
    long[] at = {0};
    assertThat(roundTrip(longs(1024, () -> at[0] += random.nextInt(15) - 7L), 0, 1024))
        .isEqualTo(BlockCodec.DELTA_FOR);
    roundTripAllSizes(n -> longs(n, () -> at[0] += random.nextLong() >> 30));
  }

  @Test
  void jitteredTimesAreDistancesFromALine() {
    long[] at = {0};
    IntFunction<Vector> times =
        n -> longs(n, () -> (at[0] += 10_000_001L) + random.nextInt(1 << 16));
    assertThat(roundTrip(times.apply(1024), 0, 1024)).isEqualTo(BlockCodec.LINEAR_FOR);
    assertThat(buffer.size()).isLessThan(18 * 128 + 40);
    roundTripAllSizes(times);
    roundTripAllSizes(
        n -> longs(n, () -> (at[0] += Long.MAX_VALUE / 700) + random.nextInt(1 << 16)));
    roundTripAllSizes(n -> longs(n, () -> (at[0] -= 12_345_678_901L) - random.nextInt(99)));
    roundTripAllSizes(
        n -> longs(n, () -> (at[0] += 1000) + (random.nextInt(90) == 0 ? random.nextLong() : 0)));
  }

  @Test
  void runsAreDifferencesWithExceptions() {
    long[] at = {0};
    IntFunction<Vector> plateaus =
        n -> longs(n, () -> at[0] = random.nextInt(8) == 0 ? random.nextInt(1 << 20) : at[0]);
    assertThat(roundTrip(plateaus.apply(1024), 0, 1024)).isEqualTo(BlockCodec.DELTA_FOR);
    assertThat(buffer.size()).isLessThan(170 * 5);
    roundTripAllSizes(plateaus);
  }

  @Test
  void multiplesLoseTheirFactor() {
    IntFunction<Vector> multiples = n -> longs(n, () -> random.nextInt(1000) * 1_000_003L - 77);
    assertThat(roundTrip(multiples.apply(1024), 0, 1024)).isEqualTo(BlockCodec.FACTOR);
    assertThat(buffer.size()).isLessThan(11 * 128 + 60);
    roundTripAllSizes(multiples);
    roundTripAllSizes(n -> longs(n, () -> random.nextLong() << 40));
    roundTripAllSizes(n -> longs(n, () -> random.nextInt(3) * (Long.MAX_VALUE / 2) - 9));
  }

  @Test
  void trueDoublesAreSplit() {
    double[] at = {50};
    IntFunction<Vector> walk = n -> doubles(n, () -> at[0] += random.nextGaussian());
    assertThat(roundTrip(walk.apply(1024), 0, 1024)).isEqualTo(BlockCodec.SPLIT);
    assertThat(buffer.size()).isLessThan(1024 * 8 * 7 / 8);
    roundTripAllSizes(walk);
    IntFunction<Vector> singles = n -> doubles(n, () -> (float) random.nextGaussian());
    assertThat(roundTrip(singles.apply(1024), 0, 1024)).isEqualTo(BlockCodec.SPLIT);
    assertThat(buffer.size()).isLessThan(1024 * 9 / 2);
    roundTripAllSizes(
        n ->
            doubles(
                n,
                () ->
                    random.nextInt(9) == 0
                        ? Double.longBitsToDouble(random.nextLong() | 0x7ff0_0000_0000_0000L)
                        : random.nextGaussian()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 6, 9})
  void decimalsComeBack(int decimals) {
    double power = Math.pow(10, decimals);
    roundTripAllSizes(n -> doubles(n, () -> random.nextInt(2_000_000) / power - 50));
    roundTripAllSizes(n -> doubles(n, () -> Math.rint(random.nextDouble() * 1e6) / power));
  }

  @Test
  void decimalsAreSmall() {
    roundTrip(doubles(1024, () -> random.nextInt(1 << 10) / 100.0), 0, 1024);
    assertThat(buffer.size()).isLessThan(10 * 128 + 40);
  }

  @Test
  void specialDoublesComeBackBitForBit() {
    double[] special = {
      -0.0,
      0.0,
      Double.NaN,
      Double.longBitsToDouble(0x7ff8_0000_dead_beefL),
      Double.longBitsToDouble(0xfff0_0000_0000_0001L),
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      0x1p53,
      0x1p63,
      -0x1p63,
      1e300,
      0.1 + 0.2,
      Math.PI
    };
    roundTripAllSizes(n -> doubles(n, () -> special[random.nextInt(special.length)]));
    roundTripAllSizes(
        n -> doubles(n, () -> random.nextInt(40) == 0 ? special[random.nextInt(16)] : 1.5));
    for (double value : special) {
      roundTripAllSizes(n -> doubles(n, () -> value));
    }
    roundTripAllSizes(n -> doubles(n, () -> Double.longBitsToDouble(random.nextLong())));
    roundTripAllSizes(n -> doubles(n, () -> random.nextGaussian()));
    roundTripAllSizes(n -> doubles(n, () -> (float) random.nextGaussian()));
  }

  private static Vector strings(int count, IntFunction<byte[]> source) {
    var vector = new BytesVector(count);
    for (int i = 0; i < count; i++) {
      byte[] value = source.apply(i);
      vector.setBytes(i, value, 0, value.length);
    }
    return vector;
  }

  private static byte[] utf8(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void stringsComeBack() {
    roundTripAllSizes(n -> strings(n, _ -> utf8("")));
    roundTripAllSizes(n -> strings(n, _ -> utf8("same")));
    roundTripAllSizes(n -> strings(n, i -> utf8("host_" + i / 300)));
    roundTripAllSizes(n -> strings(n, _ -> utf8("h" + random.nextInt(10))));
    roundTripAllSizes(n -> strings(n, i -> utf8("/api/v1/item/" + i + "?q=ä" + i * 7)));
    roundTripAllSizes(n -> strings(n, _ -> randomBytes(random.nextInt(40))));
    roundTripAllSizes(n -> strings(n, i -> randomBytes(i == 3 ? 100_000 : 0)));
  }

  private byte[] randomBytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void stringCodecsAreChosenBySize() {
    assertThat(roundTrip(strings(1024, _ -> utf8("same")), 0, 1024)).isEqualTo(BlockCodec.CONST);
    assertThat(roundTrip(strings(1024, i -> utf8("host_" + i / 300)), 0, 1024))
        .isEqualTo(BlockCodec.DICT);
    assertThat(buffer.size()).isLessThan(80);
    assertThat(roundTrip(strings(1024, i -> utf8("/path/of/request/" + i)), 0, 1024))
        .isEqualTo(BlockCodec.ZSTD);
    assertThat(roundTrip(strings(1024, _ -> randomBytes(16)), 0, 1024)).isEqualTo(BlockCodec.RAW);
  }

  @Test
  void aDecodedDictionaryBlockHasItsCodes() {
    roundTrip(strings(100, i -> utf8("host_" + i / 50)), 0, 100);
    var decoded = new BytesVector(100);

    decoder.decode(MemorySegment.ofArray(buffer.array()), 8, buffer.size() - 8, decoded);

    assertThat(decoded.dictionary()).isNotNull();
    assertThat(decoded.codes()).startsWith(0, 0, 0).endsWith(1, 1);
  }

  @Test
  void blocksWithTheSameValuesShareOneDictionary() {
    String[] states = {"idle", "busy", "down"};
    var first = new BytesVector(100);
    var second = new BytesVector(100);
    for (BytesVector target : new BytesVector[] {first, second}) {
      roundTrip(strings(100, _ -> utf8(states[random.nextInt(3)])), 0, 100);
      decoder.decode(MemorySegment.ofArray(buffer.array()), 8, buffer.size() - 8, target);
    }

    assertThat(first.dictionary()).isNotNull().isSameAs(second.dictionary());
    assertThat(new String(first.data(), StandardCharsets.UTF_8)).isEqualTo("busydownidle");
  }

  @Test
  void numericsAndIntervalsComeBack() {
    Numeric[] big = {
      Numeric.NAN,
      Numeric.INFINITY,
      Numeric.NEGATIVE_INFINITY,
      Numeric.of(new BigDecimal(BigInteger.ONE.shiftLeft(200).negate(), 30)),
      Numeric.of(new BigDecimal("123.4500")),
      Numeric.of(Long.MIN_VALUE),
      Numeric.of(new BigDecimal("0.000"))
    };
    roundTripAllSizes(
        n -> {
          var vector = new NumericVector(n);
          for (int i = 0; i < n; i++) {
            if (random.nextInt(10) == 0) {
              vector.setNumeric(i, big[random.nextInt(big.length)]);
            } else {
              vector.setSmall(i, random.nextInt(100_000), 2);
            }
          }
          return vector;
        });
    roundTripAllSizes(
        n -> {
          var vector = new IntervalVector(n);
          for (int i = 0; i < n; i++) {
            vector.setInterval(i, random.nextInt(), random.nextInt(30), random.nextLong());
          }
          return vector;
        });
  }

  @Test
  void garbageIsAnErrorOrValuesButNeverACrash() {
    long[] time = {0};
    Vector[] sources = {
      longs(200, () -> random.nextLong() >>> 40),
      longs(200, () -> (time[0] += 1_000_003) + random.nextInt(50)),
      longs(200, () -> time[0] = random.nextInt(30) == 0 ? random.nextInt() : time[0]),
      longs(200, () -> random.nextInt(1000) * 1_000_003L),
      doubles(200, random::nextGaussian),
      doubles(200, () -> random.nextInt(1000) / 10.0),
      strings(200, i -> utf8("abcdefgh" + i % 9)),
      strings(200, i -> utf8("abcdefgh" + i))
    };
    for (Vector source : sources) {
      buffer.reset();
      encoder.encode(source, 0, 200, buffer);
      Vector target = Vector.allocate(source.kind(), 200);
      for (int round = 0; round < 3000; round++) {
        byte[] damaged = java.util.Arrays.copyOf(buffer.array(), buffer.size());
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          decoder.decode(MemorySegment.ofArray(damaged), 0, damaged.length, target);
        } catch (OrreryException e) {
          assertThat(e.state().code()).isEqualTo("XX001");
        }
      }
    }
  }

  @Test
  void aBlockOfAnotherKindIsRefused() {
    buffer.reset();
    encoder.encode(new LongVector(10), 0, 10, buffer);

    assertThatThrownBy(
            () ->
                decoder.decode(
                    MemorySegment.ofArray(buffer.array()), 0, buffer.size(), new DoubleVector(10)))
        .isInstanceOf(OrreryException.class)
        .hasMessageContaining("kind of values");
  }
}
