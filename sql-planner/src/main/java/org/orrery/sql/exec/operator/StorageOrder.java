package org.orrery.sql.exec.operator;

import java.util.stream.IntStream;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.sql.exec.RowStore;
import org.orrery.storage.api.TableSchema;

/**
 * Roughly the order in which storage keeps a table's rows: by chunk, then by the columns that
 * sealed rows are sorted by. Rows that come in it meet each block of what is there once, and those
 * of one batch lie together. Equal rows keep their order. Immutable.
 */
final class StorageOrder {

  private final int timeColumn;
  private final long chunkInterval;
  private final int[] columns;

  StorageOrder(TableSchema schema) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    timeColumn = partitioning == null ? -1 : schema.indexOf(partitioning.timeColumnId());
    chunkInterval = partitioning == null ? 1 : partitioning.chunkInterval();
    columns =
        schema.sortColumnIds().stream()
            .mapToInt(schema::indexOf)
            .filter(position -> position >= 0)
            .toArray();
  }

  /** The rows of a store, in this order. */
  SortOperator.SortedRows sort(RowStore rows) {
    int[] order = IntStream.range(0, rows.rowCount()).toArray();
    MergeSort.sort(
        order,
        (a, b) ->
            compare(
                rows.pageOf(a), RowStore.positionOf(a), rows.pageOf(b), RowStore.positionOf(b)));
    return new SortOperator.SortedRows(rows, order);
  }

  private int compare(Vector[] a, int rowA, Vector[] b, int rowB) {
    if (timeColumn >= 0) {
      int order = Long.compare(chunkOf(a[timeColumn], rowA), chunkOf(b[timeColumn], rowB));
      if (order != 0) {
        return order;
      }
    }
    for (int column : columns) {
      int order = compare(a[column], rowA, b[column], rowB);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private long chunkOf(Vector times, int row) {
    return Math.floorDiv(((LongVector) times).getLong(row), chunkInterval);
  }

  private static int compare(Vector a, int rowA, Vector b, int rowB) {
    if (a.isNull(rowA) || b.isNull(rowB)) {
      return Boolean.compare(a.isNull(rowA), b.isNull(rowB));
    }
    return switch (a) {
      case LongVector v -> Long.compare(v.getLong(rowA), ((LongVector) b).getLong(rowB));
      case DoubleVector v -> Double.compare(v.getDouble(rowA), ((DoubleVector) b).getDouble(rowB));
      case BytesVector v -> BytesVector.compare(v, rowA, (BytesVector) b, rowB);
      case NumericVector v -> v.getNumeric(rowA).compareTo(((NumericVector) b).getNumeric(rowB));
      case IntervalVector v ->
          v.getInterval(rowA).compareTo(((IntervalVector) b).getInterval(rowB));
    };
  }
}
