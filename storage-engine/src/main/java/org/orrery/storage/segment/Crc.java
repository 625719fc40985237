package org.orrery.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli) of bytes. */
final class Crc {

  private Crc() {}

  static int of(byte[] bytes, int from, int count) {
    var crc = new CRC32C();
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  static int of(MemorySegment source, long offset, long length) {
    var crc = new CRC32C();
    long end = offset + length;
    for (long at = offset; at < end; ) {
      long part = Math.min(end - at, 1 << 30);
      crc.update(source.asSlice(at, part).asByteBuffer());
      at += part;
    }
    return (int) crc.getValue();
  }
}
