package org.orrery.storage.manifest;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.ByteSink;
import org.orrery.data.PhysicalKind;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

class ManifestFuzzTest {

  @Test
  void aDamagedManifestIsReportedAndNothingElseHappens() {
    var schema =
        new TableSchema(
            16384,
            1,
            2,
            "public",
            "cpu",
            List.of(
                new ColumnSchema(1, "time", PhysicalKind.LONG, true, null),
                new ColumnSchema(2, "host", PhysicalKind.BYTES, false, new byte[] {'a'})),
            List.of(),
            null,
            List.of(1),
            List.of(List.of(2, 1)));
    var sink = new ByteSink(64);
    sink.writeByte(Manifest.PUT);
    SchemaCodec.encode(schema, sink);

    Fuzzer.run(ManifestFuzz.class, List.of(Arrays.copyOf(sink.array(), sink.length())));
  }
}
