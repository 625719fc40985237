package org.orrery.sql.exec;

import java.util.function.Consumer;
import org.orrery.data.Batch;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Runs physical plans to their end. */
public final class Executor {

  private Executor() {}

  /**
   * Runs a plan on the calling thread and gives each result batch, which {@code output} must not
   * keep, to it. Whatever happens, all that was opened is closed when this returns.
   *
   * @throws org.orrery.base.error.OrreryException what an expression or operator raises; {@code
   *     57014} when the statement is cancelled; {@code 53200} past the memory limit
   */
  public static void run(PhysicalPlan plan, ExecutionContext context, Consumer<Batch> output) {
    try (Operator operator = new OperatorFactory(context).start(plan)) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        context.checkCancelled();
        output.accept(batch);
      }
    }
  }
}
