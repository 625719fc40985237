package org.orrery.pgwire.codec;

import org.jspecify.annotations.Nullable;
import org.orrery.base.fuzz.Fuzzer;

/** Reads bytes as what a client sends: a start-up packet, then messages. */
public final class FrontendFuzz {

  private FrontendFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    var at = new int[1];
    var frames =
        new FrameReader(
            (target, offset, length) -> {
              int count = Math.min(length, input.length - at[0]);
              System.arraycopy(input, at[0], target, offset, count);
              at[0] += count;
              return count == 0 ? -1 : count;
            });
    byte @Nullable [] startup = frames.nextStartup();
    if (startup != null) {
      Fuzzer.attempt(() -> FrontendDecoder.decodeStartup(startup));
    }
    Fuzzer.attempt(
        () -> {
          while (true) {
            FrameReader.Frame frame = frames.next(WireLimits.MESSAGE_BYTES_MAX);
            if (frame == null) {
              return;
            }
            Fuzzer.attempt(() -> FrontendDecoder.decode(frame.kind(), frame.body()));
          }
        });
  }
}
