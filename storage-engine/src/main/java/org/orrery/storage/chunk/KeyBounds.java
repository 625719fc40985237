package org.orrery.storage.chunk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanCursor.BlockStatistics;

/**
 * The least and greatest value of one key column in each block of a segment, as arrays: probes
 * compare a value with many of them. There are none of other kinds than LONG and BYTES. Immutable.
 */
abstract class KeyBounds {

  /** Whether neither bound ever falls from one block to the next, as in a column sorted by. */
  private final boolean isAscending;

  final int blockCount;

  private KeyBounds(int blockCount, boolean isAscending) {
    this.blockCount = blockCount;
    this.isAscending = isAscending;
  }

  /** Bounds of a column the file has; null when there are none to go by. */
  static @Nullable KeyBounds of(SealedRows rows, int columnId, Vector kind, int blockCount) {
    return switch (kind) {
      case LongVector _ -> Longs.of(rows, columnId, blockCount);
      case BytesVector _ -> Bytes.of(rows, columnId, blockCount);
      default -> null;
    };
  }

  boolean isAscending() {
    return isAscending;
  }

  /** The first block whose greatest value is not less than the key's; of ascending bounds. */
  final int firstBlock(Vector keys, int row) {
    int low = 0;
    int high = blockCount;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareMax(middle, keys, row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether a block may hold the key's value. */
  final boolean mayHold(int block, Vector keys, int row) {
    return !isAbove(block, keys, row) && compareMax(block, keys, row) >= 0;
  }

  /** Whether all values of a block are greater than the key's. */
  final boolean isAbove(int block, Vector keys, int row) {
    return compareMin(block, keys, row) > 0;
  }

  /** Compares a block's least value with the key's; not positive when it is not known. */
  abstract int compareMin(int block, Vector keys, int row);

  /** Compares a block's greatest value with the key's; not negative when it is not known. */
  abstract int compareMax(int block, Vector keys, int row);

  private static final class Longs extends KeyBounds {
    private final long[] minima;
    private final long[] maxima;

    private Longs(long[] minima, long[] maxima, boolean isAscending) {
      super(minima.length, isAscending);
      this.minima = minima;
      this.maxima = maxima;
    }

    static Longs of(SealedRows rows, int columnId, int blockCount) {
      var minima = new long[blockCount];
      var maxima = new long[blockCount];
      boolean isAscending = true;
      for (int block = 0; block < blockCount; block++) {
        BlockStatistics known = rows.statistics(columnId, block);
        minima[block] = known != null && known.min() instanceof Long min ? min : Long.MIN_VALUE;
        maxima[block] = known != null && known.max() instanceof Long max ? max : Long.MAX_VALUE;
        isAscending &=
            block == 0
                || (minima[block] >= minima[block - 1] && maxima[block] >= maxima[block - 1]);
      }
      return new Longs(minima, maxima, isAscending);
    }

    @Override
    int compareMin(int block, Vector keys, int row) {
      return Long.compare(minima[block], ((LongVector) keys).values()[row]);
    }

    @Override
    int compareMax(int block, Vector keys, int row) {
      return Long.compare(maxima[block], ((LongVector) keys).values()[row]);
    }
  }

  private static final class Bytes extends KeyBounds {
    private final byte[] @Nullable [] minima;
    private final byte[] @Nullable [] maxima;

    private Bytes(byte[] @Nullable [] minima, byte[] @Nullable [] maxima, boolean isAscending) {
      super(minima.length, isAscending);
      this.minima = minima;
      this.maxima = maxima;
    }

    static Bytes of(SealedRows rows, int columnId, int blockCount) {
      var minima = new byte[blockCount] @Nullable [];
      var maxima = new byte[blockCount] @Nullable [];
      boolean isAscending = true;
      for (int block = 0; block < blockCount; block++) {
        BlockStatistics known = rows.statistics(columnId, block);
        if (known != null && known.min() instanceof byte[] min) {
          minima[block] = min;
        }
        if (known != null && known.max() instanceof byte[] max) {
          maxima[block] = max;
        }
        isAscending &=
            block == 0
                || (isInOrder(minima[block - 1], minima[block])
                    && isInOrder(maxima[block - 1], maxima[block]));
      }
      return new Bytes(minima, maxima, isAscending);
    }

    private static boolean isInOrder(byte @Nullable [] before, byte @Nullable [] after) {
      return before != null && after != null && Arrays.compareUnsigned(before, after) <= 0;
    }

    @Override
    int compareMin(int block, Vector keys, int row) {
      return compare(minima[block], (BytesVector) keys, row);
    }

    @Override
    int compareMax(int block, Vector keys, int row) {
      return compare(maxima[block], (BytesVector) keys, row);
    }

    private static int compare(byte @Nullable [] bound, BytesVector keys, int row) {
      if (bound == null) {
        return 0;
      }
      int offset = keys.offsets()[row];
      return Arrays.compareUnsigned(
          bound, 0, bound.length, keys.data(), offset, offset + keys.lengths()[row]);
    }
  }
}
