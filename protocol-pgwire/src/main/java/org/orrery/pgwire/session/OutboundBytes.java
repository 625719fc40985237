package org.orrery.pgwire.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.pgwire.codec.WireLimits;

/**
 * Encoded answers on their way from the session's thread to the socket. Messages are appended to
 * {@link #sink()}; {@link #flush} hands them over and waits while {@link
 * WireLimits#OUTBOUND_BYTES_MAX} are under way, so that a slow reader stops its own session and
 * does not fill our heap.
 *
 * <p>Threads: the session's, except where noted.
 */
final class OutboundBytes {

  /** A sink that one huge row has grown beyond this is not kept. */
  private static final int SINK_BYTES_KEPT = 1 << 20;

  private static final int SINK_BYTES_FIRST = 1 << 10;

  private final Channel channel;
  private final ByteGauge gauge;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteSink sink = new ByteSink(SINK_BYTES_FIRST);

  @GuardedBy("lock")
  private long underWayBytes;

  @GuardedBy("lock")
  private boolean isClosed;

  @GuardedBy("lock")
  private boolean isTerminating;

  OutboundBytes(Channel channel, ByteGauge gauge) {
    this.channel = channel;
    this.gauge = gauge;
  }

  /** Where messages are appended. */
  ByteSink sink() {
    return sink;
  }

  /** Hands the sink's bytes over if they are worth a write of their own. */
  void flushIfLarge() {
    if (sink.length() >= WireLimits.OUTBOUND_CHUNK_BYTES) {
      flush();
    }
  }

  /**
   * Hands all bytes of the sink to the socket, piece by piece, first waiting for room.
   *
   * @throws OrreryException {@code 08006} when the client has gone
   */
  void flush() {
    int length = sink.length();
    int sent = 0;
    try {
      while (sent < length) {
        int count = Math.min(length - sent, WireLimits.OUTBOUND_BYTES_MAX);
        awaitRoom(count);
        var _ = send(sent, count);
        sent += count;
      }
    } finally {
      sink.removeFirst(sent);
      sink.trim(SINK_BYTES_KEPT);
    }
  }

  /**
   * Hands over last words without waiting.
   *
   * @return the write, or null when the client reads too slowly to get them
   */
  @Nullable ChannelFuture flushLast() {
    lock.lock();
    try {
      if (isClosed || underWayBytes >= WireLimits.OUTBOUND_BYTES_MAX) {
        return null;
      }
      hold(sink.length());
    } finally {
      lock.unlock();
    }
    ChannelFuture sent = send(0, sink.length());
    sink.truncate(0);
    return sent;
  }

  private ChannelFuture send(int offset, int length) {
    ByteBuf buffer = channel.alloc().directBuffer(length);
    buffer.writeBytes(sink.array(), offset, length);
    ChannelFuture sent = channel.writeAndFlush(buffer);
    sent.addListener(_ -> completed(length));
    return sent;
  }

  private void awaitRoom(int length) {
    lock.lock();
    try {
      while (underWayBytes >= WireLimits.OUTBOUND_BYTES_MAX && !isClosed && !isTerminating) {
        changed.await();
      }
      if (isClosed || isTerminating) {
        throw lost();
      }
      hold(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lost().causedBy(e);
    } finally {
      lock.unlock();
    }
  }

  private void completed(int length) {
    lock.lock();
    try {
      hold(-length);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting, now and later, with {@code 08006}. Any thread. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting like {@link #close}, but leaves the way free for last words. Any thread. */
  void terminate() {
    lock.lock();
    try {
      isTerminating = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void hold(long bytes) {
    underWayBytes += bytes;
    gauge.add(bytes);
  }

  static OrreryException lost() {
    return OrreryException.of(SqlState.CONNECTION_FAILURE, "connection to client lost");
  }
}
