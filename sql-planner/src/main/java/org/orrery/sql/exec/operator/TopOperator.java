package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * The first {@code n} rows of a sort, in order. Keeps at most about twice that many: rows that
 * cannot be among them are dropped on sight once {@code n} are known, the rest is cut down whenever
 * the buffer has doubled.
 */
final class TopOperator implements Operator {

  private static final int BUFFER_ROWS_MIN = 2 * Batch.ROWS_MAX;

  private final Operator input;
  private final PhysicalPlan.Sort sort;
  private final int rowsWanted;
  private final @Nullable TopBound bound;
  private final ExecutionContext context;
  private final RowOrder order;
  private final QueryMemory.Share memory;
  private final int[] selection = new int[Batch.ROWS_MAX];
  private RowStore buffer;
  private boolean isCut;
  private SortOperator.@Nullable SortedRows sorted;

  /**
   * A top-N.
   *
   * @param bound what the scan below skips by; null when the input is something else
   */
  TopOperator(
      Operator input,
      PhysicalPlan.Sort sort,
      int rowsWanted,
      ExecutionContext context,
      @Nullable TopBound bound) {
    this.bound = bound;
    this.input = input;
    this.sort = sort;
    this.rowsWanted = rowsWanted;
    this.context = context;
    this.memory = context.memory().share("A sort");
    this.order = new RowOrder(sort.keys(), sort.types());
    this.buffer = new RowStore(sort.types());
  }

  @Override
  public @Nullable Batch next() {
    if (rowsWanted == 0) {
      return null;
    }
    if (sorted == null) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        context.checkCancelled();
        keep(batch);
        memory.set(buffer.retainedBytes());
        if (buffer.rowCount() >= Math.max(BUFFER_ROWS_MIN, 2L * rowsWanted)) {
          cut();
        }
      }
      input.close();
      cut();
      sorted = SortOperator.SortedRows.sort(buffer, order);
    }
    return sorted.next();
  }

  /** Appends the rows that may be wanted; after a cut the buffer's row n-1 is the worst wanted. */
  private void keep(Batch batch) {
    if (!isCut) {
      buffer.append(batch);
      return;
    }
    int worst = rowsWanted - 1;
    int kept = 0;
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.position(i);
      if (order.compare(batch.columns(), row, buffer.pageOf(worst), RowStore.positionOf(worst))
          < 0) {
        selection[kept++] = row;
      }
    }
    if (kept > 0) {
      var better = new Batch(batch.columns(), batch.rowCount());
      better.select(selection, kept);
      buffer.append(better);
    }
  }

  private void cut() {
    if (buffer.rowCount() <= rowsWanted) {
      return;
    }
    var best = SortOperator.SortedRows.sort(buffer, order);
    var kept = new RowStore(sort.types());
    while (kept.rowCount() < rowsWanted) {
      Batch batch = best.next();
      if (batch == null) {
        break;
      }
      int rows = Math.min(batch.size(), rowsWanted - kept.rowCount());
      kept.append(new Batch(batch.columns(), rows));
    }
    buffer = kept;
    isCut = true;
    tellBound();
  }

  private void tellBound() {
    int worst = rowsWanted - 1;
    if (bound != null
        && buffer.columnOf(worst, sort.keys().getFirst().column()) instanceof LongVector keys
        && !keys.isNull(RowStore.positionOf(worst))) {
      bound.set(keys.getLong(RowStore.positionOf(worst)));
    }
  }

  @Override
  public void close() {
    input.close();
    memory.close();
  }
}
