package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Set-returning functions of a select list, in lockstep for each input row. */
final class ProjectSetOperator implements Operator {

  private final PhysicalPlan.ProjectSet plan;
  private final Operator input;
  private final int inputWidth;
  private final List<FunctionRows> calls = new ArrayList<>();
  private @Nullable Batch batch;
  private int index;
  private boolean isStarted;

  ProjectSetOperator(PhysicalPlan.ProjectSet plan, OperatorFactory factory) {
    this.plan = plan;
    this.input = factory.create(plan.input());
    this.inputWidth = plan.input().types().size();
    for (Expr.Call call : plan.calls()) {
      calls.add(new FunctionRows(call, factory, List.of(call.type())));
    }
  }

  @Override
  public @Nullable Batch next() {
    Vector[] columns = VectorCopy.allocate(plan.types());
    int rowCount = 0;
    while (rowCount < Batch.ROWS_MAX) {
      if (batch == null) {
        // What is made so far refers to nothing of the old batch, so reading on is safe.
        batch = input.next();
        index = 0;
        if (batch == null) {
          break;
        }
      }
      if (index == batch.size()) {
        batch = null;
        continue;
      }
      rowCount += expandRow(batch, columns, rowCount);
    }
    return rowCount == 0 ? null : new Batch(columns, rowCount);
  }

  /** Makes at most one output row of the current input row; returns how many. */
  private int expandRow(Batch rows, Vector[] columns, int row) {
    int position = rows.position(index);
    if (!isStarted) {
      calls.forEach(call -> call.start(rows, position));
      isStarted = true;
    }
    boolean any = false;
    for (FunctionRows call : calls) {
      any |= call.advance();
    }
    if (!any) {
      isStarted = false;
      index++;
      return 0;
    }
    for (int column = 0; column < inputWidth; column++) {
      columns[column].copyFrom(rows.column(column), position, row);
    }
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).copyTo(columns, inputWidth + i, row);
    }
    return 1;
  }

  @Override
  public void close() {
    input.close();
  }
}
