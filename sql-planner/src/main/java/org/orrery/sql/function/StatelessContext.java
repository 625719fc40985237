package org.orrery.sql.function;

import org.orrery.base.error.Invariant;
import org.orrery.base.error.Notice;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.data.type.FormatSettings;

/**
 * For immutable functions called outside of a statement: knows default formats and nothing else.
 */
public enum StatelessContext implements EvaluationContext {
  INSTANCE;

  @Override
  public FormatSettings format() {
    return FormatSettings.DEFAULT;
  }

  @Override
  public long transactionMicros() {
    throw stateless();
  }

  @Override
  public long statementMicros() {
    throw stateless();
  }

  @Override
  public Clock clock() {
    throw stateless();
  }

  @Override
  public Rng rng() {
    throw stateless();
  }

  @Override
  public void notice(Notice notice) {
    throw stateless();
  }

  @Override
  public void checkCancelled() {}

  @Override
  public <T> T session(Class<T> type) {
    throw stateless();
  }

  private static RuntimeException stateless() {
    return Invariant.broken("an immutable function asked for session state");
  }
}
