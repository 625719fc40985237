package org.orrery.sql.exec.operator;

import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.spill.SpillFile;

/** Sorted runs in files as one. Of equal rows those of the earlier run come first. */
final class MergedRuns {

  private final List<SqlType> types;
  private final PriorityQueue<Run> runs;

  MergedRuns(List<SpillFile> files, RowOrder order) {
    types = files.getFirst().types();
    runs =
        new PriorityQueue<>(
            files.size(),
            (a, b) -> {
              int compared = order.compare(a.columns, a.row, b.columns, b.row);
              return compared != 0 ? compared : Integer.compare(a.number, b.number);
            });
    for (int i = 0; i < files.size(); i++) {
      var run = new Run(i, files.get(i).reader());
      if (run.advance()) {
        runs.add(run);
      }
    }
  }

  /** Where the merge is in a run. */
  private static final class Run {
    private final int number;
    private final SpillFile.Reader reader;
    private Vector[] columns = new Vector[0];
    private int rowCount;
    private int row;

    Run(int number, SpillFile.Reader reader) {
      this.number = number;
      this.reader = reader;
    }

    boolean advance() {
      row++;
      if (row < rowCount) {
        return true;
      }
      Batch batch = reader.next();
      if (batch == null) {
        return false;
      }
      columns = batch.columns();
      rowCount = batch.rowCount();
      row = 0;
      return true;
    }
  }

  /** The next rows; null at the end. */
  @Nullable Batch next() {
    if (runs.isEmpty()) {
      return null;
    }
    Vector[] target = VectorCopy.allocate(types, Batch.ROWS_MAX);
    int count = 0;
    while (count < Batch.ROWS_MAX) {
      Run first = runs.poll();
      if (first == null) {
        break;
      }
      for (int column = 0; column < target.length; column++) {
        target[column].copyFrom(first.columns[column], first.row, count);
      }
      count++;
      if (first.advance()) {
        runs.add(first);
      }
    }
    return new Batch(target, count);
  }
}
