package org.orrery.data;

import java.util.Arrays;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.limit.HeapGuard;

/** Arrays of bytes for values, which may be huge: within what an array and the heap can hold. */
public final class ByteArrays {

  /** Longest array that every JVM makes. */
  public static final int BYTES_MAX = Integer.MAX_VALUE - 8;

  private static final int BYTES_MIN = 64;

  private ByteArrays() {}

  /**
   * A longer array with the first {@code used} bytes of one, and room for at least {@code more}.
   *
   * @throws OrreryException {@code 54000} when no array is so long, {@code 53200} when the heap has
   *     no room for it
   */
  public static byte[] grown(byte[] array, int used, int more) {
    long wanted = (long) used + more;
    if (wanted > BYTES_MAX) {
      throw OrreryException.of(SqlState.PROGRAM_LIMIT_EXCEEDED, "out of memory")
          .withDetail(
              "Cannot enlarge string buffer containing %d bytes by %d more bytes."
                  .formatted(used, more));
    }
    long doubled = Math.min(BYTES_MAX, Math.max(BYTES_MIN, 2L * array.length));
    return copy(array, 0, (int) Math.max(wanted, doubled));
  }

  /**
   * {@code length} bytes from {@code offset} on, zeros behind the end of the array.
   *
   * @throws OrreryException {@code 53200} when the heap has no room for them
   */
  public static byte[] copy(byte[] array, int offset, int length) {
    if (length < HeapGuard.REQUEST_BYTES_MIN) {
      return Arrays.copyOfRange(array, offset, offset + length);
    }
    return HeapGuard.allocate(length, () -> Arrays.copyOfRange(array, offset, offset + length));
  }
}
