package org.orrery.pgwire.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;
import org.orrery.pgwire.codec.BackendEncoder;
import org.orrery.pgwire.codec.FrameReader;
import org.orrery.pgwire.spi.BackendSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from connecting to hanging up. {@link #run} is the body of the connection's virtual
 * thread, on which everything happens that a message means; the event loop only calls {@link
 * #received} and {@link #lost}. While the client is idle, the thread waits and costs its few frames
 * of heap.
 */
public final class ClientConnection implements Runnable {

  static final String SHUTDOWN_MESSAGE = "terminating connection due to administrator command";

  /** How long a client that was sent a fatal error may take to read it. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final ServerContext server;
  private final Channel channel;
  private final InboundBytes inbound;
  private final OutboundBytes outbound;
  private final FrameReader frames;
  private final BackendEncoder encoder;
  private volatile @Nullable BackendSession session;
  private volatile boolean isLost;

  public ClientConnection(ServerContext server, Channel channel, int inboundBytesMax) {
    this.server = server;
    this.channel = channel;
    this.inbound = new InboundBytes(channel, server.inbound(), inboundBytesMax);
    this.outbound = new OutboundBytes(channel, server.outbound());
    this.frames = new FrameReader(inbound);
    this.encoder = new BackendEncoder(outbound.sink());
  }

  /** Starts the connection's thread, or hangs up when too many clients are being let in. */
  public void start() {
    if (!server.counts().enter(this)) {
      inbound.discard();
      var _ = channel.close();
      return;
    }
    var _ = server.scheduler().spawn("pgwire " + channel.remoteAddress(), this);
  }

  /** Takes over a received buffer. Event loop. */
  public void received(ByteBuf bytes) {
    inbound.offer(bytes);
  }

  /** The socket is closed: what still runs is for nobody. Event loop. */
  public void lost() {
    isLost = true;
    inbound.end();
    outbound.close();
    cancel();
  }

  /** Cancels the running request. Any thread. */
  void cancel() {
    BackendSession running = session;
    if (running != null) {
      running.cancel();
    }
  }

  /** Ends the session soon with {@code reason}, also in the middle of a request. Any thread. */
  void terminate(OrreryException reason) {
    inbound.terminate(reason);
    outbound.terminate();
    cancel();
  }

  /** Ends the session with {@code reason} after a time, unless the timer is cancelled. */
  Scheduler.Task after(long nanos, OrreryException reason) {
    return server.scheduler().after(nanos, "pgwire idle", () -> terminate(reason));
  }

  /** Ends the session because the server stops. Any thread. */
  void shutDown() {
    terminate(OrreryException.of(SqlState.ADMIN_SHUTDOWN, "%s", SHUTDOWN_MESSAGE));
  }

  /** The connection's whole life. */
  @Override
  public void run() {
    int processId = 0;
    OrreryException end = null;
    try {
      var handshake = new StartupHandshake(server, this);
      StartupHandshake.Admission admission = handshake.run();
      if (admission != null) {
        processId = admission.key().processId();
        end = new RequestLoop(this, admission.session(), processId).run();
      }
    } catch (Throwable failure) {
      end = ErrorReports.known(failure, processId);
    } finally {
      closeSession(processId);
      // Last words first: once nobody is left, a closing server closes all sockets.
      hangUp(end);
      server.counts().leave(this);
    }
  }

  private void closeSession(int processId) {
    if (processId != 0) {
      server.cancelKeys().remove(processId);
    }
    BackendSession open = session;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException failure) {
        LOG.error("session.close_failed pid={}", processId, failure);
      }
    }
  }

  /**
   * Says why, if there is something to say, and closes the socket once the client could read it.
   */
  private void hangUp(@Nullable OrreryException reason) {
    ChannelFuture said = null;
    if (reason != null && !isLost) {
      encoder.error(ErrorReports.of(reason, "FATAL", null));
      said = outbound.flushLast();
    }
    inbound.discard();
    if (said == null) {
      var _ = channel.close();
      return;
    }
    // Closing with unread input would reset the connection and could lose our last words.
    said.addListener(
        _ -> {
          if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
          }
        });
    var _ = server.scheduler().after(LINGER.toNanos(), "pgwire linger", this::closeChannel);
  }

  private void closeChannel() {
    var _ = channel.close();
  }

  /** Lets the backend's session be cancelled. */
  void attach(BackendSession opened) {
    session = opened;
    if (isLost || inbound.termination() != null) {
      opened.cancel();
    }
  }

  /** The next message, or null when the client has gone. A broken stream ends the session. */
  FrameReader.@Nullable Frame nextFrame(int bytesMax) {
    try {
      return frames.next(bytesMax);
    } catch (OrreryException broken) {
      inbound.terminate(broken);
      throw broken;
    }
  }

  FrameReader frames() {
    return frames;
  }

  BackendEncoder encoder() {
    return encoder;
  }

  InboundBytes inbound() {
    return inbound;
  }

  OutboundBytes outbound() {
    return outbound;
  }

  /** Who is at the other end; null when it has hung up. */
  @Nullable InetSocketAddress peer() {
    return channel.remoteAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? address
        : null;
  }

  /** Whether the peer is on this machine. */
  boolean isLoopback() {
    InetSocketAddress peer = peer();
    return peer != null && peer.getAddress().isLoopbackAddress();
  }
}
