package org.orrery.sql.function.set;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.SetFunction;

/** Rows that are all computed already, given in batches. */
public final class VectorRows implements SetFunction.Rows {

  private final EvaluationContext context;
  private final int count;
  private final Vector[] columns;
  private final Batch batch;
  private int next;

  private VectorRows(EvaluationContext context, int count, Vector[] columns) {
    this.context = context;
    this.count = count;
    this.columns = columns;
    var targets = new Vector[columns.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = Vector.allocate(columns[i].kind(), Math.min(Batch.ROWS_MAX, count));
    }
    this.batch = new Batch(targets, 0);
  }

  /** The first {@code count} rows of {@code columns}. */
  public static SetFunction.Rows of(EvaluationContext context, int count, Vector... columns) {
    return new VectorRows(context, count, columns);
  }

  @Override
  public @Nullable Batch next() {
    if (next >= count) {
      return null;
    }
    context.checkCancelled();
    int rows = Math.min(Batch.ROWS_MAX, count - next);
    for (int column = 0; column < columns.length; column++) {
      Vector target = batch.column(column);
      target.clear();
      for (int i = 0; i < rows; i++) {
        target.copyFrom(columns[column], next + i, i);
      }
    }
    next += rows;
    batch.reset(rows);
    return batch;
  }
}
