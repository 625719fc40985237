package org.orrery.sql.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.storage.api.ConcurrentChange;
import org.orrery.storage.api.Snapshot;

/** Runs a planned statement. */
final class QueryExecution implements Execution {

  private final PlannedStatement planned;
  private ExecutionContext context;

  private boolean hasGiven;
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
    while (true) {
      try {
        return nextBatch();
      } catch (OrreryException e) {
        restart(e);
      }
    }
  }

  /**
   * Runs a statement again that has met a row which is newer than its snapshot, if nothing of it
   * was given away; throws the error otherwise. Rows are locked before anything is written, so
   * there is nothing to undo.
   */
  private void restart(OrreryException error) {
    boolean mayRestart = !hasGiven && error.getCause() instanceof ConcurrentChange;
    Snapshot snapshot = mayRestart ? context.transaction().restart(0) : null;
    if (snapshot == null) {
      throw error;
    }
    close();
    isDone = false;
    rowsWritten = 0;
    context = context.restarted(snapshot);
  }

  private @Nullable Batch nextBatch() {
    if (isDone) {
      return null;
    }
    context.checkCancelled();
    if (operator == null) {
      operator = new OperatorFactory(context).start(planned.plan());
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
    hasGiven = true;
    return batch;
  }

  /** Whether it only reads. */
  boolean isQuery() {
    return planned.kind() == PlannedStatement.Kind.SELECT;
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
