package org.orrery.cluster.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.StoredFile;

/**
 * One file of the log: a header, then records ({@link LogRecord}) from {@link #HEADER_BYTES} on,
 * then whatever its earlier lives left. The header is durable before the file has its name. It is
 * one sector, little-endian; what follows these fields is not looked at:
 *
 * <pre>
 * offset bytes
 *   0    8   magic       "ORRYLOG1"
 *   8    4   version     1
 *  12    4   crc32c      over the bytes 16 to 39
 *  16    8   epoch       of this life of the file; grows from file to file
 *  24    8   first LSN   of the record at offset 512; all records below it were durable
 *  32    8   file bytes
 * </pre>
 */
final class LogFile {

  static final int HEADER_BYTES = 512;

  private static final long MAGIC = 0x3147_4f4c_5952_524fL;
  private static final int VERSION = 1;
  private static final int CRC_START = 16;
  private static final int CRC_END = 40;

  private final Path name;
  private final long epoch;
  private final long firstLsn;
  private final int fileBytes;

  /** Last index of each group with entries here; grows until the file is full. */
  private final Map<GroupId, Long> lastIndexes = new ConcurrentHashMap<>();

  /** End of what recovery found here; 0 in a file begun since. */
  private int recoveredEnd;

  LogFile(Path name, long epoch, long firstLsn, int fileBytes) {
    this.name = name;
    this.epoch = epoch;
    this.firstLsn = firstLsn;
    this.fileBytes = fileBytes;
  }

  Path name() {
    return name;
  }

  long epoch() {
    return epoch;
  }

  long firstLsn() {
    return firstLsn;
  }

  int fileBytes() {
    return fileBytes;
  }

  long lsnAt(int offset) {
    return firstLsn + offset - HEADER_BYTES;
  }

  Map<GroupId, Long> lastIndexes() {
    return lastIndexes;
  }

  int recoveredEnd() {
    return recoveredEnd;
  }

  void setRecoveredEnd(int offset) {
    recoveredEnd = offset;
  }

  /** The header's bytes. */
  ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(0);
    header.putLong(epoch).putLong(firstLsn).putLong(fileBytes);
    header.putInt(12, checksum(header));
    return header.clear();
  }

  private static int checksum(ByteBuffer header) {
    var crc = new CRC32C();
    crc.update(header.slice(CRC_START, CRC_END - CRC_START));
    return (int) crc.getValue();
  }

  /** Reads the header of a named log file. */
  static LogFile readHeader(Path name, StoredFile file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int count = file.read(0, header);
    if (count < HEADER_BYTES
        || header.getLong(0) != MAGIC
        || header.getInt(12) != checksum(header)) {
      throw corrupted(name, 0, "its header is damaged");
    }
    if (header.getInt(8) != VERSION) {
      throw corrupted(name, 8, "its format version is unknown");
    }
    var read = new LogFile(name, header.getLong(16), header.getLong(24), (int) header.getLong(32));
    if (file.length() < read.fileBytes) {
      throw corrupted(name, 0, "it is shorter than its header says");
    }
    return read;
  }

  /** The error that stops the node: what was durable cannot be read. */
  static OrreryException corrupted(Path name, long offset, String reason) {
    return OrreryException.of(
            SqlState.DATA_CORRUPTED,
            "log file \"%s\" is corrupted at offset %d: %s",
            name,
            offset,
            reason)
        .withHint("Restore the file, or the node from a backup.");
  }
}
