package org.orrery.pgwire.codec;

import org.jspecify.annotations.Nullable;

/** Reads the bodies of SASL answers, which share one type byte with all password messages. */
public final class SaslResponses {

  /**
   * SASLInitialResponse.
   *
   * @param data the mechanism's first message; null when left out
   */
  public record Initial(String mechanism, byte @Nullable [] data) {}

  private SaslResponses() {}

  /** Reads a SASLInitialResponse; {@code 08P01} when malformed. */
  public static Initial initial(byte[] body) {
    var reader = new BodyReader(body);
    String mechanism = reader.readString();
    int length = reader.readInt();
    byte[] data = length == -1 ? null : reader.readBytes(length);
    reader.finish();
    return new Initial(mechanism, data);
  }
}
