package org.orrery.sql.function;

import org.orrery.base.error.Notice;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.data.type.FormatSettings;

/** What a function may know of the statement, transaction and session it runs in. */
public interface EvaluationContext {

  /** How values are read and written. */
  FormatSettings format();

  /** {@code now()}: wall µs at the start of the transaction. */
  long transactionMicros();

  /** {@code statement_timestamp()}: wall µs when the statement arrived. */
  long statementMicros();

  /** Time, for {@code clock_timestamp()} and waiting. */
  Clock clock();

  /** Randomness, for {@code random()} and uuids. */
  Rng rng();

  /** Sends a notice to the client. */
  void notice(Notice notice);

  /** Throws {@code 57014} when the statement was cancelled or timed out. Called once per batch. */
  void checkCancelled();

  /**
   * Something of the session that a function needs, such as the catalog as of this statement.
   *
   * @throws IllegalStateException when this execution has no such thing
   */
  <T> T session(Class<T> type);
}
