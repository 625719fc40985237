package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Functions in FROM, side by side, shorter ones padded with NULLs. */
final class FunctionScanOperator implements Operator {

  private final PhysicalPlan.FunctionScan scan;
  private final List<FunctionRows> calls = new ArrayList<>();
  private long ordinality;

  FunctionScanOperator(PhysicalPlan.FunctionScan scan, OperatorFactory factory) {
    this.scan = scan;
    int firstColumn = 0;
    for (Expr.Call call : scan.calls()) {
      int width = Math.max(1, call.function().outputs().size());
      calls.add(
          new FunctionRows(call, factory, scan.types().subList(firstColumn, firstColumn + width)));
      firstColumn += width;
    }
    calls.forEach(call -> call.start(OperatorFactory.noColumns(1), 0));
  }

  @Override
  public @Nullable Batch next() {
    Vector[] columns = VectorCopy.allocate(scan.types());
    int rowCount = 0;
    while (rowCount < Batch.ROWS_MAX && copyRow(columns, rowCount)) {
      if (scan.withOrdinality()) {
        columns[columns.length - 1].set(rowCount, ++ordinality);
      }
      rowCount++;
    }
    return rowCount == 0 ? null : new Batch(columns, rowCount);
  }

  private boolean copyRow(Vector[] columns, int row) {
    boolean any = false;
    int first = 0;
    for (FunctionRows call : calls) {
      any |= call.advance();
      call.copyTo(columns, first, row);
      first += call.width();
    }
    return any;
  }

  @Override
  public void close() {}
}
