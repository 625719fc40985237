package org.orrery.pgwire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;
import org.orrery.pgwire.codec.WireLimits;
import org.orrery.pgwire.session.ByteGauge;
import org.orrery.pgwire.session.CancelKeys;
import org.orrery.pgwire.session.ClientConnection;
import org.orrery.pgwire.session.ConnectionCounts;
import org.orrery.pgwire.session.ServerContext;
import org.orrery.pgwire.spi.SessionBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL port: accepts clients and gives each a session of the backend. Thread-safe.
 *
 * <p>A few event loops move bytes; each client has one virtual thread. An idle client costs no
 * platform thread.
 */
public final class PgServer implements AutoCloseable {

  private static final int EVENT_LOOPS_MAX = 8;
  private static final int BACKLOG = 1024;
  private static final Logger LOG = LoggerFactory.getLogger(PgServer.class);

  private final PgServerConfig config;
  private final Scheduler scheduler;
  private final ConnectionCounts counts;
  private final ServerContext context;
  private final EventLoopGroup eventLoops;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<Channel> listeners = new ArrayList<>();

  @GuardedBy("lock")
  private boolean isClosed;

  /** A server that listens nowhere yet. */
  public PgServer(
      PgServerConfig config, SessionBackend backend, Scheduler scheduler, Clock clock, Rng rng) {
    this.config = config;
    this.scheduler = scheduler;
    this.counts = new ConnectionCounts(config.connectionsMax(), config.unauthenticatedMax());
    byte[] mockSecret = new byte[32];
    rng.secretBytes(mockSecret);
    this.context =
        new ServerContext(
            backend,
            scheduler,
            rng,
            new CancelKeys(clock, rng),
            counts,
            config.authenticationTimeout(),
            mockSecret,
            new ByteGauge(),
            new ByteGauge());
    int loops = Math.min(EVENT_LOOPS_MAX, Math.max(1, scheduler.computeThreads() / 2));
    this.eventLoops = new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory());
  }

  /**
   * Begins to listen. May be called for several addresses.
   *
   * @param port 0 for any free port
   * @return the port
   * @throws IOException when the address cannot be had, such as one in use
   */
  public int bind(String host, int port) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(new ConnectionInitializer())
            .bind(host, port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + host + ":" + port, bound.cause());
    }
    lock.lock();
    try {
      listeners.add(bound.channel());
    } finally {
      lock.unlock();
    }
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  /** Sessions now. */
  public int sessionCount() {
    return counts.sessionCount();
  }

  /** Received bytes that wait for their sessions, of all connections. */
  public ByteGauge inbound() {
    return context.inbound();
  }

  /** Bytes handed to sockets and not yet sent, of all connections. */
  public ByteGauge outbound() {
    return context.outbound();
  }

  /**
   * Stops listening, ends every session with {@code 57P01}, waits for them up to the configured
   * time, and frees everything. Idempotent.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    } finally {
      lock.unlock();
    }
    counts.terminateAll();
    Scheduler.Task deadline =
        scheduler.after(config.shutdownTimeout().toNanos(), "pgwire shutdown", counts::stopWaiting);
    boolean isEmpty = counts.awaitEmpty();
    deadline.cancel();
    if (!isEmpty) {
      LOG.warn("pgwire.shutdown_incomplete sessions={}", counts.sessionCount());
    }
    channels.close().awaitUninterruptibly();
    eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      channels.add(channel);
      channel.pipeline().addLast(new ConnectionHandler(context, channel));
    }
  }

  /** Passes a socket's events on to its connection. */
  private static final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private final ClientConnection connection;

    ConnectionHandler(ServerContext context, Channel channel) {
      this.connection =
          new ClientConnection(context, channel, WireLimits.INBOUND_UNAUTHENTICATED_BYTES_MAX);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      connection.start();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      connection.received((ByteBuf) message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      connection.lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Resets and the like; channelInactive follows.
      LOG.debug("pgwire.socket_failed", cause);
      var _ = context.close();
    }
  }
}
