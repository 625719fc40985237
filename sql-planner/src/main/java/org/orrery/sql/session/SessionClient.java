package org.orrery.sql.session;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;

/** What a session may tell its client outside of results. */
public interface SessionClient {

  /** Sends a notice. */
  void notice(Notice notice);

  /** Tells the new value of a reported setting. */
  void parameterStatus(String name, String value);

  /** The process id that names the session. */
  int processId();

  /** The peer's address in numbers; null for a session inside of the process. */
  default @Nullable String address() {
    return null;
  }

  /** The peer's port; -1 without address. */
  default int port() {
    return -1;
  }

  /** Ends the session soon with {@code reason} as its last words. Any thread. */
  void terminate(OrreryException reason);
}
