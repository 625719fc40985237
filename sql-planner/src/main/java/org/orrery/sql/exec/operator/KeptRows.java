package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.spill.SpillFile;

/**
 * Rows of a statement that are read again, in their order: in memory, and all of them in a file
 * once memory is short. One thread.
 */
final class KeptRows implements AutoCloseable {

  private final QueryMemory memory;
  private final QueryMemory.Share share;
  private RowStore rows;
  private @Nullable SpillFile file;
  private long rowCount;

  /** No rows yet; {@code share} is told of those in memory. */
  KeptRows(QueryMemory memory, QueryMemory.Share share, List<SqlType> types) {
    this.memory = memory;
    this.share = share;
    this.rows = new RowStore(types);
  }

  /** Adds the selected rows of a batch. */
  void append(Batch batch) {
    rowCount += batch.size();
    SpillFile spilled = file;
    if (spilled != null) {
      spilled.append(batch);
      return;
    }
    rows.append(batch);
    if (share.isTight()) {
      spill();
    }
    share.set(retainedBytes());
  }

  private void spill() {
    SpillFile spilled = memory.files().create(rows.types());
    file = spilled;
    RowStore.Reader reader = rows.reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      spilled.append(batch);
    }
    rows = new RowStore(rows.types());
  }

  private long retainedBytes() {
    return file == null ? rows.retainedBytes() : file.retainedBytes();
  }

  /** How many rows there are. */
  long rowCount() {
    return rowCount;
  }

  /** All rows have been added. */
  void finish() {
    if (file != null) {
      file.finish();
      share.set(0);
    }
  }

  /** Takes batches, each of them valid until the next. */
  interface Visitor {
    void visit(Batch batch);
  }

  /** Shows all rows, after {@link #finish}; may be asked again. */
  void forEach(Visitor visitor) {
    if (file != null) {
      SpillFile.Reader reader = file.reader();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        visitor.visit(batch);
      }
      return;
    }
    RowStore.Reader reader = rows.reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      visitor.visit(batch);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
