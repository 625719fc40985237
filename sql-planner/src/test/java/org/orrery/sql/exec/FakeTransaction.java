package org.orrery.sql.exec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;

/** Makes appended rows visible to scans at once, and notes deletions. */
public final class FakeTransaction extends TransactionDouble {

  private final FakeTables tables;
  public final List<String> log = new ArrayList<>();
  public int flushes;

  public FakeTransaction(FakeTables tables) {
    this.tables = tables;
  }

  @Override
  public Snapshot snapshot() {
    return FakeTables.SNAPSHOT;
  }

  @Override
  public void append(TableSchema schema, Batch rows) {
    var kept = new Vector[rows.columns().length];
    for (int column = 0; column < kept.length; column++) {
      kept[column] = Vector.allocate(rows.column(column).kind(), rows.size());
      VectorCopy.append(rows, column, 0, rows.size(), kept[column], 0);
    }
    tables.add(schema, List.of(new Batch(kept, rows.size())));
    for (int i = 0; i < rows.size(); i++) {
      var values = new ArrayList<String>();
      for (Vector column : kept) {
        Object value = column.get(i);
        values.add(
            value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value));
      }
      log.add("append " + String.join(",", values));
    }
  }

  @Override
  public int delete(TableSchema schema, Snapshot snapshot, long chunkId, long[] ids, int count) {
    log.add("delete " + chunkId + " " + Arrays.toString(Arrays.copyOf(ids, count)));
    return count;
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public int savepoint() {
    return 0;
  }

  @Override
  public void rollbackTo(int savepoint) {}

  @Override
  public void commit() {}

  @Override
  public void rollback() {}

  @Override
  public void onCommit(LongConsumer action) {}
}
