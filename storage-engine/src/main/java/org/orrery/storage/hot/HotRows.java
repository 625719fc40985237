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

  /** What rows to come have. */
  private TableSchema schema;

  /** The schema's columns in its order, published whole; null before anybody needs them. */
  private volatile HotColumn @Nullable [] columns;

  private int rowCount;

  public HotRows(TableSchema schema) {
    this.schema = schema;
  }

  /** Takes batches of another schema from now on; rows so far get new columns' missing values. */
  public synchronized void setSchema(TableSchema newSchema) {
    schema = newSchema;
    if (columns != null) {
      columns = columnsOf(newSchema);
    }
  }

  private HotColumn[] columnsOf(TableSchema wanted) {
    var next = new HotColumn[wanted.columns().size()];
    for (int i = 0; i < next.length; i++) {
      ColumnSchema column = wanted.columns().get(i);
      HotColumn known = known(column.columnId());
      if (known == null || known.kind() != column.kind()) {
        known = HotColumn.create(column.columnId(), column.kind());
        known.fill(0, column.missingValue(), rowCount);
      }
      next[i] = known;
    }
    return next;
  }

  private @Nullable HotColumn known(int columnId) {
    HotColumn[] all = columns;
    if (all != null) {
      for (HotColumn column : all) {
        if (column.columnId() == columnId) {
          return column;
        }
      }
    }
    return null;
  }

  /** The columns: most chunks of a node never get hot rows again, and do without. */
  private HotColumn[] columns() {
    HotColumn[] known = columns;
    return known != null ? known : makeColumns();
  }

  private synchronized HotColumn[] makeColumns() {
    HotColumn[] known = columns;
    if (known == null) {
      known = columnsOf(schema);
      columns = known;
    }
    return known;
  }

  /** The column with this number; null when it is not in the current schema. Any thread. */
  public @Nullable HotColumn column(int columnId) {
    HotColumn[] _ = columns();
    return known(columnId);
  }

  /** Appends the selected rows of a batch of the current schema. */
  public void append(Batch batch) {
    append(batch, 0, batch.size());
  }

  /** Appends selected rows {@code [from, from + count)} of a batch of the current schema. */
  public void append(Batch batch, int from, int count) {
    HotColumn[] targets = columns();
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
    HotColumn[] all = columns;
    if (all == null) {
      return 0;
    }
    for (HotColumn column : all) {
      total += column.bytes();
    }
    return total;
  }
}
