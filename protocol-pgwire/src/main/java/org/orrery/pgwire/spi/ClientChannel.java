package org.orrery.pgwire.spi;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;

/**
 * What a session may tell its client outside of results. Called on the session's thread while a
 * request is served; blocks while the client is slow.
 */
public interface ClientChannel {

  /** Sends a notice. */
  void notice(Notice notice);

  /** Tells the new value of a reported setting; before ReadyForQuery at the latest. */
  void parameterStatus(String name, String value);

  /** The process id in BackendKeyData, which names the session in {@code pg_stat_activity}. */
  int processId();

  /** Who is at the other end; null when it has hung up. */
  @Nullable InetSocketAddress peer();

  /**
   * Ends the session soon with {@code reason} as its FATAL error, such as {@code 57P01} of {@code
   * pg_terminate_backend} or a timeout of an idle session: at once when it is idle, else its
   * request is cancelled first. Any thread.
   */
  void terminate(OrreryException reason);
}
