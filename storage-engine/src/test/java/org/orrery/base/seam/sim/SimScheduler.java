package org.orrery.base.seam.sim;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;

/**
 * Runs all threads of a simulation on the one thread that calls {@link #run}, and picks who goes on
 * at every switch from a seed: the same seed gives the same interleaving. When nobody can go on,
 * time moves to the next deadline.
 *
 * <p>The threads are virtual threads given an executor of ours, by a constructor of the JDK that is
 * not public (needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}). Timed waits of the JDK
 * still use real time: code under simulation waits by the seams. Only simulated threads may join or
 * wait; the caller of {@link #run} must not.
 */
public final class SimScheduler implements Scheduler {

  private static final Constructor<?> BUILDER = builder();

  private final Rng rng;
  private final SimClock clock;
  private final Thread.Builder.OfVirtual threads;
  private final List<Runnable> runnable = new ArrayList<>();
  private final List<Throwable> uncaught = new ArrayList<>();

  public SimScheduler(Rng rng, SimClock clock) {
    this.rng = rng;
    this.clock = clock;
    try {
      Executor carrier = this::enqueue;
      this.threads = (Thread.Builder.OfVirtual) BUILDER.newInstance(carrier);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads of this JDK take no executor", e);
    }
    threads.uncaughtExceptionHandler(
        (_, error) -> {
          synchronized (uncaught) {
            uncaught.add(error);
          }
        });
  }

  private static Constructor<?> builder() {
    try {
      Constructor<?> constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private void enqueue(Runnable step) {
    synchronized (runnable) {
      runnable.add(step);
    }
  }

  private @Nullable Runnable pick() {
    synchronized (runnable) {
      return runnable.isEmpty() ? null : runnable.remove(rng.nextInt(runnable.size()));
    }
  }

  /** Runs until all threads have ended or wait for ever; throws what a thread did not catch. */
  public void run() {
    runUntil(() -> false);
  }

  /** Runs as {@link #run}, and at most until {@code isDone}, which is asked at every switch. */
  public void runUntil(BooleanSupplier isDone) {
    while (!isDone.getAsBoolean()) {
      Runnable step = pick();
      if (step != null) {
        step.run();
        rethrow();
      } else if (!clock.advanceToNextDeadline()) {
        return;
      }
    }
  }

  private void rethrow() {
    synchronized (uncaught) {
      if (!uncaught.isEmpty()) {
        var failure = new AssertionError("a simulated thread died", uncaught.getFirst());
        uncaught.clear();
        throw failure;
      }
    }
  }

  @Override
  public Task spawn(String name, Runnable body) {
    return new SimTask(threads.name(name).start(body));
  }

  @Override
  public Task after(long delayNanos, String name, Runnable body) {
    long deadline = clock.nanos() + delayNanos;
    return spawn(
        name,
        () -> {
          try {
            clock.sleepUntil(deadline);
          } catch (InterruptedException _) {
            return;
          }
          body.run();
        });
  }

  @Override
  public Executor compute() {
    return body -> spawn("compute", body);
  }

  @Override
  public int computeThreads() {
    return 2;
  }

  private record SimTask(Thread thread) implements Task {

    @Override
    public void cancel() {
      thread.interrupt();
    }

    @Override
    public void join() throws InterruptedException {
      thread.join();
    }
  }
}
