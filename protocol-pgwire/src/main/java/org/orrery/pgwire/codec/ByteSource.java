package org.orrery.pgwire.codec;

/** Where received bytes come from. */
public interface ByteSource {

  /**
   * Waits for bytes and reads at least one and at most {@code length} of them.
   *
   * @return how many, or -1 when the client has gone
   */
  int read(byte[] target, int offset, int length);
}
