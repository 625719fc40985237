package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Reads a result that is computed once per execution, by whichever reader comes first. */
final class SpoolOperator implements Operator {

  private final PhysicalPlan.Spool spool;
  private final OperatorFactory factory;
  private RowStore.@Nullable Reader reader;

  SpoolOperator(PhysicalPlan.Spool spool, OperatorFactory factory) {
    this.spool = spool;
    this.factory = factory;
  }

  @Override
  public @Nullable Batch next() {
    if (reader == null) {
      reader = rows().reader();
    }
    return reader.next();
  }

  private RowStore rows() {
    ExecutionContext context = factory.context();
    RowStore stored = context.stored(spool.number());
    if (stored == null) {
      stored = readAll(factory, spool.input());
      context.store(spool.number(), stored);
    }
    return stored;
  }

  /** Runs a plan to its end and keeps its rows. */
  static RowStore readAll(OperatorFactory factory, PhysicalPlan plan) {
    var rows = new RowStore(plan.types());
    try (Operator operator = factory.create(plan)) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        factory.context().checkCancelled();
        rows.append(batch);
      }
    }
    return rows;
  }

  @Override
  public void close() {}
}
