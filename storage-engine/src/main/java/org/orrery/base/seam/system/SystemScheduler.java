package org.orrery.base.seam.system;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.orrery.base.seam.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual threads for blocking work, daemon platform threads for computing. */
public final class SystemScheduler implements Scheduler, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SystemScheduler.class);

  private final int computeThreads = Runtime.getRuntime().availableProcessors();
  private final ExecutorService compute =
      Executors.newFixedThreadPool(
          computeThreads,
          Thread.ofPlatform()
              .daemon()
              .name("compute-", 0)
              .uncaughtExceptionHandler(SystemScheduler::died)
              .factory());

  @Override
  public Task spawn(String name, Runnable body) {
    return new ThreadTask(virtual(name).start(body));
  }

  @Override
  public Task after(long delayNanos, String name, Runnable body) {
    return new ThreadTask(
        virtual(name)
            .start(
                () -> {
                  try {
                    TimeUnit.NANOSECONDS.sleep(delayNanos);
                  } catch (InterruptedException _) {
                    // Cancelled before its time: the body does not run.
                    return;
                  }
                  body.run();
                }));
  }

  private static Thread.Builder virtual(String name) {
    return Thread.ofVirtual().name(name).uncaughtExceptionHandler(SystemScheduler::died);
  }

  private static void died(Thread thread, Throwable error) {
    LOG.error("thread.died name={}", thread.getName(), error);
  }

  @Override
  public Executor compute() {
    return compute;
  }

  @Override
  public int computeThreads() {
    return computeThreads;
  }

  /** Stops the computing threads; virtual threads end with their bodies. */
  @Override
  public void close() {
    compute.shutdownNow();
  }

  private record ThreadTask(Thread thread) implements Task {

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
