package org.orrery.pgwire.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Scheduler;
import org.orrery.pgwire.auth.ScramExchange;
import org.orrery.pgwire.codec.BackendEncoder;
import org.orrery.pgwire.codec.FrameReader;
import org.orrery.pgwire.codec.FrontendDecoder;
import org.orrery.pgwire.codec.FrontendMessage;
import org.orrery.pgwire.codec.FrontendMessage.Startup;
import org.orrery.pgwire.codec.MessageKind;
import org.orrery.pgwire.codec.SaslResponses;
import org.orrery.pgwire.codec.WireLimits;
import org.orrery.pgwire.spi.BackendSession;
import org.orrery.pgwire.spi.SessionBackend.Credential;

/**
 * A connection's first part, up to the first ReadyForQuery. Every error in it is fatal.
 *
 * <pre>
 *   client                                 server
 *     [SSLRequest, GSSENCRequest] --->
 *                                 <--- 'N'
 *     StartupMessage              --->
 *                                 <--- [NegotiateProtocolVersion]
 *                                 <--- AuthenticationSASL      (unless trusted)
 *     SASLInitialResponse         --->
 *                                 <--- AuthenticationSASLContinue
 *     SASLResponse                --->
 *                                 <--- AuthenticationSASLFinal
 *                                 <--- AuthenticationOk, ParameterStatus…, BackendKeyData,
 *                                      ReadyForQuery
 * </pre>
 */
final class StartupHandshake {

  /** A client that was let in. */
  record Admission(BackendSession session, CancelKeys.Key key) {}

  private final ServerContext server;
  private final ClientConnection connection;
  private final BackendEncoder encoder;
  private SessionState state = SessionState.STARTUP;

  StartupHandshake(ServerContext server, ClientConnection connection) {
    this.server = server;
    this.connection = connection;
    this.encoder = connection.encoder();
  }

