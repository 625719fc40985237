package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/** Reads a system relation, which is small: all its rows are made at the first call. */
final class SystemScanOperator implements Operator {

  private final PhysicalPlan.SystemScan scan;
  private final ExecutionContext context;

  /** Null when no row can match. */
  private final @Nullable List<ColumnRange> wanted;

  private RowStore.@Nullable Reader reader;

  /** The rows that are in further ranges too, by the relation's columns. */
  SystemScanOperator(
      PhysicalPlan.SystemScan scan, OperatorFactory factory, List<ColumnRange> further) {
    this.scan = scan;
    this.context = factory.context();
    List<ColumnRange> ranges = ScanBounds.ranges(scan.bounds(), factory.expressions());
    for (ColumnRange range : further) {
      ranges = ranges == null ? null : ScanBounds.with(ranges, range);
    }
    this.wanted = ranges;
  }

  @Override
  public @Nullable Batch next() {
    if (reader == null) {
      var rows = new RowStore(scan.types());
      if (wanted != null) {
        scan.source().produce(context, wanted, batch -> append(batch, rows));
      }
      reader = rows.reader();
    }
    return reader.next();
  }

  private void append(Batch batch, RowStore rows) {
    context.checkCancelled();
    var kept = new Batch(OperatorFactory.columns(batch, scan.columns()), batch.rowCount());
    kept.select(batch.selection(), batch.size());
    rows.append(kept);
  }

  @Override
  public void close() {}
}
