package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Reads the last round of a recursive union. */
final class WorkTableOperator implements Operator {

  private final PhysicalPlan.WorkTable table;
  private final ExecutionContext context;
  private RowStore.@Nullable Reader reader;

  WorkTableOperator(PhysicalPlan.WorkTable table, ExecutionContext context) {
    this.table = table;
    this.context = context;
  }

  @Override
  public @Nullable Batch next() {
    if (reader == null) {
      RowStore rows = context.stored(table.number());
      if (rows == null) {
        throw Invariant.broken("work table is read outside of its recursive union");
      }
      reader = rows.reader();
    }
    return reader.next();
  }

  @Override
  public void close() {}
}
