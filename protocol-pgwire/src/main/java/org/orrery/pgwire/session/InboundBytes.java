package org.orrery.pgwire.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.pgwire.codec.ByteSource;

/**
 * Received bytes on their way from the event loop to the session's thread. When more than the limit
 * waits, the socket is no longer read until half of it is consumed, so that a fast writer fills its
 * own socket and not our heap. What is held is at most the limit plus one read. While the socket is
 * not read, nobody notices that the client leaves: a session whose queue is full finds out when it
 * reads on or writes.
 */
final class InboundBytes implements ByteSource {

  private final Channel channel;
  private final ByteGauge gauge;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<ByteBuf> chunks = new ArrayDeque<>();

  /** Counted by capacity: a client that sends single bytes holds whole buffers. */
  @GuardedBy("lock")
  private long heldBytes;

  @GuardedBy("lock")
  private int limitBytes;

  @GuardedBy("lock")
  private boolean isPaused;

  @GuardedBy("lock")
  private boolean isEnded;

  @GuardedBy("lock")
  private boolean isDiscarding;

  @GuardedBy("lock")
  private @Nullable OrreryException termination;

  InboundBytes(Channel channel, ByteGauge gauge, int limitBytes) {
    this.channel = channel;
    this.gauge = gauge;
    this.limitBytes = limitBytes;
  }

  /** Takes over a received buffer. Event loop. */
  void offer(ByteBuf chunk) {
    lock.lock();
    try {
      if (isDiscarding || isEnded || !chunk.isReadable()) {
        chunk.release();
        return;
      }
      chunks.add(chunk);
      hold(chunk.capacity());
      if (heldBytes > limitBytes && !isPaused) {
        isPaused = true;
        channel.config().setAutoRead(false);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** No more bytes will come. Any thread. */
  void end() {
    lock.lock();
    try {
      isEnded = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Makes the session's next read fail with {@code reason}. The first reason stays. Any thread. */
  void terminate(OrreryException reason) {
    lock.lock();
    try {
      if (termination == null) {
        termination = reason;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Why the session has to end, or null. Any thread. */
  @Nullable OrreryException termination() {
    lock.lock();
    try {
      return termination;
    } finally {
      lock.unlock();
    }
  }

  /** Changes how much may wait. */
  void limit(int bytes) {
    lock.lock();
    try {
      limitBytes = bytes;
      resumeIfRoom();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits and whatever comes, so that the peer can read our last words. Any thread. */
  void discard() {
    lock.lock();
    try {
      isDiscarding = true;
      chunks.forEach(ByteBuf::release);
      chunks.clear();
      hold(-heldBytes);
      resumeIfRoom();
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws OrreryException the reason given to {@link #terminate}
   */
  @Override
  public int read(byte[] target, int offset, int length) {
    lock.lock();
    try {
      while (chunks.isEmpty() && !isEnded && termination == null) {
        changed.await();
      }
      if (termination != null) {
        throw termination;
      }
      ByteBuf chunk = chunks.peek();
      if (chunk == null) {
        return -1;
      }
      int count = Math.min(length, chunk.readableBytes());
      chunk.readBytes(target, offset, count);
      if (!chunk.isReadable()) {
        chunks.remove();
        hold(-chunk.capacity());
        chunk.release();
        resumeIfRoom();
      }
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrreryException.of(SqlState.ADMIN_SHUTDOWN, "%s", ClientConnection.SHUTDOWN_MESSAGE)
          .causedBy(e);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void hold(long bytes) {
    heldBytes += bytes;
    gauge.add(bytes);
  }

  @GuardedBy("lock")
  private void resumeIfRoom() {
    if (isPaused && heldBytes <= limitBytes / 2) {
      isPaused = false;
      channel.config().setAutoRead(true);
    }
  }
}
