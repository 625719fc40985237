package org.orrery.pgwire.session;

/** Where a connection stands. */
enum SessionState {
  /** Nothing but packets without type byte so far. */
  STARTUP,
  /** A proof was asked for. */
  AUTHENTICATING,
  /** Between requests, inside or outside of a transaction. */
  READY,
  /** In a batch of the extended protocol, before its Sync. */
  EXTENDED,
  /** After an error in such a batch. */
  SKIP_UNTIL_SYNC,
  /** A request runs; messages wait. */
  RUNNING,
  /** The running request takes the client's COPY data. */
  COPY_IN,
  /** The running request sends COPY data; messages wait. */
  COPY_OUT,
  /** Over. */
  TERMINATED
}
