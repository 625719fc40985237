package org.orrery.pgwire.codec;

import org.jspecify.annotations.Nullable;

/** The messages of a client, by the byte that begins them. */
public enum MessageKind {
  /** The packets that open a connection have no type byte. */
  STARTUP(MessageKind.NO_TAG, WireLimits.STARTUP_BYTES_MAX),
  SSL_REQUEST(MessageKind.NO_TAG, WireLimits.STARTUP_BYTES_MAX),
  GSSENC_REQUEST(MessageKind.NO_TAG, WireLimits.STARTUP_BYTES_MAX),
  CANCEL_REQUEST(MessageKind.NO_TAG, WireLimits.STARTUP_BYTES_MAX),
  /** Any answer to an authentication request. */
  PASSWORD('p', WireLimits.STARTUP_BYTES_MAX),
  QUERY('Q', WireLimits.MESSAGE_BYTES_MAX),
  PARSE('P', WireLimits.MESSAGE_BYTES_MAX),
  BIND('B', WireLimits.MESSAGE_BYTES_MAX),
  DESCRIBE('D', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  EXECUTE('E', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  CLOSE('C', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  FLUSH('H', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  SYNC('S', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  FUNCTION_CALL('F', WireLimits.MESSAGE_BYTES_MAX),
  COPY_DATA('d', WireLimits.MESSAGE_BYTES_MAX),
  COPY_DONE('c', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  COPY_FAIL('f', WireLimits.SMALL_MESSAGE_BYTES_MAX),
  TERMINATE('X', WireLimits.SMALL_MESSAGE_BYTES_MAX);

  private static final int NO_TAG = 0;

  private static final @Nullable MessageKind[] BY_TAG = new @Nullable MessageKind[256];

  static {
    for (MessageKind kind : values()) {
      if (kind.tag != NO_TAG) {
        BY_TAG[kind.tag] = kind;
      }
    }
  }

  private final int tag;
  private final int bytesMax;

  MessageKind(int tag, int bytesMax) {
    this.tag = tag;
    this.bytesMax = bytesMax;
  }

  /** The type byte; 0 for the packets that have none. */
  public int tag() {
    return tag;
  }

  /** The greatest length field allowed. */
  public int bytesMax() {
    return bytesMax;
  }

  /** The kind that begins with {@code tag}, or null when there is none. */
  public static @Nullable MessageKind ofTag(int tag) {
    return BY_TAG[tag & 0xff];
  }
}
