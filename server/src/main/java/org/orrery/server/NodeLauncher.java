package org.orrery.server;

/** Starts a node. */
@FunctionalInterface
interface NodeLauncher {

  /**
   * Starts a node that accepts connections when this returns. The node closes {@code config} when
   * it ends, or when it cannot start.
   *
   * @throws org.orrery.base.error.OrreryException when it cannot start; the message is shown as it
   *     is
   */
  RunningNode start(ServerConfig config);

  /** A node that accepts connections. */
  interface RunningNode extends AutoCloseable {

    /** Where clients connect, as {@code host:port}; the port is the real one. */
    String address();

    /** A superuser's session inside of the process. */
    LocalSession openSession();

    /** Waits until the node has ended, by {@link #close} or on its own. */
    void awaitEnd() throws InterruptedException;

    /** Ends all sessions and stops the node in order, within 5 seconds. Idempotent. */
    @Override
    void close();
  }
}
