package org.orrery.sql.exec;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.function.EvaluationContext;

/** A session at 2024-01-01 00:00 UTC that can be cancelled, with a scheduler of some threads. */
public final class FakeSession implements EvaluationContext, Scheduler {

  public static final long NOW = 1_704_067_200_000_000L;

  public final AtomicBoolean isCancelled = new AtomicBoolean();
  public int threads = 1;

  @Override
  public FormatSettings format() {
    return FormatSettings.DEFAULT;
  }

  @Override
  public long transactionMicros() {
    return NOW;
  }

  @Override
  public long statementMicros() {
    return NOW;
  }

  @Override
  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rng rng() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void notice(Notice notice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkCancelled() {
    if (isCancelled.get()) {
      throw OrreryException.of(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
  }

  @Override
  public <T> T session(Class<T> type) {
    throw new IllegalStateException("no " + type);
  }

  @Override
  public Task spawn(String name, Runnable body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Task after(long delayNanos, String name, Runnable body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Executor compute() {
    return ForkJoinPool.commonPool();
  }

  @Override
  public int computeThreads() {
    return threads;
  }
}