  /** Lets the client in; null when it has gone, or only wanted to cancel. */
  @Nullable Admission run() {
    Scheduler.Task timeout =
        server
            .scheduler()
            .after(
                server.authenticationTimeout().toNanos(),
                "pgwire authentication timeout",
                () -> connection.terminate(timedOut()));
    Map<String, String> parameters;
    try {
      Startup startup = awaitStartup();
      if (startup == null) {
        return null;
      }
      parameters = StartupOptions.complete(negotiate(startup));
      if (!authenticate(parameters.getOrDefault("user", ""))) {
        return null;
      }
    } finally {
      timeout.cancel();
    }
    if (!server.counts().admit(connection)) {
      throw OrreryException.of(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
    }
    connection.inbound().limit(WireLimits.INBOUND_BYTES_MAX);
    encoder.authenticationOk();
    return open(parameters);
  }

  private static OrreryException timedOut() {
    return OrreryException.of(SqlState.QUERY_CANCELED, "canceling authentication due to timeout");
  }

  private @Nullable Startup awaitStartup() {
    boolean isTlsAsked = false;
    boolean isGssAsked = false;
    while (true) {
      byte[] body = connection.frames().nextStartup();
      if (body == null) {
        return null;
      }
      FrontendMessage message = FrontendDecoder.decodeStartup(body);
      MessageKind kind = message.kind();
      boolean isRepeated =
          (kind == MessageKind.SSL_REQUEST && isTlsAsked)
              || (kind == MessageKind.GSSENC_REQUEST && isGssAsked);
      if (isRepeated) {
        throw unsupportedProtocol(1234, kind == MessageKind.SSL_REQUEST ? 5679 : 5680);
      }
      isTlsAsked |= kind == MessageKind.SSL_REQUEST;
      isGssAsked |= kind == MessageKind.GSSENC_REQUEST;
      TransitionTable.Transition transition = TransitionTable.of(state, kind);
      state = transition.next();
      switch (message) {
        case Startup startup -> {
          return startup;
        }
        case FrontendMessage.CancelRequest cancel -> {
          server.cancelKeys().cancel(cancel.processId(), cancel.secretKey());
          return null;
        }
        default -> refuseEncryption();
      }
    }
  }

  /**
   * Says that the connection stays as it is. An answer of {@code S} would first have to make sure
   * that {@code inbound} is empty, and hang up if not: bytes that came before the TLS handshake
   * were never protected and must not be taken for the client's (CVE-2021-23214).
   */
  private void refuseEncryption() {
    connection.outbound().sink().writeByte('N');
    connection.outbound().flush();
  }

  /** Checks the version and takes protocol options out of the parameters. */
  private Map<String, String> negotiate(Startup startup) {
    if (startup.major() != 3) {
      throw unsupportedProtocol(startup.major(), startup.minor());
    }
    List<String> unknownOptions = new ArrayList<>();
    Map<String, String> parameters = new LinkedHashMap<>();
    startup
        .parameters()
        .forEach(
            (name, value) -> {
              if (name.startsWith("_pq_.")) {
                unknownOptions.add(name);
              } else {
                parameters.put(name, value);
              }
            });
    if (startup.minor() > 0 || !unknownOptions.isEmpty()) {
      encoder.negotiateProtocolVersion(unknownOptions);
      connection.outbound().flush();
    }
    return parameters;
  }

  private static OrreryException unsupportedProtocol(int major, int minor) {
    return OrreryException.notSupported(
        "unsupported frontend protocol %d.%d: server supports 3.0 to 3.0", major, minor);
  }

  private boolean authenticate(String user) {
    Credential credential = server.backend().credential(user, connection.isLoopback());
    return switch (credential) {
      case Credential.Trust _ -> true;
      case Credential.Reject(String message) ->
          throw OrreryException.of(SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "%s", message);
      case Credential.Scram(var verifier) ->
          prove(user, new ScramExchange(user, verifier, server.mockSecret(), server.rng()));
    };
  }

  /** Runs the exchange; false when the client goes away in the middle. */
  private boolean prove(String user, ScramExchange exchange) {
    encoder.authenticationSasl(List.of(ScramExchange.MECHANISM));
    byte[] initial = awaitResponse();
    if (initial == null) {
      return false;
    }
    SaslResponses.Initial first = SaslResponses.initial(initial);
    if (!first.mechanism().equals(ScramExchange.MECHANISM)) {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION, "client selected an invalid SASL authentication mechanism");
    }
    byte[] data = first.data();
    if (data == null) {
      // The client may leave its first message out; an empty challenge asks for it.
      encoder.authenticationSaslContinue(new byte[0]);
      data = awaitResponse();
      if (data == null) {
        return false;
      }
    }
    encoder.authenticationSaslContinue(exchange.first(data));
    byte[] response = awaitResponse();
    if (response == null) {
      return false;
    }
    byte[] signature = exchange.last(response);
    if (signature == null) {
      throw OrreryException.of(
          SqlState.INVALID_PASSWORD, "password authentication failed for user \"%s\"", user);
    }
    encoder.authenticationSaslFinal(signature);
    return true;
  }

  private byte @Nullable [] awaitResponse() {
    connection.outbound().flush();
    FrameReader.Frame frame = connection.nextFrame(WireLimits.STARTUP_BYTES_MAX);
    if (frame == null) {
      return null;
    }
    return switch (TransitionTable.of(state, frame.kind()).action()) {
      case AUTHENTICATE -> frame.body();
      case TERMINATE -> null;
      default ->
          throw OrreryException.of(
              SqlState.PROTOCOL_VIOLATION,
              "expected SASL response, got message type %d",
              frame.kind().tag());
    };
  }

  private Admission open(Map<String, String> parameters) {
    CancelKeys.Key key = server.cancelKeys().register(connection::cancel);
    boolean isOpen = false;
    try {
      var client = new SessionClient(connection, key.processId());
      BackendSession session = server.backend().open(parameters, client);
      connection.attach(session);
      session.reportedSettings().forEach(encoder::parameterStatus);
      encoder.backendKeyData(key.processId(), key.secret());
      encoder.readyForQuery(session.status().code());
      connection.outbound().flush();
      isOpen = true;
      return new Admission(session, key);
    } finally {
      if (!isOpen) {
        server.cancelKeys().remove(key.processId());
      }
    }
  }
}
