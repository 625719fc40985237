package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
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
      // Other readers of the spool may come later, so the rows last as long as the execution.
      QueryMemory.Share memory = context.memory().share("A common table");
      stored = readAll(factory, spool.input(), memory);
      context.store(spool.number(), stored, memory);
    }
    return stored;
  }

  /**
   * Runs a plan to its end and keeps its rows, which {@code memory} is told of: in a file once it
   * is short. The caller closes them.
   */
  static RowStore readAll(OperatorFactory factory, PhysicalPlan plan, QueryMemory.Share memory) {
    try (Operator operator = factory.create(plan)) {
      return readAll(factory.context(), operator, plan.types(), memory);
    }
  }

  /** Runs an operator to its end and keeps its rows, like the above. */
  static RowStore readAll(
      ExecutionContext context, Operator operator, List<SqlType> types, QueryMemory.Share memory) {
    var rows = new RowStore(types);
    try {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        context.checkCancelled();
        append(rows, batch, context.memory(), memory);
      }
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      memory.close();
      throw e;
    }
  }

  /** Keeps the selected rows of a batch, in a file once memory is short. */
  static void append(RowStore rows, Batch batch, QueryMemory memory, QueryMemory.Share share) {
    rows.append(batch);
    if (share.isTight()) {
      rows.spill(memory.files());
    }
    share.set(rows.retainedBytes());
  }

  @Override
  public void close() {}
}
