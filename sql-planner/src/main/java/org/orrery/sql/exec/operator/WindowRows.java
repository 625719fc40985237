package org.orrery.sql.exec.operator;

import java.util.Arrays;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.Vector;
import org.orrery.sql.exec.RowStore;

/** Sorted rows cut into partitions, and those into peers: rows equal in the window's order. */
final class WindowRows {

  private final RowStore rows;
  private final int[] partitionStarts;
  private final int[] peerStarts;
  private final int[] peerEnds;

  /** Cuts rows sorted by {@code partition}, then {@code order}. */
  WindowRows(RowStore rows, RowOrder partition, RowOrder order) {
    this.rows = rows;
    int count = rows.rowCount();
    peerStarts = HeapGuard.allocate((long) Integer.BYTES * count, () -> new int[count]);
    peerEnds = HeapGuard.allocate((long) Integer.BYTES * count, () -> new int[count]);
    var starts = new int[16];
    int partitions = 0;
    int peers = 0;
    for (int row = 0; row < count; row++) {
      boolean startsPartition = row == 0 || compare(partition, row) != 0;
      if (startsPartition) {
        if (partitions + 1 >= starts.length) {
          starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[partitions++] = row;
      }
      if (startsPartition || compare(order, row) != 0) {
        Arrays.fill(peerEnds, peers, row, row);
        peers = row;
      }
      peerStarts[row] = peers;
    }
    Arrays.fill(peerEnds, peers, count, count);
    starts[partitions] = count;
    partitionStarts = Arrays.copyOf(starts, partitions + 1);
  }

  private int compare(RowOrder order, int row) {
    return order.compare(
        rows.pageOf(row - 1),
        RowStore.positionOf(row - 1),
        rows.pageOf(row),
        RowStore.positionOf(row));
  }

  RowStore store() {
    return rows;
  }

  int partitionCount() {
    return partitionStarts.length - 1;
  }

  int partitionStart(int partition) {
    return partitionStarts[partition];
  }

  /** The row after a partition's last. */
  int partitionEnd(int partition) {
    return partitionStarts[partition + 1];
  }

  /** A row's first peer. */
  int peerStart(int row) {
    return peerStarts[row];
  }

  /** The row after a row's last peer. */
  int peerEnd(int row) {
    return peerEnds[row];
  }

  /** Copies a value. */
  void copy(int column, int row, Vector target, int targetRow) {
    target.copyFrom(rows.columnOf(row, column), RowStore.positionOf(row), targetRow);
  }

  /** Bytes of heap that the places of so many rows take, besides the rows. */
  static long bytes(int rowCount) {
    return 3L * Integer.BYTES * rowCount;
  }
}
