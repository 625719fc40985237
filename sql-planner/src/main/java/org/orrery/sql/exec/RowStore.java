package org.orrery.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/**
 * Rows kept in memory as full batches: row {@code n} is at {@code n % ROWS_MAX} of batch {@code n /
 * ROWS_MAX}. Appended to by one thread; readable by many afterwards.
 */
public final class RowStore {

  private static final int ROWS = Batch.ROWS_MAX;

  private final List<SqlType> types;
  private final List<Vector[]> pages = new ArrayList<>();
  private int rowCount;

  /** An empty store for rows of these types. */
  public RowStore(List<SqlType> types) {
    this.types = List.copyOf(types);
  }

  /** Types of the columns. */
  public List<SqlType> types() {
    return types;
  }

  /** Rows held. */
  public int rowCount() {
    return rowCount;
  }

  /** Appends the selected rows of a batch. */
  public void append(Batch batch) {
    int done = 0;
    while (done < batch.size()) {
      Vector[] page = pageForAppend();
      int start = rowCount % ROWS;
      int count = Math.min(ROWS - start, batch.size() - done);
      for (int column = 0; column < page.length; column++) {
        VectorCopy.append(batch, column, done, count, page[column], start);
      }
      rowCount += count;
      done += count;
    }
  }

  /** Appends one row, which is at {@code position} of a batch; returns its number. */
  public int appendRow(Vector[] source, int position) {
    Vector[] page = pageForAppend();
    int row = rowCount % ROWS;
    for (int column = 0; column < page.length; column++) {
      page[column].copyFrom(source[column], position, row);
    }
    return rowCount++;
  }

  private Vector[] pageForAppend() {
    if (rowCount % ROWS == 0 && rowCount / ROWS == pages.size()) {
      pages.add(VectorCopy.allocate(types));
    }
    return pages.get(rowCount / ROWS);
  }

  /** A column of the page that holds row {@code page × ROWS_MAX} and on. */
  public Vector column(int page, int column) {
    return pages.get(page)[column];
  }

  /** The column vector that holds a row; the row is at {@code row % ROWS_MAX}. */
  public Vector columnOf(int row, int column) {
    return pages.get(row / ROWS)[column];
  }

  /** The columns of the page that holds a row. */
  public Vector[] pageOf(int row) {
    return pages.get(row / ROWS);
  }

  /** Position of a row in its page. */
  public static int positionOf(int row) {
    return row % ROWS;
  }

  /** A reader from the first row. */
  public Reader reader() {
    return new Reader();
  }

  /** Bytes of heap held, roughly. */
  public long retainedBytes() {
    long bytes = 0;
    for (Vector[] page : pages) {
      for (Vector vector : page) {
        bytes += vector.retainedBytes();
      }
    }
    return bytes;
  }

  /** Goes through the store batch by batch. */
  public final class Reader {
    private int nextPage;

    /** The next rows, or null at the end. */
    public @Nullable Batch next() {
      int start = nextPage * ROWS;
      if (start >= rowCount) {
        return null;
      }
      return new Batch(pages.get(nextPage++), Math.min(ROWS, rowCount - start));
    }
  }
}
