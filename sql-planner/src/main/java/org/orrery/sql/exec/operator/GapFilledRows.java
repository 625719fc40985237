package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.VectorCopy;

/** One group's output rows, made batch by batch. */
final class GapFilledRows {

  private final List<SqlType> types;
  private final int rowCount;
  private final List<ColumnFiller> fillers;
  private int nextRow;

  GapFilledRows(List<SqlType> types, int rowCount, List<ColumnFiller> fillers) {
    this.types = types;
    this.rowCount = rowCount;
    this.fillers = fillers;
  }

  @Nullable Batch next() {
    int count = Math.min(Batch.ROWS_MAX, rowCount - nextRow);
    if (count <= 0) {
      return null;
    }
    Vector[] columns = VectorCopy.allocate(types);
    for (int column = 0; column < columns.length; column++) {
      for (int row = 0; row < count; row++) {
        fillers.get(column).fill(nextRow + row, columns[column], row);
      }
    }
    nextRow += count;
    return new Batch(columns, count);
  }
}
