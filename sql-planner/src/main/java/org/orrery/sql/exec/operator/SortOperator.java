package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Sorts all input rows in memory. Stable, so rows equal in the keys keep their order. */
final class SortOperator implements Operator {

  /** Most rows that {@link TopOperator} is used for. */
  static final long TOP_ROWS_MAX = 100_000;

  private final Operator input;
  private final PhysicalPlan.Sort sort;
  private final ExecutionContext context;
  private @Nullable SortedRows sorted;

  SortOperator(Operator input, PhysicalPlan.Sort sort, ExecutionContext context) {
    this.input = input;
    this.sort = sort;
    this.context = context;
  }

  @Override
  public @Nullable Batch next() {
    if (sorted == null) {
      var rows = new RowStore(sort.types());
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        context.checkCancelled();
        rows.append(batch);
      }
      input.close();
      sorted = SortedRows.sort(rows, new RowOrder(sort.keys(), sort.types()));
    }
    return sorted.next();
  }

  @Override
  public void close() {
    input.close();
    sorted = null;
  }

  /** Rows of a store in a given order. */
  static final class SortedRows {
    private final RowStore rows;
    private final int[] order;
    private final List<SqlType> types;
    private int next;

    SortedRows(RowStore rows, int[] order) {
      this.rows = rows;
      this.order = order;
      this.types = rows.types();
    }

    /** Sorts a store's rows. */
    static SortedRows sort(RowStore rows, RowOrder order) {
      var numbers = new int[rows.rowCount()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i;
      }
      MergeSort.sort(
          numbers,
          (a, b) ->
              order.compare(
                  rows.pageOf(a), RowStore.positionOf(a), rows.pageOf(b), RowStore.positionOf(b)));
      return new SortedRows(rows, numbers);
    }

    @Nullable Batch next() {
      int count = Math.min(Batch.ROWS_MAX, order.length - next);
      if (count <= 0) {
        return null;
      }
      Vector[] columns = VectorCopy.allocate(types);
      for (int column = 0; column < columns.length; column++) {
        for (int i = 0; i < count; i++) {
          int row = order[next + i];
          columns[column].copyFrom(rows.columnOf(row, column), RowStore.positionOf(row), i);
        }
      }
      next += count;
      return new Batch(columns, count);
    }
  }
}
