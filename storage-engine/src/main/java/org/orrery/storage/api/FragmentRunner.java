package org.orrery.storage.api;

import java.util.function.Consumer;
import org.orrery.data.Batch;

/**
 * Runs a part of a plan next to the data. {@code sql-planner} implements it and alone understands
 * the bytes; {@code cluster} calls it on the node that owns the splits.
 */
public interface FragmentRunner {

  /**
   * Runs a fragment to its end.
   *
   * @param fragment the encoded plan part
   * @param access tables as this node sees them
   * @param snapshot what is visible
   * @param output takes each result batch, which it must not keep; may block
   */
  void run(byte[] fragment, TableAccess access, Snapshot snapshot, Consumer<Batch> output);
}
