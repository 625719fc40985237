package org.orrery.sql.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.session.ResultReceiver.CopySource;

/**
 * The bytes of a COPY FROM that are not done with. Bytes from {@link #keepFrom} on stay where they
 * are relative to each other; asking for more may move them all to the front.
 */
final class CopyBuffer {

  /** Bytes of one row with its neighbours of the same batch. */
  static final int BYTES_MAX = 1 << 30;

  private final CopySource source;
  private byte[] data = new byte[1 << 16];
  private int limit;
  private int keepFrom;
  private boolean isEnd;

  CopyBuffer(CopySource source) {
    this.source = source;
  }

  byte[] data() {
    return data;
  }

  /** End of the bytes there are. */
  int limit() {
    return limit;
  }

  boolean isEnd() {
    return isEnd;
  }

  /** Bytes before {@code position} are not needed any more. */
  void keepFrom(int position) {
    keepFrom = position;
  }

  /**
   * Gets more bytes.
   *
   * @return how far everything moved to the front
   */
  int more() {
    if (isEnd) {
      return 0;
    }
    byte[] piece = source.next();
    if (piece == null) {
      isEnd = true;
      return 0;
    }
    int moved = 0;
    if (data.length - limit < piece.length) {
      moved = keepFrom;
      int kept = limit - keepFrom;
      long needed = (long) kept + piece.length;
      if (needed > BYTES_MAX) {
        throw OrreryException.of(
            SqlState.PROGRAM_LIMIT_EXCEEDED, "COPY data of one batch exceeds 1 GiB");
      }
      // Half of the space stays free, so that moving costs no more than reading.
      byte[] target =
          needed * 2 > data.length
              ? new byte[(int) Math.min(BYTES_MAX, Math.max(needed * 2, data.length * 2L))]
              : data;
      System.arraycopy(data, keepFrom, target, 0, kept);
      data = target;
      limit = kept;
      keepFrom = 0;
    }
    System.arraycopy(piece, 0, data, limit, piece.length);
    limit += piece.length;
    return moved;
  }

  /** Reads what the client still sends, to its end. */
  void drain() {
    while (!isEnd) {
      isEnd = source.next() == null;
    }
  }

  /** Bytes as text, cut at 100 characters as in PostgreSQL's messages. */
  static String excerpt(byte[] bytes, int offset, int length) {
    String text =
        new String(Arrays.copyOfRange(bytes, offset, offset + length), StandardCharsets.UTF_8);
    return text.length() <= EXCERPT_MAX ? text : text.substring(0, EXCERPT_MAX) + "...";
  }

  private static final int EXCERPT_MAX = 100;
}
