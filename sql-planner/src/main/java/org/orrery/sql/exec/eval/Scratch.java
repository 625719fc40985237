package org.orrery.sql.exec.eval;

import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/**
 * A result vector that an evaluator reuses, no larger than the batches seen need: a subquery run
 * for each row, or a lookup of one row, does not pay for {@link Batch#ROWS_MAX} rows.
 */
final class Scratch {

  private static final int ROWS_MIN = 8;

  private static final int ROWS_SMALL_MAX = 64;

  private final PhysicalKind kind;
  private Vector vector;

  Scratch(PhysicalKind kind) {
    this.kind = kind;
    this.vector = Vector.allocate(kind, 0);
  }

  /** The vector without NULLs, with room for the selected rows. */
  Vector cleared(int extent) {
    if (vector.capacity() < extent) {
      vector = Vector.allocate(kind, capacity(extent));
    } else {
      vector.clear();
    }
    return vector;
  }

  /** As {@link #cleared}, for kind LONG. */
  LongVector longs(int extent) {
    return (LongVector) cleared(extent);
  }

  /** Room to make when {@code extent} rows are needed. */
  static int capacity(int extent) {
    if (extent <= ROWS_MIN) {
      return ROWS_MIN;
    }
    return extent <= ROWS_SMALL_MAX ? ROWS_SMALL_MAX : Math.max(extent, Batch.ROWS_MAX);
  }

  /** {@code positions} if it has room for {@code count}, else a larger array. */
  static int[] positions(int[] positions, int count) {
    return positions.length >= count ? positions : new int[capacity(count)];
  }
}
