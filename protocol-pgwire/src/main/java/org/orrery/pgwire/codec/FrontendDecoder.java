package org.orrery.pgwire.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.pgwire.codec.FrontendMessage.Target;

/**
 * Bodies of messages to {@link FrontendMessage}s. A body that does not hold what its kind says is
 * {@code 08P01}, text that is not UTF-8 is {@code 22021}; both leave the stream in step, since the
 * frame is known. Stateless.
 */
public final class FrontendDecoder {

  /** Request codes that stand where a version would, in packets without type byte. */
  static final int CANCEL_CODE = 80877102;

  static final int SSL_CODE = 80877103;
  static final int GSSENC_CODE = 80877104;

  private FrontendDecoder() {}

  /** Decodes a packet that opens a connection (without its length). */
  public static FrontendMessage decodeStartup(byte[] body) {
    var reader = new BodyReader(body);
    int code = reader.readInt();
    return switch (code) {
      case CANCEL_CODE -> {
        int processId = reader.readInt();
        yield new FrontendMessage.CancelRequest(processId, reader.readBytes(reader.remaining()));
      }
      case SSL_CODE -> new FrontendMessage.SslRequest();
      case GSSENC_CODE -> new FrontendMessage.GssEncRequest();
      default -> startup(code, reader);
    };
  }

  private static FrontendMessage startup(int version, BodyReader reader) {
    int major = version >>> 16;
    int minor = version & 0xffff;
    if (major != 3) {
      // Other versions lay out the rest differently; the session refuses them by number.
      return new FrontendMessage.Startup(major, minor, Map.of());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    while (true) {
      if (reader.remaining() == 0) {
        throw badLayout();
      }
      String name = reader.readString();
      if (name.isEmpty()) {
        break;
      }
      parameters.put(name, reader.readString());
    }
    if (reader.remaining() != 0) {
      throw badLayout();
    }
    return new FrontendMessage.Startup(major, minor, parameters);
  }

  private static OrreryException badLayout() {
    return BodyReader.violation("invalid startup packet layout: expected terminator as last byte");
  }

  /** Decodes the body of a message with a type byte. */
  public static FrontendMessage decode(MessageKind kind, byte[] body) {
    var reader = new BodyReader(body);
    FrontendMessage message =
        switch (kind) {
          case PASSWORD -> new FrontendMessage.Password(reader.readBytes(reader.remaining()));
          case QUERY ->
              new FrontendMessage.Query(reader.readString(WireLimits.STATEMENT_BYTES_MAX));
          case PARSE -> parse(reader);
          case BIND -> bind(reader);
          case DESCRIBE ->
              new FrontendMessage.Describe(target(reader, "DESCRIBE"), reader.readString());
          case EXECUTE ->
              new FrontendMessage.Execute(reader.readString(), Math.max(0, reader.readInt()));
          case CLOSE -> new FrontendMessage.Close(target(reader, "CLOSE"), reader.readString());
          case FLUSH -> new FrontendMessage.Flush();
          case SYNC -> new FrontendMessage.Sync();
          case FUNCTION_CALL -> {
            reader.skipAll();
            yield new FrontendMessage.FunctionCall();
          }
          case COPY_DATA -> {
            reader.skipAll();
            yield new FrontendMessage.CopyData(body);
          }
          case COPY_DONE -> new FrontendMessage.CopyDone();
          case COPY_FAIL -> new FrontendMessage.CopyFail(reader.readString());
          case TERMINATE -> new FrontendMessage.Terminate();
          case STARTUP, SSL_REQUEST, GSSENC_REQUEST, CANCEL_REQUEST ->
              throw BodyReader.violation("unexpected start-up packet");
        };
    reader.finish();
    return message;
  }

  private static Target target(BodyReader reader, String message) {
    int code = reader.readByte();
    return switch (code) {
      case 'S' -> Target.STATEMENT;
      case 'P' -> Target.PORTAL;
      default -> throw BodyReader.violation("invalid " + message + " message subtype " + code);
    };
  }

  private static FrontendMessage parse(BodyReader reader) {
    String statement = reader.readString();
    String sql = reader.readString(WireLimits.STATEMENT_BYTES_MAX);
    int count = reader.readUnsignedShort();
    reader.require(4L * count);
    int[] types = new int[count];
    Arrays.setAll(types, _ -> reader.readInt());
    return new FrontendMessage.Parse(statement, sql, types);
  }

  private static FrontendMessage bind(BodyReader reader) {
    String portal = reader.readString();
    String statement = reader.readString();
    short[] parameterFormats = formats(reader);
    int count = reader.readUnsignedShort();
    if (parameterFormats.length > 1 && parameterFormats.length != count) {
      throw BodyReader.violation(
          "bind message has "
              + parameterFormats.length
              + " parameter formats but "
              + count
              + " parameters");
    }
    reader.require(4L * count);
    List<byte @Nullable []> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = reader.readInt();
      // -1 is the only negative length: NULL.
      values.add(length == -1 ? null : reader.readBytes(length));
    }
    return new FrontendMessage.Bind(portal, statement, parameterFormats, values, formats(reader));
  }

  private static short[] formats(BodyReader reader) {
    int count = reader.readUnsignedShort();
    reader.require(2L * count);
    short[] formats = new short[count];
    for (int i = 0; i < count; i++) {
      short format = (short) reader.readUnsignedShort();
      if (format != 0 && format != 1) {
        throw OrreryException.of(
            SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: %d", format);
      }
      formats[i] = format;
    }
    return formats;
  }
}
