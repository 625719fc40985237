package org.orrery.sql.exec.operator;

import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;

/**
 * The results of one window call, in pages like those of a {@link RowStore}, which are put into a
 * file once memory is short. Written from the first row to the last.
 */
final class WindowColumn implements AutoCloseable {

  private final RowStore results;
  private final int rowCount;
  private final QueryMemory memory;
  private final QueryMemory.Share share;

  WindowColumn(SqlType type, int rowCount, QueryMemory memory) {
    this.results = new RowStore(List.of(type));
    this.rowCount = rowCount;
    this.memory = memory;
    this.share = memory.share("A window");
  }

  /** The vector of a row, which is at {@link RowStore#positionOf} there. */
  Vector of(int row) {
    while (row >= results.rowCount()) {
      results.extend(Math.min(Batch.ROWS_MAX, rowCount - results.rowCount()));
      if (share.isTight()) {
        results.spill(memory.files());
      }
      share.set(results.retainedBytes());
    }
    return results.columnOf(row, 0);
  }

  @Override
  public void close() {
    results.close();
    share.close();
  }
}
