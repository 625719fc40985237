package org.orrery.sql.exec.operator;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.api.Split;

/**
 * The first rows of an order by an indexed column: those near the end that the index knows, when
 * they are enough, else those of the whole table.
 */
final class TopEdge implements Operator {

  private static final int ROWS_MAX = 64;

  /** More rows than are wanted, since some may be deleted or not be visible. */
  private static final int SPARE_ROWS = 16;

  private final Operator edge;
  private final int rows;
  private final PhysicalPlan.Sort sort;
  private final Supplier<Operator> whole;
  private @Nullable Operator instead;
  private RowStore.@Nullable Reader found;

  /**
   * Rows.
   *
   * @param edge the first rows of a range
   * @param whole makes the first rows of all
   */
  TopEdge(Operator edge, int rows, PhysicalPlan.Sort sort, Supplier<Operator> whole) {
    this.edge = edge;
    this.rows = rows;
    this.sort = sort;
    this.whole = whole;
  }

  /** The range in which an index says that there are enough rows; null when none does. */
  static @Nullable ColumnRange range(
      PhysicalPlan.Sort sort, PhysicalPlan.TableScan scan, int rows, OperatorFactory factory) {
    SortKey key = sort.keys().getFirst();
    int column = scan.columns().get(Pipelines.scanColumn(sort.input(), key.column()));
    boolean isWhole =
        scan.table().partitioning() == null && Pipelines.parallelScan(sort.input()) != null;
    boolean hasNullsFirst = key.nullsFirst() && !scan.table().columns().get(column).isNotNull();
    if (!isWhole || scan.filter() != null || hasNullsFirst || rows > ROWS_MAX || rows == 0) {
      return null;
    }
    Long best = null;
    var access = factory.context().access();
    for (Split split : TableScanOperator.splits(scan, factory).all()) {
      Long value =
          access.edge(scan.table(), column, key.isDescending(), 2 * rows + SPARE_ROWS, split);
      best = value == null ? best : value;
    }
    if (best == null) {
      return null;
    }
    return key.isDescending()
        ? new ColumnRange(column, best, null)
        : new ColumnRange(column, null, best);
  }

  @Override
  public @Nullable Batch next() {
    if (instead != null) {
      return instead.next();
    }
    if (found == null) {
      var kept = new RowStore(sort.input().types());
      for (Batch batch = edge.next(); batch != null; batch = edge.next()) {
        kept.append(batch);
      }
      if (kept.rowCount() < rows) {
        instead = whole.get();
        return instead.next();
      }
      found = kept.reader();
    }
    return found.next();
  }

  @Override
  public void close() {
    edge.close();
    if (instead != null) {
      instead.close();
    }
  }
}
