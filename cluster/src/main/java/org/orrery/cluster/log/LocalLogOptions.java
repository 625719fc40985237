package org.orrery.cluster.log;

/**
 * Sizes of a {@link LocalLog}.
 *
 * @param fileBytes bytes of one file, preallocated
 * @param capBytes size beyond which {@link LogUsage#isOverCap}
 * @param pendingBytesMax bytes accepted and not yet applied
 * @param acceptNanosMax how long an append waits for room among them
 * @param spareFilesMax files kept for reuse beyond those that hold entries
 */
public record LocalLogOptions(
    int fileBytes, long capBytes, long pendingBytesMax, long acceptNanosMax, int spareFilesMax) {

  /** What a node uses. */
  public static final LocalLogOptions DEFAULT =
      new LocalLogOptions(16 << 20, 256L << 20, 16L << 20, 10_000_000_000L, 4);

  public LocalLogOptions {
    if (fileBytes < 4096 || fileBytes % 8 != 0) {
      throw new IllegalArgumentException("log files of " + fileBytes + " bytes");
    }
  }

  /** The same with {@code bytes} accepted and not yet applied. */
  public LocalLogOptions withPendingBytesMax(long bytes) {
    return new LocalLogOptions(fileBytes, capBytes, bytes, acceptNanosMax, spareFilesMax);
  }

  /** Bytes an entry may have in these files. */
  int entryBytesMax() {
    int room = fileBytes - LogFile.HEADER_BYTES - 2 * LogRecord.HEADER_BYTES;
    return Math.min(ReplicatedLog.ENTRY_BYTES_MAX, room);
  }
}
