package org.orrery.pgwire.codec;

/** Caps on what a client may make the server hold. All in bytes unless named otherwise. */
public final class WireLimits {

  /** A start-up packet, and any message before authentication is done. */
  public static final int STARTUP_BYTES_MAX = 10_000;

  /** Messages that carry no user data, such as Sync, Execute or Describe. */
  public static final int SMALL_MESSAGE_BYTES_MAX = 10_000;

  /** Any message of an authenticated client. */
  public static final int MESSAGE_BYTES_MAX = 64 << 20;

  /** The text of a statement in Query or Parse. */
  public static final int STATEMENT_BYTES_MAX = 16 << 20;

  /** First allocation for a message's body, whatever length it claims; grows as bytes arrive. */
  public static final int BODY_BYTES_FIRST = 16 << 10;

  /** Received bytes waiting for an authenticated session before its socket is no longer read. */
  public static final int INBOUND_BYTES_MAX = 1 << 20;

  /** Received bytes waiting before authentication is done. */
  public static final int INBOUND_UNAUTHENTICATED_BYTES_MAX = 16 << 10;

  /** Encoded output at which it goes to the socket without waiting for the end of the answer. */
  public static final int OUTBOUND_CHUNK_BYTES = 64 << 10;

  /** Bytes handed to the socket and not yet sent, at which the session waits. */
  public static final int OUTBOUND_BYTES_MAX = 512 << 10;

  private WireLimits() {}
}
