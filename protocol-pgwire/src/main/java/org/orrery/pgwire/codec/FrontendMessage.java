package org.orrery.pgwire.codec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client says. Arrays belong to the receiver. */
public sealed interface FrontendMessage {

  /** Which of the messages this is. */
  MessageKind kind();

  /**
   * Opens a session.
   *
   * @param major protocol version before the point
   * @param minor protocol version after the point
   * @param parameters in the order sent; {@code _pq_.…} protocol options included
   */
  record Startup(int major, int minor, Map<String, String> parameters) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.STARTUP;
    }
  }

  /** Asks for TLS. */
  record SslRequest() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.SSL_REQUEST;
    }
  }

  /** Asks for GSSAPI encryption. */
  record GssEncRequest() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.GSSENC_REQUEST;
    }
  }

  /** Asks to cancel another connection's request. */
  record CancelRequest(int processId, byte[] secretKey) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.CANCEL_REQUEST;
    }
  }

  /** An answer to an authentication request; what is in it depends on the request. */
  record Password(byte[] body) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.PASSWORD;
    }
  }

  /** A simple query. */
  record Query(String sql) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.QUERY;
    }
  }

  /** Makes a prepared statement. */
  record Parse(String statement, String sql, int[] parameterTypes) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.PARSE;
    }
  }

  /** Makes a portal from a statement and values. */
  record Bind(
      String portal,
      String statement,
      short[] parameterFormats,
      List<byte @Nullable []> values,
      short[] resultFormats)
      implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.BIND;
    }
  }

  /** What Describe and Close are about. */
  enum Target {
    STATEMENT,
    PORTAL
  }

  /** Asks for the columns of a statement or portal. */
  record Describe(Target target, String name) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.DESCRIBE;
    }
  }

  /**
   * Runs a portal.
   *
   * @param rowsMax 0 for all rows
   */
  record Execute(String portal, int rowsMax) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.EXECUTE;
    }
  }

  /** Drops a statement or portal. */
  record Close(Target target, String name) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.CLOSE;
    }
  }

  /** Asks for what is answered so far. */
  record Flush() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.FLUSH;
    }
  }

  /** Ends a batch of the extended protocol. */
  record Sync() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.SYNC;
    }
  }

  /** The old fast path to functions, which Orrery refuses; its body is not looked at. */
  record FunctionCall() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.FUNCTION_CALL;
    }
  }

  /** A piece of a COPY, cut anywhere. */
  record CopyData(byte[] bytes) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.COPY_DATA;
    }
  }

  /** The end of a COPY. */
  record CopyDone() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.COPY_DONE;
    }
  }

  /** The client gives up its COPY. */
  record CopyFail(String reason) implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.COPY_FAIL;
    }
  }

  /** The client leaves. */
  record Terminate() implements FrontendMessage {
    @Override
    public MessageKind kind() {
      return MessageKind.TERMINATE;
    }
  }
}
