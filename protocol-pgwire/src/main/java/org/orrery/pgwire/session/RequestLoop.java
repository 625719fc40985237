package org.orrery.pgwire.session;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;
import org.orrery.pgwire.codec.BackendEncoder;
import org.orrery.pgwire.codec.FrameReader.Frame;
import org.orrery.pgwire.codec.FrontendDecoder;
import org.orrery.pgwire.codec.FrontendMessage;
import org.orrery.pgwire.codec.WireLimits;
import org.orrery.pgwire.session.TransitionTable.Transition;
import org.orrery.pgwire.spi.BackendSession;
import org.orrery.pgwire.spi.BackendSession.StatementDescription;
import org.orrery.pgwire.spi.IdleLimit;

/**
 * Serves an authenticated client's messages one after the other, as {@link TransitionTable} says.
 * One thread, the connection's.
 */
final class RequestLoop {

  private final ClientConnection connection;
  private final BackendSession session;
  private final int processId;
  private final BackendEncoder encoder;
  private final StatementTexts texts = new StatementTexts();
  private SessionState state = SessionState.READY;

  RequestLoop(ClientConnection connection, BackendSession session, int processId) {
    this.connection = connection;
    this.session = session;
    this.processId = processId;
    this.encoder = connection.encoder();
  }

  /** Serves until the client leaves (null) or the session has to end (the reason). */
  @Nullable OrreryException run() {
    while (state != SessionState.TERMINATED) {
      Frame frame = nextFrame();
      if (frame == null) {
        return null;
      }
      Transition transition = TransitionTable.of(state, frame.kind());
      switch (transition.action()) {
        case IGNORE -> state = transition.next();
        case TERMINATE -> {
          return null;
        }
        case VIOLATION -> {
          return violation(frame);
        }
        default -> {
          OrreryException end = serve(frame, transition);
          if (end != null) {
            return end;
          }
        }
      }
    }
    return null;
  }

  /** The next message; between requests the session's idle limit counts. */
  private @Nullable Frame nextFrame() {
    IdleLimit limit = state == SessionState.READY ? session.idleLimit() : null;
    if (limit == null) {
      return connection.nextFrame(WireLimits.MESSAGE_BYTES_MAX);
    }
    Scheduler.Task timer = connection.after(limit.nanos(), limit.reason());
    try {
      return connection.nextFrame(WireLimits.MESSAGE_BYTES_MAX);
    } finally {
      timer.cancel();
    }
  }

  static OrreryException violation(Frame frame) {
    return OrreryException.of(
        SqlState.PROTOCOL_VIOLATION, "invalid frontend message type %d", frame.kind().tag());
  }

  private @Nullable OrreryException serve(Frame frame, Transition transition) {
    try {
      if (frame.refusal() != null) {
        throw frame.refusal();
      }
      FrontendMessage message = FrontendDecoder.decode(frame.kind(), frame.body());
      state = SessionState.RUNNING;
      perform(message);
      state = transition.next();
      if (endsRequest(transition.action())) {
        ready();
      } else {
        connection.outbound().flushIfLarge();
      }
      return null;
    } catch (Throwable failure) {
      return fail(failure, transition);
    }
  }

  private static boolean endsRequest(Action action) {
    return action == Action.QUERY || action == Action.SYNC;
  }

  private void perform(FrontendMessage message) {
    switch (message) {
      case FrontendMessage.Query(String sql) -> {
        texts.running(sql);
        session.simpleQuery(sql, new ClientResultSink(this, connection, true));
      }
      case FrontendMessage.Parse(String statement, String sql, int[] types) -> {
        texts.parsed(statement, sql);
        session.parse(statement, sql, types);
        encoder.parseComplete();
      }
      case FrontendMessage.Bind bind -> {
        texts.bound(bind.portal(), bind.statement());
        session.bind(
            bind.portal(),
            bind.statement(),
            bind.parameterFormats(),
            bind.values(),
            bind.resultFormats());
        encoder.bindComplete();
      }
      case FrontendMessage.Describe describe -> describe(describe);
      case FrontendMessage.Execute(String portal, int rowsMax) -> {
        texts.executed(portal);
        session.execute(portal, rowsMax, new ClientResultSink(this, connection, false));
      }
      case FrontendMessage.Close close -> {
        texts.none();
        switch (close.target()) {
          case STATEMENT -> session.closeStatement(close.name());
          case PORTAL -> session.closePortal(close.name());
        }
        encoder.closeComplete();
      }
      case FrontendMessage.Flush _ -> connection.outbound().flush();
      case FrontendMessage.Sync _ -> {
        texts.none();
        session.sync();
      }
      case FrontendMessage.FunctionCall _ -> {
        texts.none();
        throw OrreryException.notSupported("function call messages are not supported");
      }
      default -> throw new IllegalStateException("no action for " + message.kind());
    }
  }

  private void describe(FrontendMessage.Describe describe) {
    switch (describe.target()) {
      case STATEMENT -> {
        texts.described(describe.name());
        StatementDescription description = session.describeStatement(describe.name());
        encoder.parameterDescription(description.parameterTypes());
        if (description.columns() == null) {
          encoder.noData();
        } else {
          encoder.rowDescription(description.columns());
        }
      }
      case PORTAL -> {
        texts.executed(describe.name());
        var columns = session.describePortal(describe.name());
        if (columns == null) {
          encoder.noData();
        } else {
          encoder.rowDescription(columns);
        }
      }
    }
  }

  private void ready() {
    encoder.readyForQuery(session.status().code());
    connection.outbound().flush();
  }

  /** Reports a failure; the error that ends the session, or null when it goes on. */
  private @Nullable OrreryException fail(Throwable failure, Transition transition) {
    OrreryException termination = connection.inbound().termination();
    if (termination != null) {
      return termination;
    }
    OrreryException error = ErrorReports.known(failure, processId);
    if (ErrorReports.endsSession(error.state())) {
      return error;
    }
    try {
      encoder.error(ErrorReports.of(error, "ERROR", texts.current()));
      connection.outbound().flush();
      session.failed();
      state = transition.onError();
      if (state == SessionState.READY) {
        ready();
      }
      return null;
    } catch (Throwable unreported) {
      OrreryException reason = connection.inbound().termination();
      return reason == null ? ErrorReports.known(unreported, processId) : reason;
    }
  }

  SessionState state() {
    return state;
  }

  void state(SessionState newState) {
    state = newState;
  }
}
