package org.orrery.sql.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;

/** Reads rows of COPY FROM into the vectors of its columns, a batch at a time. */
abstract class CopyReader {

  final String tableName;
  final List<CopyColumn> columns;
  final CopyBuffer buffer;

  /** Rows in the batch. */
  int rowCount;

  /** Line (or row) number of the newest row, from 1. */
  long line;

  private final long[] rowLines = new long[Batch.ROWS_MAX];
  private final int[] rowStarts = new int[Batch.ROWS_MAX];
  private final int[] rowEnds = new int[Batch.ROWS_MAX];

  CopyReader(String tableName, List<CopyColumn> columns, CopyBuffer buffer) {
    this.tableName = tableName;
    this.columns = columns;
    this.buffer = buffer;
  }

  /**
   * Reads up to a batch of rows; those read before an error count in {@link #rowCount}.
   *
   * @return whether there are any
   */
  final boolean read() {
    columns.forEach(CopyColumn::reset);
    rowCount = 0;
    startBatch();
    while (rowCount < Batch.ROWS_MAX && readRow()) {
      rowCount++;
    }
    return rowCount > 0;
  }

  /** The batch begins at the current place. */
  abstract void startBatch();

  /** Reads one row; false at the end. */
  abstract boolean readRow();

  /** Notes where the row being read stands. */
  final void place(int start, int end) {
    rowLines[rowCount] = line;
    rowStarts[rowCount] = start;
    rowEnds[rowCount] = end;
  }

  /** The bytes moved to the front. */
  final void moved(int by) {
    for (int row = 0; by > 0 && row <= rowCount && row < Batch.ROWS_MAX; row++) {
      rowStarts[row] -= by;
      rowEnds[row] -= by;
    }
  }

  /** CONTEXT of an error in a row that was read whole. */
  String contextOfRow(int row) {
    return "COPY "
        + tableName
        + ", line "
        + rowLines[row]
        + ": \""
        + CopyBuffer.excerpt(buffer.data(), rowStarts[row], rowEnds[row] - rowStarts[row])
        + "\"";
  }

  final String contextOfLine(int start, int end) {
    return "COPY "
        + tableName
        + ", line "
        + line
        + ": \""
        + CopyBuffer.excerpt(buffer.data(), start, end - start)
        + "\"";
  }

  /** The error of a value with its place. */
  final OrreryException atColumn(
      OrreryException error, CopyColumn column, byte @Nullable [] value, int offset, int length) {
    String text =
        value == null ? "null input" : "\"" + CopyBuffer.excerpt(value, offset, length) + "\"";
    return error.withContext(
        "COPY " + tableName + ", line " + line + ", column " + column.name() + ": " + text);
  }

  static OrreryException badFormat(String message) {
    return OrreryException.of(SqlState.BAD_COPY_FILE_FORMAT, "%s", message);
  }
}
