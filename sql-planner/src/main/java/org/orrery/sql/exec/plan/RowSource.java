package org.orrery.sql.exec.plan;

import java.util.List;
import java.util.function.Consumer;
import org.orrery.data.Batch;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/** Makes the rows of a system relation (a catalog or a statistics view). Thread-safe. */
@FunctionalInterface
public interface RowSource {

  /** Gives all rows, in batches the consumer does not keep. */
  void produce(EvaluationContext context, Consumer<Batch> output);

  /**
   * Gives at least the rows that are in all of the ranges.
   *
   * @param wanted ranges by the relation's columns
   */
  default void produce(
      EvaluationContext context, List<ColumnRange> wanted, Consumer<Batch> output) {
    produce(context, output);
  }
}
