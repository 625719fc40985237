package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Reads a system relation, which is small: all its rows are made at the first call. */
final class SystemScanOperator implements Operator {

  private final PhysicalPlan.SystemScan scan;
  private final ExecutionContext context;
  private RowStore.@Nullable Reader reader;

  SystemScanOperator(PhysicalPlan.SystemScan scan, ExecutionContext context) {
    this.scan = scan;
    this.context = context;
  }

  @Override
  public @Nullable Batch next() {
    if (reader == null) {
      var rows = new RowStore(scan.types());
      scan.source()
          .produce(
              context,
              batch -> {
                context.checkCancelled();
                var wanted =
                    new Batch(OperatorFactory.columns(batch, scan.columns()), batch.rowCount());
                wanted.select(batch.selection(), batch.size());
                rows.append(wanted);
              });
      reader = rows.reader();
    }
    return reader.next();
  }

  @Override
  public void close() {}
}
