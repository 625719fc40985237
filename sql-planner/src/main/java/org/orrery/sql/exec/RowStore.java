package org.orrery.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillFiles;

/**
 * Rows kept as full batches, in memory until they are told to {@link #spill}: row {@code n} is at
 * {@code n % ROWS_MAX} of batch {@code n / ROWS_MAX}. The first batch grows with its rows, so that
 * small stores are small. Appended to by one thread; readable by many afterwards, or by one when
 * rows are in a file.
 */
public final class RowStore implements AutoCloseable {

  private static final int ROWS = Batch.ROWS_MAX;

  private static final int FIRST_ROWS = 8;

  private static final int GROWTH = 4;

  /** What is kept of a page in the file. */
  private static final int PAGE_BYTES = 32;

  /** Pages of a file that are kept in memory once they were read. */
  private static final int CACHED_PAGES = 8;

  private final List<SqlType> types;
  private final List<Page> pages = new ArrayList<>();
  private final @Nullable Page[] cached = new Page[CACHED_PAGES];
  private @Nullable SpillFile file;
  private int rowCount;
  private int capacity;
  private int weighedPages;
  private long weighedBytes;

  /** A batch of rows, in memory or in the file or both. */
  private static final class Page {
    static final long NOT_IN_FILE = -1;

    Vector @Nullable [] columns;
    long offset = NOT_IN_FILE;

    Page(Vector[] columns) {
      this.columns = columns;
    }
  }

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

  /**
   * Appends the selected rows of a batch.
   *
   * @throws org.orrery.base.error.OrreryException {@code 53200} when the heap has no room
   */
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
      if (!pages.isEmpty()) {
        HeapGuard.require(8L * ROWS * types.size());
      }
      addPage(VectorCopy.allocate(types, capacity));
    } else if (used + wanted > capacity && capacity < ROWS) {
      capacity = Math.min(ROWS, Math.max(capacity * GROWTH, used + wanted));
      Vector[] larger = VectorCopy.allocate(types, capacity);
      Vector[] page = page(pages.size() - 1);
      for (int column = 0; column < page.length; column++) {
        VectorCopy.gather(page[column], null, 0, used, larger[column], 0);
      }
      pages.getLast().columns = larger;
    }
    return page(pages.size() - 1);
  }

  private void addPage(Vector[] page) {
    SpillFile spilled = file;
    if (spilled != null && !pages.isEmpty()) {
      write(pages.getLast(), spilled);
    }
    pages.add(new Page(page));
  }

  private static void write(Page page, SpillFile target) {
    Vector[] columns = page.columns;
    if (columns != null && page.offset == Page.NOT_IN_FILE) {
      page.offset = target.position();
      target.append(new Batch(columns, ROWS));
      page.columns = null;
    }
  }

  /**
   * Makes room for {@code count} more rows, whose values the caller sets in the pages; at most as
   * many as complete a page.
   */
  public void extend(int count) {
    Vector[] _ = pageForAppend(ROWS);
    rowCount += count;
  }

  /** Puts all rows but the last page's into a file, those that come later too. */
  public void spill(SpillFiles files) {
    if (file == null && pages.size() > 1) {
      SpillFile spilled = files.create(types);
      file = spilled;
      pages.subList(0, pages.size() - 1).forEach(page -> write(page, spilled));
      weighedPages = 0;
      weighedBytes = 0;
    }
  }

  private Vector[] page(int number) {
    Page page = pages.get(number);
    Vector[] columns = page.columns;
    return columns != null ? columns : read(page, number % CACHED_PAGES);
  }

  private Vector[] read(Page page, int slot) {
    SpillFile spilled = file;
    if (spilled == null) {
      throw Invariant.broken("rows of a closed store are read");
    }
    Page before = cached[slot];
    if (before != null) {
      before.columns = null;
    }
    Vector[] columns = spilled.read(page.offset).columns();
    page.columns = columns;
    cached[slot] = page;
    return columns;
  }

  /** Removes the file, if there is one; the rows must not be used any more. Idempotent. */
  @Override
  public void close() {
    SpillFile spilled = file;
    if (spilled != null) {
      file = null;
      spilled.close();
    }
  }

  /** A column of the page that holds row {@code page × ROWS_MAX} and on. */
  public Vector column(int page, int column) {
    return page(page)[column];
  }

  /** The column vector that holds a row; the row is at {@code row % ROWS_MAX}. */
  public Vector columnOf(int row, int column) {
    return page(row / ROWS)[column];
  }

  /** The columns of the page that holds a row. */
  public Vector[] pageOf(int row) {
    return page(row / ROWS);
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
      VectorCopy.gather(page(page)[column], positions, start, end - start, target, start);
      start = end;
    }
  }

  /** A reader from the first row. */
  public Reader reader() {
    return new Reader();
  }

  /** Bytes of heap held, roughly. Cheap: full pages are weighed once. */
  public long retainedBytes() {
    if (pages.isEmpty()) {
      return 0;
    }
    long last = bytes(page(pages.size() - 1));
    if (file != null) {
      return (1 + CACHED_PAGES) * last + (long) PAGE_BYTES * pages.size() + file.retainedBytes();
    }
    while (weighedPages < pages.size() - 1) {
      weighedBytes += bytes(page(weighedPages++));
    }
    return weighedBytes + last;
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
      return new Batch(page(nextPage++), Math.min(ROWS, rowCount - start));
    }
  }
}
