package org.orrery.cluster.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record of the log, as a cursor over the bytes of a file. Little-endian, at multiples of 8:
 *
 * <pre>
 * offset bytes
 *   0    4   len         header and payload, without the padding
 *   4    4   crc32c      over len and everything from lsn to the end of the padding
 *   8    8   lsn         place in the stream of all records' bytes; the next record's is lsn +
 *                        len rounded up to 8. Follows from the file's first LSN and the offset
 *  16    8   file epoch  the file's; bytes of the file's earlier lives have a smaller one
 *  24    8   synced-lsn  all records below this were durable when this one was written
 *  32    4   group
 *  36    4   type        1 entry; 2 clean close (no group, no index, no payload)
 *  40    8   index       in the group, from 1, without gaps
 *  48    …   payload     then zeros up to a multiple of 8
 * </pre>
 */
final class LogRecord {

  static final int HEADER_BYTES = 48;

  /** The record carries an entry. */
  static final int ENTRY = 1;

  /** The log was closed cleanly here. */
  static final int CLOSE = 2;

  private static final int CRC_OFFSET = 4;
  private static final int LSN_OFFSET = 8;
  private static final int EPOCH_OFFSET = 16;
  private static final int SYNCED_LSN_OFFSET = 24;
  private static final int GROUP_OFFSET = 32;
  private static final int TYPE_OFFSET = 36;
  private static final int INDEX_OFFSET = 40;

  private final CRC32C crc = new CRC32C();

  /** Place of the record in its buffer. */
  int offset;

  /** Bytes with padding. */
  int bytes;

  int payloadBytes;
  long syncedLsn;
  int group;
  int type;
  long index;

  /** Bytes that a payload takes in the log. */
  static int bytesOf(int payloadBytes) {
    return (HEADER_BYTES + payloadBytes + 7) & ~7;
  }

  /**
   * Writes a record at {@code target}'s position and moves it behind the record.
   *
   * @param target little-endian, with room for {@link #bytesOf} the payload
   * @param payload its remaining bytes; its position stays
   */
  void encode(
      ByteBuffer target,
      long lsn,
      long epoch,
      long recordSyncedLsn,
      int recordGroup,
      int recordType,
      long recordIndex,
      ByteBuffer payload) {
    int start = target.position();
    int length = HEADER_BYTES + payload.remaining();
    int end = start + bytesOf(payload.remaining());
    target.putInt(length).putInt(0).putLong(lsn).putLong(epoch).putLong(recordSyncedLsn);
    target.putInt(recordGroup).putInt(recordType).putLong(recordIndex);
    target.put(start + HEADER_BYTES, payload, payload.position(), payload.remaining());
    for (int at = start + length; at < end; at++) {
      target.put(at, (byte) 0);
    }
    target.putInt(start + CRC_OFFSET, checksum(target, start, end));
    target.position(end);
  }

  private int checksum(ByteBuffer buffer, int start, int end) {
    crc.reset();
    crc.update(buffer.slice(start, CRC_OFFSET));
    crc.update(buffer.slice(start + LSN_OFFSET, end - start - LSN_OFFSET));
    return (int) crc.getValue();
  }

  /**
   * Moves to the record at {@code at}, or returns false when there is no valid record with this
   * place and epoch.
   */
  boolean decode(ByteBuffer file, int at, long expectedLsn, long epoch) {
    int left = file.limit() - at;
    if (left < HEADER_BYTES
        || file.getLong(at + EPOCH_OFFSET) != epoch
        || file.getLong(at + LSN_OFFSET) != expectedLsn) {
      return false;
    }
    int length = file.getInt(at);
    // Tests before rounding up, which could overflow.
    if (length < HEADER_BYTES || length > left) {
      return false;
    }
    int size = bytesOf(length - HEADER_BYTES);
    if (size > left || file.getInt(at + CRC_OFFSET) != checksum(file, at, at + size)) {
      return false;
    }
    offset = at;
    bytes = size;
    payloadBytes = length - HEADER_BYTES;
    syncedLsn = file.getLong(at + SYNCED_LSN_OFFSET);
    group = file.getInt(at + GROUP_OFFSET);
    type = file.getInt(at + TYPE_OFFSET);
    index = file.getLong(at + INDEX_OFFSET);
    return true;
  }

  /** The payload of the record in {@code file}, read-only. */
  ByteBuffer payload(ByteBuffer file) {
    return file.slice(offset + HEADER_BYTES, payloadBytes).asReadOnlyBuffer();
  }
}
