package org.orrery.storage.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.hot.HotColumn;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.hot.LongColumn;
import org.orrery.storage.segment.SortColumn;
import org.orrery.storage.segment.ValueOrder;

/**
 * Hot rows in the order of columns: sorted runs of row numbers, each at least twice as long as the
 * next, as in a log-structured merge tree (O'Neil et al., 1996). It follows the rows when it is
 * asked; those of the last, unfinished block are in no run. Four bytes a row. Any thread.
 */
final class HotIndex {

  private static final SortColumn ASCENDING = new SortColumn(0, false, false);

  private final HotRows rows;
  private final List<Integer> columnIds;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Runs runs = new Runs(0, new int[0][]);

  /**
   * Sorted rows.
   *
   * @param end rows below it are in a run
   */
  private record Runs(int end, int[][] sorted) {}

  HotIndex(HotRows rows, List<Integer> columnIds) {
    this.rows = rows;
    this.columnIds = columnIds;
  }

  /**
   * The published rows that may be wanted.
   *
   * @param rowCount rows published
   * @param limit give up when there are more in the runs
   * @return null when there are
   */
  @Nullable WantedRows find(KeyRanges wanted, int rowCount, int limit) {
    Runs current = follow(rowCount);
    var search = new Search(wanted);
    List<ColumnRange> ranges = wanted.ranges();
    List<Object> listed = ranges.getLast().anyOf();
    if (listed == null) {
      search.bound(ranges.getLast().low(), ranges.getLast().high());
      search.in(current, limit);
    } else {
      for (Object each : listed) {
        search.bound(each, each);
        search.in(current, limit);
        if (search.count > limit) {
          break;
        }
      }
    }
    return search.count > limit ? null : search.found(current.end, rowCount);
  }

  /** The {@code count}th value of a run from an end, the best of all runs; null for none. */
  @Nullable Long edge(boolean isDescending, int count, int rowCount) {
    var column = (LongColumn) column(columnIds.getFirst());
    Long best = null;
    for (int[] run : follow(rowCount).sorted) {
      int at = isDescending ? run.length - count : count - 1;
      if (at < 0 || at >= run.length || column.isNull(run[at])) {
        continue;
      }
      long value = column.getLong(run[at]);
      boolean isBetter = best == null || (isDescending ? value > best : value < best);
      best = isBetter ? (Long) value : best;
    }
    return best;
  }

  /** Bytes of heap held. */
  long bytes() {
    return (long) Integer.BYTES * runs.end;
  }

