package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

class BatchEntryFuzzTest {

  @Test
  void rowsOfALogEntryThatNobodyWroteAreReportedAndNothingElseHappens() {
    int rows = 20;
    var time = new LongVector(rows);
    var host = new BytesVector(rows);
    var usage = new DoubleVector(rows);
    for (int row = 0; row < rows; row++) {
      time.setLong(row, row * 10L);
      host.setString(row, "host_" + row % 3);
      usage.setDouble(row, row / 4.0);
    }
    var writer = new BatchEntryCodec.Writer();
    writer.begin(BatchEntryFuzz.SCHEMA);
    writer.add(new Batch(new Vector[] {time, host, usage}, rows));
    writer.add(new Batch(new Vector[] {time, host, usage}, 3));

    Fuzzer.run(
        BatchEntryFuzz.class, List.of(Arrays.copyOf(writer.body().array(), writer.body().size())));
  }
}
