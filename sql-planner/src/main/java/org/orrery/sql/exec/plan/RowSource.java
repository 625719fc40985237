package org.orrery.sql.exec.plan;

import java.util.function.Consumer;
import org.orrery.data.Batch;
import org.orrery.sql.function.EvaluationContext;

/** Makes the rows of a system relation (a catalog or a statistics view). Thread-safe. */
@FunctionalInterface
public interface RowSource {

  /** Gives all rows, in batches the consumer does not keep. */
  void produce(EvaluationContext context, Consumer<Batch> output);
}
