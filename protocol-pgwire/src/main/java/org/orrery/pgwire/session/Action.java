package org.orrery.pgwire.session;

/** What a message makes the session do. */
enum Action {
  /** Answer whether the connection will be encrypted. */
  ANSWER_ENCRYPTION,
  /** Cancel the request of another session, and hang up. */
  CANCEL,
  /** Read the start-up packet and begin to authenticate. */
  START,
  /** Check a step of the proof. */
  AUTHENTICATE,
  QUERY,
  PARSE,
  BIND,
  DESCRIBE,
  EXECUTE,
  CLOSE,
  FLUSH,
  SYNC,
  /** Refuse a FunctionCall. */
  REFUSE_CALL,
  /** Hand data to the running COPY. */
  COPY_DATA,
  /** Tell the running COPY that its data ends. */
  COPY_END,
  /** Make the running COPY fail as the client wishes. */
  COPY_FAIL,
  /** Make the running COPY fail because of a message out of place. */
  COPY_ABORT,
  /** Drop the message. */
  IGNORE,
  /** Leave the message in the queue until the running request is over. */
  WAIT,
  /** Hang up without a word. */
  TERMINATE,
  /** Say that the protocol is broken, and hang up. */
  VIOLATION
}
