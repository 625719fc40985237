package org.orrery.storage.codec;

import java.lang.foreign.MemorySegment;
import org.orrery.base.fuzz.Fuzzer;
import org.orrery.data.Batch;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/** Decodes bytes as a block; the first byte says of which kind. */
public final class DecoderFuzz {

  private DecoderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    PhysicalKind[] kinds = PhysicalKind.values();
    PhysicalKind kind = kinds[(input[0] & 0xff) % kinds.length];
    MemorySegment source = MemorySegment.ofArray(input);
    Fuzzer.attempt(
        () ->
            new ColumnDecoder()
                .decode(source, 1, input.length - 1, Vector.allocate(kind, Batch.ROWS_MAX)));
  }
}
