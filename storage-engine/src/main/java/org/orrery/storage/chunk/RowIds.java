package org.orrery.storage.chunk;

/**
 * Names of rows in a chunk. A sealed row is {@code segment container << 32 | ordinal}. A hot row is
 * its arrival number (how many rows were committed to the chunk before it), so that its name
 * follows from the log alone and replay gives it again. A staged row is its number among the rows
 * its transaction staged in the chunk. Never negative.
 */
final class RowIds {

  /** No such row. */
  static final long NONE = -1;

  private static final long HOT = 1L << 62;
  private static final long STAGED = 1L << 61;

  private RowIds() {}

  static long sealed(int container, int ordinal) {
    return (long) container << 32 | ordinal;
  }

  static long hot(long arrival) {
    return HOT | arrival;
  }

  static long staged(int row) {
    return STAGED | row;
  }

  static boolean isHot(long rowId) {
    return (rowId & HOT) != 0;
  }

  static boolean isStaged(long rowId) {
    return (rowId & (HOT | STAGED)) == STAGED;
  }

  static long arrival(long rowId) {
    return rowId & ~HOT;
  }

  static int container(long rowId) {
    return (int) (rowId >>> 32);
  }

  static int ordinal(long rowId) {
    return (int) rowId;
  }
}
