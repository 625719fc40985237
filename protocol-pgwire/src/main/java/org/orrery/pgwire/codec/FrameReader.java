package org.orrery.pgwire.codec;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteArrays;

/**
 * Cuts a client's bytes into frames. Lengths are checked before anything is allocated, and a body's
 * array grows with the bytes received, never with the length claimed. One thread.
 *
 * <p>Its errors ({@code 08P01}) mean that the stream is out of step: the connection must end.
 */
public final class FrameReader {

  /**
   * A message with its type known and its body not yet looked at.
   *
   * @param refusal {@code 53200} when the heap had no room for the body, which was skipped
   */
  public record Frame(MessageKind kind, byte[] body, @Nullable OrreryException refusal) {}

  private static final byte[] EMPTY = new byte[0];

  private final ByteSource source;
  private final byte[] header = new byte[5];

  public FrameReader(ByteSource source) {
    this.source = source;
  }

  /**
   * The body of the next packet without type byte, or null when the client has gone or sent
   * something whose length no such packet has (which is what other protocols' greetings look like).
   */
  public byte @Nullable [] nextStartup() {
    if (!fill(header, 4)) {
      return null;
    }
    int length = intAt(header, 0);
    if (length < 8 || length > WireLimits.STARTUP_BYTES_MAX) {
      return null;
    }
    return body(length - 4);
  }

  /**
   * The next message; null when the client has gone.
   *
   * @param bytesMax a cap that may be lower than the message's own
   */
  public @Nullable Frame next(int bytesMax) {
    if (!fill(header, 5)) {
      return null;
    }
    int tag = header[0] & 0xff;
    MessageKind kind = MessageKind.ofTag(tag);
    if (kind == null) {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION, "invalid frontend message type %d", tag);
    }
    int length = intAt(header, 1);
    if (length < 4 || length > Math.min(bytesMax, kind.bytesMax())) {
      throw OrreryException.of(SqlState.PROTOCOL_VIOLATION, "invalid message length");
    }
    try {
      byte[] body = body(length - 4);
      return body == null ? null : new Frame(kind, body, null);
    } catch (BodyRefused refused) {
      return skip(refused.rest) ? new Frame(kind, EMPTY, refused.reason) : null;
    }
  }

  /** There is no room for a body, of which {@code rest} bytes are still to come. */
  private static final class BodyRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient OrreryException reason;
    private final int rest;

    BodyRefused(OrreryException reason, int rest) {
      super(null, reason, false, false);
      this.reason = reason;
      this.rest = rest;
    }
  }

  private boolean skip(int length) {
    byte[] ignored = new byte[WireLimits.BODY_BYTES_FIRST];
    int rest = length;
    while (rest > 0) {
      int count = source.read(ignored, 0, Math.min(rest, ignored.length));
      if (count < 0) {
        return false;
      }
      rest -= count;
    }
    return true;
  }

  private byte @Nullable [] body(int length) {
    if (length == 0) {
      return EMPTY;
    }
    byte[] body = new byte[Math.min(length, WireLimits.BODY_BYTES_FIRST)];
    int received = 0;
    while (received < length) {
      if (received == body.length) {
        body = grown(body, length);
      }
      int count = source.read(body, received, body.length - received);
      if (count < 0) {
        return null;
      }
      received += count;
    }
    return body;
  }

  private static byte[] grown(byte[] body, int length) {
    try {
      return ByteArrays.copy(body, 0, (int) Math.min(length, body.length * 2L));
    } catch (OrreryException e) {
      throw new BodyRefused(e, length - body.length);
    }
  }

  private boolean fill(byte[] target, int length) {
    int received = 0;
    while (received < length) {
      int count = source.read(target, received, length - received);
      if (count < 0) {
        return false;
      }
      received += count;
    }
    return true;
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }
}
