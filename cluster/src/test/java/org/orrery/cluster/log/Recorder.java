package org.orrery.cluster.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A state machine that keeps what it was given, and checks the order. */
final class Recorder implements LogStateMachine {

  private final List<String> entries = new ArrayList<>();
  private long lastIndex;

  Recorder(long fromIndex) {
    lastIndex = fromIndex;
  }

  @Override
  public synchronized void apply(long index, ByteBuffer entry) {
    if (index != lastIndex + 1) {
      throw new AssertionError("index " + index + " follows " + lastIndex);
    }
    lastIndex = index;
    entries.add(StandardCharsets.UTF_8.decode(entry).toString());
  }

  synchronized List<String> entries() {
    return List.copyOf(entries);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
