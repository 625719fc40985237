package org.orrery.storage.chunk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/** Small tables for tests: (time LONG, tag BYTES, value DOUBLE), unique on (tag, time). */
final class Tables {

  static final UniqueKey KEY = new UniqueKey(77, "cpu_pkey", List.of(2, 1));

  static final TableSchema CPU =
      new TableSchema(
          16384,
          16385,
          1,
          "public",
          "cpu",
          List.of(
              new ColumnSchema(1, "time", PhysicalKind.LONG, true, null),
              new ColumnSchema(2, "tag", PhysicalKind.BYTES, false, null),
              new ColumnSchema(3, "value", PhysicalKind.DOUBLE, false, null)),
          List.of(KEY),
          new TableSchema.Partitioning(1, 1_000_000),
          List.of(2, 1),
          List.of(List.of(2, 1), List.of(1), List.of(3, 1)));

  /** The same table in another order, as a later version. */
  static TableSchema sortedBy(int version, Integer... columnIds) {
    return new TableSchema(
        CPU.tableOid(),
        CPU.storageId(),
        version,
        CPU.schemaName(),
        CPU.name(),
        CPU.columns(),
        CPU.uniqueKeys(),
        CPU.partitioning(),
        List.of(columnIds),
        CPU.indexes());
  }

  static final ChunkInfo INFO = new ChunkInfo(42, 16385, 0, 1_000_000, 0);

  private Tables() {}

  /** One row as values. */
  record Row(long time, @Nullable String tag, @Nullable Double value) {}

  static Batch batch(Row... rows) {
    return batch(List.of(rows));
  }

  static Batch batch(List<Row> rows) {
    Vector[] columns = {
      Vector.allocate(PhysicalKind.LONG, rows.size()),
      Vector.allocate(PhysicalKind.BYTES, rows.size()),
      Vector.allocate(PhysicalKind.DOUBLE, rows.size())
    };
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      columns[0].set(i, row.time());
      columns[1].set(i, row.tag() == null ? null : utf8(row.tag()));
      columns[2].set(i, row.value());
    }
    return new Batch(columns, rows.size());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ScanRequest request(Snapshot snapshot, ColumnRange... ranges) {
    return new ScanRequest(CPU, IntStream.range(0, 3).toArray(), snapshot, List.of(ranges), null);
  }

  /** A row with its name. */
  record Named(long rowId, Row row) {}

  static List<Named> scan(Chunk chunk, Snapshot snapshot, ColumnRange... ranges) {
    try (ScanCursor cursor = chunk.cursor(request(snapshot, ranges))) {
      return drain(cursor);
    }
  }

  static List<Named> drain(ScanCursor cursor) {
    var rows = new ArrayList<Named>();
    while (cursor.next()) {
      long[] rowIds = cursor.rowIds();
      int[] visible = cursor.visible();
      for (int i = 0; i < cursor.visibleCount(); i++) {
        int at = visible == null ? i : visible[i];
        byte[] tag = (byte[]) cursor.column(1).get(at);
        Object time = cursor.column(0).get(at);
        rows.add(
            new Named(
                rowIds[at],
                new Row(
                    time == null ? -1 : (Long) time,
                    tag == null ? null : new String(tag, StandardCharsets.UTF_8),
                    (Double) cursor.column(2).get(at))));
      }
    }
    return rows;
  }

  static List<Row> rows(Chunk chunk, Snapshot snapshot, ColumnRange... ranges) {
    return scan(chunk, snapshot, ranges).stream().map(Named::row).toList();
  }
}
