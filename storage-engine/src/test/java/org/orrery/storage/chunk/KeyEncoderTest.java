package org.orrery.storage.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

class KeyEncoderTest {

  @Test
  void neighbouringKeysHaveHashesOfTheirOwn() {
    var key = new UniqueKey(1, "t_pkey", List.of(1));
    var schema =
        new TableSchema(
            1,
            2,
            1,
            "public",
            "t",
            List.of(new ColumnSchema(1, "id", PhysicalKind.LONG, true, null)),
            List.of(key),
            null,
            List.of(),
            List.of());
    var encoder = new KeyEncoder(schema, key);
    var ids = new LongVector(1);
    var hashes = new HashSet<Long>();

    for (int id = 0; id < 100_000; id++) {
      ids.setLong(0, id);
      assertThat(encoder.encode(new Vector[] {ids}, 0)).isTrue();
      hashes.add(encoder.hash64());
    }

    assertThat(hashes).hasSize(100_000);
  }
}
