package org.orrery.storage.chunk;

import java.util.List;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.Batch;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

/** Reads bytes as the rows of a log entry. */
public final class BatchEntryFuzz {

  static final TableSchema SCHEMA =
      new TableSchema(
          16384,
          1,
          2,
          "public",
          "cpu",
          List.of(
              new ColumnSchema(1, "time", PhysicalKind.LONG, true, null),
              new ColumnSchema(2, "host", PhysicalKind.BYTES, false, null),
              new ColumnSchema(3, "usage", PhysicalKind.DOUBLE, false, 1.5)),
          List.of(),
          null,
          List.of(),
          List.of(List.of(2)));

  private BatchEntryFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    var reader = new BatchEntryCodec.Reader();
    Fuzzer.attempt(
        () -> {
          reader.open(input, 0, input.length, SCHEMA);
          for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
            batch.size();
          }
        });
  }
}
