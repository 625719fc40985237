package org.orrery.pgwire;

import org.orrery.data.ByteSink;

/** Broken pieces of messages. */
final class RawClientBytes {

  private RawClientBytes() {}

  /** A type byte and a length, and nothing more. */
  static byte[] header(char tag, int length) {
    var sink = new ByteSink(5);
    sink.writeByte(tag);
    sink.writeInt(length);
    return sink.toByteArray();
  }
}
