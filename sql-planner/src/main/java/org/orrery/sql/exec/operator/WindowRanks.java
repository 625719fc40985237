package org.orrery.sql.exec.operator;

import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.function.WindowFunction;

/** The window functions that tell a row's place in its partition. */
final class WindowRanks {

  private WindowRanks() {}

  static WindowEvaluator of(WindowFunction function) {
    return switch (function) {
      case ROW_NUMBER -> longs((_, row, start, _) -> row - start + 1L);
      case RANK -> longs((rows, row, start, _) -> rank(rows, row, start));
      case DENSE_RANK -> WindowRanks::denseRanks;
      case PERCENT_RANK ->
          doubles(
              (rows, row, start, end) ->
                  end - start == 1 ? 0 : (rank(rows, row, start) - 1.0) / (end - start - 1));
      case CUME_DIST ->
          doubles((rows, row, start, end) -> (double) (rows.peerEnd(row) - start) / (end - start));
      case NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
          throw Invariant.broken(function + " reads arguments");
    };
  }

  private static long rank(WindowRows rows, int row, int start) {
    return rows.peerStart(row) - start + 1L;
  }

  @FunctionalInterface
  private interface LongPlace {
    long of(WindowRows rows, int row, int start, int end);
  }

  @FunctionalInterface
  private interface DoublePlace {
    double of(WindowRows rows, int row, int start, int end);
  }

  private static WindowEvaluator longs(LongPlace place) {
    return (rows, partition, target) -> {
      int start = rows.partitionStart(partition);
      int end = rows.partitionEnd(partition);
      for (int row = start; row < end; row++) {
        setLong(target, row, place.of(rows, row, start, end));
      }
    };
  }

  private static WindowEvaluator doubles(DoublePlace place) {
    return (rows, partition, target) -> {
      int start = rows.partitionStart(partition);
      int end = rows.partitionEnd(partition);
      for (int row = start; row < end; row++) {
        ((DoubleVector) target.of(row))
            .setDouble(RowStore.positionOf(row), place.of(rows, row, start, end));
      }
    };
  }

  private static void setLong(WindowColumn target, int row, long value) {
    ((LongVector) target.of(row)).setLong(RowStore.positionOf(row), value);
  }

  private static void denseRanks(WindowRows rows, int partition, WindowColumn target) {
    long rank = 0;
    for (int row = rows.partitionStart(partition); row < rows.partitionEnd(partition); row++) {
      if (rows.peerStart(row) == row) {
        rank++;
      }
      setLong(target, row, rank);
    }
  }

  /** {@code ntile}: the number of buckets is that of the partition's first row. */
  static WindowEvaluator tiles(int column) {
    return (rows, partition, target) -> {
      int start = rows.partitionStart(partition);
      int end = rows.partitionEnd(partition);
      Vector counts = rows.store().columnOf(start, column);
      int first = RowStore.positionOf(start);
      if (counts.isNull(first)) {
        for (int row = start; row < end; row++) {
          target.of(row).setNull(RowStore.positionOf(row));
        }
        return;
      }
      long buckets = ((LongVector) counts).getLong(first);
      if (buckets <= 0) {
        throw OrreryException.of(
            SqlState.INVALID_ARGUMENT_FOR_NTILE_FUNCTION,
            "argument of ntile must be greater than zero");
      }
      long size = (end - start) / buckets;
      // The first buckets take one row more each until no rows are left over.
      long larger = (end - start) % buckets;
      long inLarger = larger * (size + 1);
      for (int row = start; row < end; row++) {
        int place = row - start;
        setLong(
            target,
            row,
            place < inLarger ? place / (size + 1) + 1 : larger + (place - inLarger) / size + 1);
      }
    };
  }
}
