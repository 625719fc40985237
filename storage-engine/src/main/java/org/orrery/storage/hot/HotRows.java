package org.orrery.storage.hot;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

/**
 * Rows in arrival order as column slabs. One thread appends; readers get a row count through
 * something volatile and read the rows below it. Rows never move or change.
 */
public final class HotRows {

  /** The current schema's columns in its order; published whole. */
  private volatile HotColumn[] columns = {};

  private int rowCount;

  public HotRows(TableSchema schema) {
    setSchema(schema);
  }

  /** Takes batches of another schema from now on; rows so far get new columns' missing values. */
  public void setSchema(TableSchema schema) {
    var next = new HotColumn[schema.columns().size()];
    for (int i = 0; i < next.length; i++) {
      ColumnSchema column = schema.columns().get(i);
      HotColumn known = column(column.columnId());
      if (known == null || known.kind() != column.kind()) {
        known = HotColumn.create(column.columnId(), column.kind());
        known.fill(0, column.missingValue(), rowCount);
      }
      next[i] = known;
    }
    columns = next;
  }

  /** The column with this number; null when it is not in the current schema. Any thread. */
  public @Nullable HotColumn column(int columnId) {
    for (HotColumn column : columns) {
      if (column.columnId() == columnId) {
        return column;
      }
    }
    return null;
  }

  /** Appends the selected rows of a batch of the current schema. */
  public void append(Batch batch) {
    append(batch, 0, batch.size());
  }

  /** Appends selected rows {@code [from, from + count)} of a batch of the current schema. */
  public void append(Batch batch, int from, int count) {
    HotColumn[] targets = columns;
    for (int i = 0; i < targets.length; i++) {
      targets[i].append(rowCount, batch.column(i), batch.selection(), from, count);
    }
    rowCount += count;
  }

  /** Rows appended; only the writer may ask. */
  public int rowCount() {
    return rowCount;
  }

  /** Heap taken. */
  public long bytes() {
    long total = 0;
    for (HotColumn column : columns) {
      total += column.bytes();
    }
    return total;
  }
}
