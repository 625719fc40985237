package org.orrery.base.seam;

/** Messages between nodes: unordered, may be lost or repeated, never altered. */
public interface Network {

  /** Sends {@code message} to {@code peer}; returns at once, delivery is not promised. */
  void send(String peer, byte[] message);

  /** Receives what is sent to {@code self} until the returned handle is closed. */
  Listening listen(String self, Receiver receiver);

  /** Called on a network thread for each message; must not block. */
  interface Receiver {
    void onMessage(String peer, byte[] message);
  }

  /** A registration with {@link #listen}. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
