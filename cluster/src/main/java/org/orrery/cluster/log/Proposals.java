package org.orrery.cluster.log;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;

/** Waiting for what {@link ReplicatedLog#append} returns. */
public final class Proposals {

  private Proposals() {}

  /**
   * Waits for a future and throws the error it failed with. Not interruptible: what is on its way
   * through the log happens, and whoever proposed it has to know.
   */
  @CanIgnoreReturnValue
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw error(e);
    }
  }

  /** The error that a future failed with. */
  public static OrreryException error(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof OrreryException known) {
      return known;
    }
    return Invariant.broken("a proposal failed").causedBy(cause);
  }
}
