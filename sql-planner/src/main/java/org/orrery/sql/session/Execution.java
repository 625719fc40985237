package org.orrery.sql.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;

/** A statement being run. Thread: the session's. */
interface Execution extends AutoCloseable {

  /** The result's columns in text format; null for a statement that returns no rows. */
  @Nullable List<ResultColumn> columns();

  /** The next rows, valid until the next call; null at the end, when everything is done. */
  @Nullable Batch next();

  /**
   * The command tag once {@link #next} gave null.
   *
   * @param rows rows given to the client
   */
  String tag(long rows);

  /** Frees what is held. Idempotent. */
  @Override
  void close();
}
