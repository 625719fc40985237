package org.orrery.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;

/**
 * Rows kept in memory as full batches: row {@code n} is at {@code n % ROWS_MAX} of batch {@code n /
 * ROWS_MAX}. The first batch grows with its rows, so that small stores are small. Appended to by
 * one thread; readable by many afterwards.
 */
public final class RowStore {

  private static final int ROWS = Batch.ROWS_MAX;

  private static final int FIRST_ROWS = 8;

  private static final int GROWTH = 4;

  private final List<SqlType> types;
  private final List<Vector[]> pages = new ArrayList<>();
  private int rowCount;
  private int capacity;
  private int weighedPages;
  private long weighedBytes;

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
      Vector[] page = pageForAppend(batch.size() - done);
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
    Vector[] page = pageForAppend(1);
    int row = rowCount % ROWS;
    for (int column = 0; column < page.length; column++) {
      page[column].copyFrom(source[column], position, row);
    }
    return rowCount++;
  }

  /** The page of the next row, with room for {@code wanted} rows or up to its end. */
  private Vector[] pageForAppend(int wanted) {
    int used = rowCount % ROWS;
    if (used == 0 && rowCount / ROWS == pages.size()) {
      capacity = pages.isEmpty() ? Math.min(ROWS, Math.max(FIRST_ROWS, wanted)) : ROWS;
      pages.add(VectorCopy.allocate(types, capacity));
    } else if (used + wanted > capacity && capacity < ROWS) {
      capacity = Math.min(ROWS, Math.max(capacity * GROWTH, used + wanted));
      Vector[] larger = VectorCopy.allocate(types, capacity);
      Vector[] page = pages.getLast();
      for (int column = 0; column < page.length; column++) {
        VectorCopy.gather(page[column], null, 0, used, larger[column], 0);
      }
      pages.set(pages.size() - 1, larger);
    }
    return pages.getLast();
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

  /**
   * Copies a column of {@code count} rows, given by number from {@code first} on, to {@code target}
   * from 0 on, whose rows must be fresh. Rows of one page in a row are copied by one loop.
   */
  public void gather(int column, int[] rows, int first, int count, Vector target) {
    var positions = new int[count];
    int start = 0;
    while (start < count) {
      int page = rows[first + start] / ROWS;
      int end = start;
      while (end < count && rows[first + end] / ROWS == page) {
        positions[end] = rows[first + end] % ROWS;
        end++;
      }
      VectorCopy.gather(pages.get(page)[column], positions, start, end - start, target, start);
      start = end;
    }
  }

  /** A reader from the first row. */
  public Reader reader() {
    return new Reader();
  }

  /** Bytes of heap held, roughly. Cheap: full pages are weighed once. */
  public long retainedBytes() {
    while (weighedPages < pages.size() - 1) {
      weighedBytes += bytes(pages.get(weighedPages++));
    }
    return pages.isEmpty() ? 0 : weighedBytes + bytes(pages.getLast());
  }

  private static long bytes(Vector[] page) {
    long bytes = 0;
    for (Vector vector : page) {
      bytes += vector.retainedBytes();
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
