package org.orrery.storage.chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.manifest.SegmentFile;

/**
 * The former names of a segment's rows as bytes, little-endian.
 *
 * <pre>
 * map   u32 CRC-32C of what follows, u32 parts, parts × part
 * part  u64 first former name, u32 names, names × i32 ordinal in the segment (-1 left out)
 * </pre>
 */
final class NameMap {

  private static final int HEADER_BYTES = 8;
  private static final int PART_BYTES = 12;

  private NameMap() {}

  static ByteBuffer encode(List<Translation> names) {
    long size = HEADER_BYTES;
    for (Translation each : names) {
      size += PART_BYTES + 4L * each.ordinals().length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(4).putInt(names.size());
    for (Translation each : names) {
      bytes.putLong(each.firstName()).putInt(each.ordinals().length);
      bytes.asIntBuffer().put(each.ordinals());
      bytes.position(bytes.position() + 4 * each.ordinals().length);
    }
    return bytes.putInt(0, checksum(bytes.array())).rewind();
  }

  /** Names that do not retire by themselves; null when the bytes are damaged. */
  static @Nullable List<Translation> decode(byte[] content, SegmentFile file) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < HEADER_BYTES || bytes.getInt() != checksum(content)) {
      return null;
    }
    List<Translation> names = new ArrayList<>();
    for (int left = bytes.getInt(); left > 0; left--) {
      long first = bytes.getLong();
      int[] ordinals = new int[bytes.getInt()];
      bytes.asIntBuffer().get(ordinals);
      bytes.position(bytes.position() + 4 * ordinals.length);
      names.add(new Translation(first, ordinals, file.container(), Long.MAX_VALUE));
    }
    return names;
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    return (int) crc.getValue();
  }
}
