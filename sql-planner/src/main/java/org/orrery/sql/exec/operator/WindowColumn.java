package org.orrery.sql.exec.operator;

import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;

/** The results of one window call, in pages like those of a {@link RowStore}. */
final class WindowColumn {

  private final Vector[] pages;

  WindowColumn(SqlType type, int rowCount) {
    pages = new Vector[(rowCount + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX];
    for (int page = 0; page < pages.length; page++) {
      int rows = Math.min(Batch.ROWS_MAX, rowCount - page * Batch.ROWS_MAX);
      pages[page] = Vector.allocate(type.kind(), rows);
    }
  }

  /** The vector of a row, which is at {@link RowStore#positionOf} there. */
  Vector of(int row) {
    return pages[row / Batch.ROWS_MAX];
  }

  /** Bytes of heap held, roughly. */
  long retainedBytes() {
    long bytes = 0;
    for (Vector page : pages) {
      bytes += page.retainedBytes();
    }
    return bytes;
  }
}
