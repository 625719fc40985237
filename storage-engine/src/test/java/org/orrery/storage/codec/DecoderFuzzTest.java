package org.orrery.storage.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

class DecoderFuzzTest {

  private final Random random = new Random(1);

  @Test
  void aDamagedBlockIsReportedAndNothingElseHappens() {
    List<byte[]> seeds = new ArrayList<>();
    for (PhysicalKind kind : PhysicalKind.values()) {
      for (int spread : new int[] {1, 5, 1000, 1_000_000_000}) {
        seeds.add(encoded(kind, spread));
      }
    }

    Fuzzer.run(DecoderFuzz.class, seeds);
  }

  @SuppressWarnings("EnumOrdinal") // the fuzzer reads it back by the same order
  private byte[] encoded(PhysicalKind kind, int spread) {
    int rows = 200;
    Vector vector = Vector.allocate(kind, rows);
    for (int row = 0; row < rows; row++) {
      int value = random.nextInt(spread);
      switch (vector) {
        case LongVector longs -> longs.setLong(row, (long) row * spread + value);
        case DoubleVector doubles -> doubles.setDouble(row, value / 8.0);
        case BytesVector bytes -> bytes.setString(row, "value " + value);
        case NumericVector numerics -> numerics.setNumeric(row, Numeric.of(value));
        case IntervalVector intervals -> intervals.setInterval(row, value, 1, 2);
      }
      if (random.nextInt(9) == 0) {
        vector.setNull(row);
      }
    }
    var buffer = new EncodeBuffer(64);
    buffer.putByte(Arrays.asList(PhysicalKind.values()).indexOf(kind));
    new ColumnEncoder().encode(vector, 0, rows, buffer);
    return Arrays.copyOf(buffer.array(), buffer.size());
  }
}
