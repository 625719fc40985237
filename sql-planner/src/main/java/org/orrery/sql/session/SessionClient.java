package org.orrery.sql.session;

import org.orrery.base.error.Notice;

/** What a session may tell its client outside of results. */
public interface SessionClient {

  /** Sends a notice. */
  void notice(Notice notice);

  /** Tells the new value of a reported setting. */
  void parameterStatus(String name, String value);

  /** The process id that names the session. */
  int processId();
}
