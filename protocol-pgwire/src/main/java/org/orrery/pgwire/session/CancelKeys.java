package org.orrery.pgwire.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;

/**
 * Process ids and secret keys by which other connections may cancel a session's request. Nobody is
 * told whether a key was right. Thread-safe.
 *
 * <p>A key has 32 bits, all that protocol 3.0 holds. Each session takes {@link #WRONG_GUESSES_MAX}
 * wrong keys a second and then ignores cancels until the second is over, so that guessing takes
 * years.
 */
public final class CancelKeys {

  /** Wrong keys for one session and second. */
  static final int WRONG_GUESSES_MAX = 10;

  private static final int SECRET_BYTES = 4;
  private static final long SECOND_NANOS = 1_000_000_000L;

  /**
   * Process ids count within these bits; the bits above them (below the sign) are where a cluster's
   * node number goes, by which other nodes forward cancels.
   */
  private static final int LOCAL_ID_BITS = 22;

  /** A session's key. */
  record Key(int processId, byte[] secret) {}

  private static final class Entry {
    final byte[] secret;
    final Runnable cancel;
    long windowStartNanos;
    int wrongGuesses;

    Entry(byte[] secret, Runnable cancel, long nowNanos) {
      this.secret = secret;
      this.cancel = cancel;
      this.windowStartNanos = nowNanos;
    }
  }

  private final Clock clock;
  private final Rng rng;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Integer, Entry> entries = new HashMap<>();

  @GuardedBy("lock")
  private int lastId;

  public CancelKeys(Clock clock, Rng rng) {
    this.clock = clock;
    this.rng = rng;
  }

  /** Gives a session its process id and secret; {@code cancel} may be called on any thread. */
  Key register(Runnable cancel) {
    byte[] secret = new byte[SECRET_BYTES];
    lock.lock();
    try {
      rng.secretBytes(secret);
      do {
        lastId = lastId % ((1 << LOCAL_ID_BITS) - 1) + 1;
      } while (entries.containsKey(lastId));
      entries.put(lastId, new Entry(secret, cancel, clock.nanos()));
      return new Key(lastId, secret);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a session. */
  void remove(int processId) {
    lock.lock();
    try {
      entries.remove(processId);
    } finally {
      lock.unlock();
    }
  }

  /** Cancels what the session with this id runs, if the secret is its own. */
  void cancel(int processId, byte[] secret) {
    Runnable cancel = check(processId, secret);
    if (cancel != null) {
      cancel.run();
    }
  }

  private @Nullable Runnable check(int processId, byte[] secret) {
    lock.lock();
    try {
      Entry entry = entries.get(processId);
      if (entry == null) {
        return null;
      }
      long now = clock.nanos();
      if (now - entry.windowStartNanos >= SECOND_NANOS) {
        entry.windowStartNanos = now;
        entry.wrongGuesses = 0;
      }
      if (entry.wrongGuesses >= WRONG_GUESSES_MAX) {
        return null;
      }
      if (MessageDigest.isEqual(entry.secret, secret)) {
        return entry.cancel;
      }
      entry.wrongGuesses++;
      return null;
    } finally {
      lock.unlock();
    }
  }
}
