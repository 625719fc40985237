package org.orrery.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.FileStore;
import org.orrery.data.Batch;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.LockWaits;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.Transaction;
import org.orrery.storage.api.UniqueKey;

/** Small tables: (time LONG, tag BYTES, value DOUBLE), chunks of 1,000. */
final class TestTables {

  static final TableSchema SERIES = series(16500, List.of());
  static final TableSchema KEYED =
      series(16600, List.of(new UniqueKey(77, "series_pkey", List.of(2, 1))));

  private TestTables() {}

  static TableSchema series(long storageId, List<UniqueKey> keys) {
    return new TableSchema(
        16384,
        storageId,
        1,
        "public",
        "series",
        List.of(
            new ColumnSchema(1, "time", PhysicalKind.LONG, true, null),
            new ColumnSchema(2, "tag", PhysicalKind.BYTES, false, null),
            new ColumnSchema(3, "value", PhysicalKind.DOUBLE, false, null)),
        keys,
        new TableSchema.Partitioning(1, 1000),
        List.of(2, 1),
        List.of());
  }

  /** Waits for locks that end soon. */
  static LockWaits shortWaits() {
    return new LockWaits() {
      @Override
      public int processId() {
        return 1;
      }

      @Override
      public long lockTimeoutNanos() {
        return 1_000_000;
      }

      @Override
      public long deadlockTimeoutNanos() {
        return 1_000_000_000;
      }

      @Override
      public long nanosLeft() {
        return Long.MAX_VALUE;
      }

      @Override
      public void checkCancelled() {}
    };
  }

  /** One row. */
  record Row(long time, @Nullable String tag, @Nullable Double value) {}

  static Row row(long time, String tag, double value) {
    return new Row(time, tag, value);
  }

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
      String tag = row.tag();
      columns[0].set(i, row.time());
      columns[1].set(i, tag == null ? null : tag.getBytes(StandardCharsets.UTF_8));
      columns[2].set(i, row.value());
    }
    return new Batch(columns, rows.size());
  }

  /** Rows {@code [from, to)}, one for each time, tagged {@code tag}. */
  static Batch range(long from, long to, String tag) {
    List<Row> rows = new ArrayList<>();
    for (long time = from; time < to; time++) {
      rows.add(row(time, tag, time / 2.0));
    }
    return batch(rows);
  }

  static void insert(TableAccess tables, TableSchema schema, Batch... batches) {
    try (Transaction transaction = tables.begin(Transaction.Isolation.READ_COMMITTED)) {
      for (Batch each : batches) {
        transaction.append(schema, each);
      }
      transaction.commit();
    }
  }

  static List<Row> rows(TableAccess tables, TableSchema schema) {
    try (Transaction transaction = tables.begin(Transaction.Isolation.READ_COMMITTED)) {
      return rows(tables, schema, transaction.snapshot());
    }
  }

  static List<Row> rows(TableAccess tables, TableSchema schema, Snapshot snapshot) {
    List<Row> rows = new ArrayList<>();
    forEach(tables, schema, snapshot, (_, row) -> rows.add(row));
    return rows;
  }

  /** A row's chunk and name. */
  record Name(long chunkId, long rowId) {}

  interface Visitor {
    void visit(Name name, Row row);
  }

  static void forEach(TableAccess tables, TableSchema schema, Snapshot snapshot, Visitor visitor) {
    var request =
        new ScanRequest(schema, IntStream.range(0, 3).toArray(), snapshot, List.of(), null);
    for (Split split : tables.splits(request)) {
      try (ScanCursor cursor = tables.open(request, split)) {
        while (cursor.next()) {
          visitBlock(split.chunk().chunkId(), cursor, visitor);
        }
      }
    }
  }

  private static void visitBlock(long chunkId, ScanCursor cursor, Visitor visitor) {
    int[] visible = cursor.visible();
    long[] rowIds = cursor.rowIds().clone();
    for (int i = 0; i < cursor.visibleCount(); i++) {
      int at = visible == null ? i : visible[i];
      byte[] tag = (byte[]) cursor.column(1).get(at);
      Object time = cursor.column(0).get(at);
      visitor.visit(
          new Name(chunkId, rowIds[at]),
          new Row(
              time == null ? -1 : (Long) time,
              tag == null ? null : new String(tag, StandardCharsets.UTF_8),
              (Double) cursor.column(2).get(at)));
    }
  }

  /** Deletes the row at {@code time}; returns how many were. */
  static int delete(TableAccess tables, TableSchema schema, Transaction transaction, long time) {
    Snapshot snapshot = transaction.snapshot();
    List<Name> names = new ArrayList<>();
    forEach(
        tables,
        schema,
        snapshot,
        (name, row) -> {
          if (row.time() == time) {
            names.add(name);
          }
        });
    int deleted = 0;
    for (Name name : names) {
      long[] rowIds = {name.rowId()};
      deleted += transaction.delete(schema, snapshot, name.chunkId(), rowIds, 1);
    }
    return deleted;
  }

  /** The files in a node's store whose names end so, of all shards. */
  static List<Path> segmentFiles(FileStore store, String ending) {
    List<Path> found = new ArrayList<>();
    try {
      for (int shard = 1; shard <= NodeOptions.SHARDS; shard++) {
        for (Path name : store.list(Path.of("segments", "shard-" + shard))) {
          if (name.toString().endsWith(ending)) {
            found.add(name);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