  private Runs follow(int rowCount) {
    int end = rowCount / Batch.ROWS_MAX * Batch.ROWS_MAX;
    Runs current = runs;
    if (current.end >= end) {
      return current;
    }
    lock.lock();
    try {
      if (runs.end < end) {
        runs = followed(end);
      }
      return runs;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Runs followed(int end) {
    Runs before = runs;
    int count = end - before.end;
    int[] run =
        RowOrder.of(
            RowOrder.columns(rows, before.end, columnIds),
            count,
            IntStream.range(0, count).toArray());
    for (int i = 0; i < count; i++) {
      run[i] += before.end;
    }
    int kept = before.sorted.length;
    var order = new Rows();
    while (kept > 0 && before.sorted[kept - 1].length < 2 * run.length) {
      run = order.merge(before.sorted[--kept], run);
    }
    int[][] next = Arrays.copyOf(before.sorted, kept + 1);
    next[kept] = run;
    return new Runs(end, next);
  }

  private HotColumn column(int columnId) {
    HotColumn column = rows.column(columnId);
    if (column == null) {
      throw Invariant.broken("an indexed column is not in the hot table");
    }
    return column;
  }

  /** Compares rows with each other. */
  private final class Rows {
    private final HotColumn[] columns = new HotColumn[columnIds.size()];
    private final Vector[] a = new Vector[columns.length];
    private final Vector[] b = new Vector[columns.length];

    Rows() {
      for (int i = 0; i < columns.length; i++) {
        columns[i] = column(columnIds.get(i));
        a[i] = Vector.allocate(columns[i].kind(), 1);
        b[i] = Vector.allocate(columns[i].kind(), 1);
      }
    }

    int[] merge(int[] older, int[] newer) {
      var merged = new int[older.length + newer.length];
      int fromNewer = 0;
      int at = 0;
      for (int row : older) {
        while (fromNewer < newer.length && compare(newer[fromNewer], row) < 0) {
          merged[at++] = newer[fromNewer++];
        }
        merged[at++] = row;
      }
      System.arraycopy(newer, fromNewer, merged, at, newer.length - fromNewer);
      return merged;
    }

    private int compare(int rowA, int rowB) {
      for (int i = 0; i < columns.length; i++) {
        a[i].clear();
        b[i].clear();
        columns[i].readRow(rowA, a[i], 0);
        columns[i].readRow(rowB, b[i], 0);
        int order = ValueOrder.compare(ASCENDING, a[i], 0, b[i], 0);
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  /** Collects the rows between bounds. */
  private final class Search {
    private final KeyRanges wanted;
    private final HotColumn[] columns;
    private final Vector[] value;
    private final Vector[] bounds;
    private int[] found = new int[16];
    private int count;

    Search(KeyRanges wanted) {
      this.wanted = wanted;
      columns = new HotColumn[wanted.columns().size()];
      value = new Vector[columns.length];
      bounds = new Vector[columns.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = column(wanted.columns().get(i).columnId());
        value[i] = Vector.allocate(columns[i].kind(), 1);
        bounds[i] = Vector.allocate(columns[i].kind(), 2);
        bounds[i].set(0, wanted.ranges().get(i).low());
        bounds[i].set(1, wanted.ranges().get(i).high());
      }
    }

    /** Bounds of the last column; null where open. */
    void bound(@Nullable Object low, @Nullable Object high) {
      Vector last = bounds[bounds.length - 1];
      last.clear();
      last.set(0, low);
      last.set(1, high);
    }

    void in(Runs searched, int limit) {
      for (int[] run : searched.sorted) {
        int from = position(run, 0, 0);
        int to = position(run, from, 1);
        if (count + to - from > limit) {
          count = limit + 1;
          return;
        }
        if (count + to - from > found.length) {
          found = Arrays.copyOf(found, Math.max(2 * found.length, count + to - from));
        }
        System.arraycopy(run, from, found, count, to - from);
        count += to - from;
      }
    }

    /** The first row of a run at or above the lower bounds, or above the upper ones. */
    private int position(int[] run, int from, int bound) {
      int low = from;
      int high = run.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int order = compare(run[middle], bound);
        if (order < 0 || (order == 0 && bound == 1)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private int compare(int row, int bound) {
      for (int i = 0; i < columns.length; i++) {
        if (bounds[i].isNull(bound)) {
          return 0;
        }
        value[i].clear();
        columns[i].readRow(row, value[i], 0);
        int order = ValueOrder.compare(ASCENDING, value[i], 0, bounds[i], bound);
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    /** What was found below {@code rowCount}, and the rows from {@code end} on that are wanted. */
    WantedRows found(int end, int rowCount) {
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (found[i] < rowCount) {
          found[kept++] = found[i];
        }
      }
      if (end < rowCount) {
        kept = addWanted(end, rowCount, kept);
      }
      return new WantedRows(found, kept);
    }

    private int addWanted(int from, int to, int before) {
      int kept = before;
      found = Arrays.copyOf(found, Math.max(found.length, kept + to - from));
      var block = new Vector[columns.length];
      for (int i = 0; i < columns.length; i++) {
        block[i] = Vector.allocate(columns[i].kind(), to - from);
        columns[i].read(from, to - from, block[i]);
      }
      for (int row = from; row < to; row++) {
        if (wanted.wants(block, row - from)) {
          found[kept++] = row;
        }
      }
      return kept;
    }
  }
}
