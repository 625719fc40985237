package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;

/** A running operator. Used by one thread. */
public interface Operator extends AutoCloseable {

  /** The next batch with at least one selected row, valid until the next call; null at the end. */
  @Nullable Batch next();

  /** Frees what is held, inputs included. Idempotent. */
  @Override
  void close();
}
