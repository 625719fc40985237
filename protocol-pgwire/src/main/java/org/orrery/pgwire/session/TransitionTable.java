package org.orrery.pgwire.session;

import static org.orrery.pgwire.session.SessionState.AUTHENTICATING;
import static org.orrery.pgwire.session.SessionState.COPY_IN;
import static org.orrery.pgwire.session.SessionState.COPY_OUT;
import static org.orrery.pgwire.session.SessionState.EXTENDED;
import static org.orrery.pgwire.session.SessionState.READY;
import static org.orrery.pgwire.session.SessionState.RUNNING;
import static org.orrery.pgwire.session.SessionState.SKIP_UNTIL_SYNC;
import static org.orrery.pgwire.session.SessionState.STARTUP;
import static org.orrery.pgwire.session.SessionState.TERMINATED;

import java.util.EnumMap;
import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.pgwire.codec.MessageKind;

/**
 * What every message does in every state, as data.
 *
 * <pre>
 *  STARTUP ──Startup──► AUTHENTICATING ──Password…──► READY ◄───────────────┐
 *                                                       │ Parse Bind         │ Sync
 *     READY ──Query──► RUNNING ──► READY                │ Describe Execute   │
 *                       │   ▲                           ▼ Close              │
 *             copy in   │   │ CopyDone, CopyFail     EXTENDED ───────────────┤
 *                       ▼   │                           │ error              │
 *                      COPY_IN                          ▼                    │
 *                                                SKIP_UNTIL_SYNC ────────────┘
 *  Terminate, a violation or a fatal error lead from anywhere to TERMINATED.
 * </pre>
 *
 * <p>As in PostgreSQL: copy messages outside of a copy are what a client still sends after its COPY
 * failed, and are dropped; Flush and Sync inside of a copy belong to clients that pipeline, and are
 * dropped; a Query in the middle of a batch ends the batch.
 *
 * @see <a href="https://www.postgresql.org/docs/15/protocol-flow.html">PostgreSQL 15, Message
 *     Flow</a>
 */
final class TransitionTable {

  /**
   * One cell.
   *
   * @param action what to do
   * @param next the state after it
   * @param onError the state after an ERROR in it; {@code READY} means that ReadyForQuery follows
   */
  record Transition(Action action, SessionState next, SessionState onError) {}

  private static final Transition VIOLATION =
      new Transition(Action.VIOLATION, TERMINATED, TERMINATED);
  private static final Transition LEAVE = new Transition(Action.TERMINATE, TERMINATED, TERMINATED);

  private static final Map<SessionState, Map<MessageKind, Transition>> TABLE = build();

  private TransitionTable() {}

  /** The cell of {@code state} and {@code kind}; there is one for each pair. */
  static Transition of(SessionState state, MessageKind kind) {
    Map<MessageKind, Transition> row = TABLE.get(state);
    Transition cell = row == null ? null : row.get(kind);
    if (cell == null) {
      throw Invariant.broken("no transition for " + kind + " in " + state);
    }
    return cell;
  }

  private static Map<SessionState, Map<MessageKind, Transition>> build() {
    Map<SessionState, Map<MessageKind, Transition>> table = new EnumMap<>(SessionState.class);
    for (SessionState state : SessionState.values()) {
      Map<MessageKind, Transition> row = new EnumMap<>(MessageKind.class);
      for (MessageKind kind : MessageKind.values()) {
        row.put(kind, cell(state, kind));
      }
      table.put(state, row);
    }
    return table;
  }

  private static Transition cell(SessionState state, MessageKind kind) {
    return switch (state) {
      case STARTUP -> startup(kind);
      case AUTHENTICATING -> authenticating(kind);
      case READY, EXTENDED -> request(state, kind);
      case SKIP_UNTIL_SYNC -> skipping(kind);
      case RUNNING, COPY_OUT -> new Transition(Action.WAIT, state, state);
      case COPY_IN -> copying(kind);
      case TERMINATED -> new Transition(Action.IGNORE, TERMINATED, TERMINATED);
    };
  }

  private static Transition startup(MessageKind kind) {
    return switch (kind) {
      case SSL_REQUEST, GSSENC_REQUEST ->
          new Transition(Action.ANSWER_ENCRYPTION, STARTUP, TERMINATED);
      case CANCEL_REQUEST -> new Transition(Action.CANCEL, TERMINATED, TERMINATED);
      case STARTUP -> new Transition(Action.START, AUTHENTICATING, TERMINATED);
      default -> VIOLATION;
    };
  }

  private static Transition authenticating(MessageKind kind) {
    return switch (kind) {
      case PASSWORD -> new Transition(Action.AUTHENTICATE, READY, TERMINATED);
      case TERMINATE -> LEAVE;
      default -> VIOLATION;
    };
  }

  private static Transition request(SessionState state, MessageKind kind) {
    return switch (kind) {
      case QUERY -> new Transition(Action.QUERY, READY, READY);
      case PARSE -> extended(Action.PARSE);
      case BIND -> extended(Action.BIND);
      case DESCRIBE -> extended(Action.DESCRIBE);
      case EXECUTE -> extended(Action.EXECUTE);
      case CLOSE -> extended(Action.CLOSE);
      case FLUSH -> new Transition(Action.FLUSH, state, SKIP_UNTIL_SYNC);
      case SYNC -> new Transition(Action.SYNC, READY, READY);
      case FUNCTION_CALL -> new Transition(Action.REFUSE_CALL, READY, READY);
      case COPY_DATA, COPY_DONE, COPY_FAIL -> new Transition(Action.IGNORE, state, state);
      case TERMINATE -> LEAVE;
      case PASSWORD, STARTUP, SSL_REQUEST, GSSENC_REQUEST, CANCEL_REQUEST -> VIOLATION;
    };
  }

  private static Transition extended(Action action) {
    return new Transition(action, EXTENDED, SKIP_UNTIL_SYNC);
  }

  private static Transition skipping(MessageKind kind) {
    return switch (kind) {
      case SYNC -> new Transition(Action.SYNC, READY, READY);
      case TERMINATE -> LEAVE;
      case PASSWORD, STARTUP, SSL_REQUEST, GSSENC_REQUEST, CANCEL_REQUEST -> VIOLATION;
      default -> new Transition(Action.IGNORE, SKIP_UNTIL_SYNC, SKIP_UNTIL_SYNC);
    };
  }

  private static Transition copying(MessageKind kind) {
    return switch (kind) {
      case COPY_DATA -> new Transition(Action.COPY_DATA, COPY_IN, RUNNING);
      case COPY_DONE -> new Transition(Action.COPY_END, RUNNING, RUNNING);
      case COPY_FAIL -> new Transition(Action.COPY_FAIL, RUNNING, RUNNING);
      case FLUSH, SYNC -> new Transition(Action.IGNORE, COPY_IN, COPY_IN);
      case TERMINATE -> LEAVE;
      case QUERY, PARSE, BIND, DESCRIBE, EXECUTE, CLOSE, FUNCTION_CALL ->
          new Transition(Action.COPY_ABORT, RUNNING, RUNNING);
      case PASSWORD, STARTUP, SSL_REQUEST, GSSENC_REQUEST, CANCEL_REQUEST -> VIOLATION;
    };
  }
}
