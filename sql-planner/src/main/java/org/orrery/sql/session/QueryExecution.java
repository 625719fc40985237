package org.orrery.sql.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;

/** Runs a planned statement. */
final class QueryExecution implements Execution {

  private final PlannedStatement planned;
  private final ExecutionContext context;
  private @Nullable Operator operator;
  private boolean isDone;
  private long rowsWritten;

  QueryExecution(PlannedStatement planned, ExecutionContext context) {
    this.planned = planned;
    this.context = context;
  }

  @Override
  public @Nullable List<ResultColumn> columns() {
    return planned.columns();
  }

  @Override
  public @Nullable Batch next() {
    if (isDone) {
      return null;
    }
    context.checkCancelled();
    if (operator == null) {
      operator = new OperatorFactory(context).create(planned.plan());
    }
    if (planned.columns() == null) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        rowsWritten += ((LongVector) batch.column(0)).getLong(batch.position(0));
      }
      close();
      return null;
    }
    Batch batch = operator.next();
    if (batch == null) {
      close();
    }
    return batch;
  }

  @Override
  public String tag(long rows) {
    return planned.kind().tag(planned.columns() == null ? rowsWritten : rows);
  }

  @Override
  public void close() {
    isDone = true;
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }
}
