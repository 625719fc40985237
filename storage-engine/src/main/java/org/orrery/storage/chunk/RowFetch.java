package org.orrery.storage.chunk;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.hot.HotColumn;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.mvcc.StagedRows;

/**
 * Reads rows of one {@link ChunkVersion} by their names, whatever a snapshot sees. Of sealed rows
 * it decodes each block once, so rows that lie together cost little. One use, one thread.
 */
final class RowFetch implements AutoCloseable {

  private final ChunkVersion version;
  private final List<ColumnSchema> columns;
  private final Vector[] target;
  private final @Nullable Vector[] block;

  /** Of the segment that is open. */
  private int container;

  private SealedRows.@Nullable Reader reader;
  private int decoded = -1;

  private RowFetch(ChunkVersion version, List<ColumnSchema> columns, int count) {
    this.version = version;
    this.columns = columns;
    this.target = new Vector[columns.size()];
    this.block = new @Nullable Vector[columns.size()];
    for (int i = 0; i < target.length; i++) {
      target[i] = Vector.allocate(columns.get(i).kind(), count);
    }
  }

  /**
   * Rows in the order of their names, all of which exist; null when a segment was let go.
   *
   * @param transactionId whose staged rows may be among them
   */
  static @Nullable Batch read(
      ChunkVersion version,
      List<ColumnSchema> columns,
      long transactionId,
      long[] rowIds,
      int count) {
    long[] names = new long[count];
    for (int i = 0; i < count; i++) {
      names[i] = version.translate(rowIds[i]);
      Invariant.check(names[i] != RowIds.NONE, "a row that is read by name is gone");
    }
    StagedRows own = version.stagedOf(transactionId);
    int[] order = order(names);
    try (var fetch = new RowFetch(version, columns, count)) {
      for (int at = 0; at < count; ) {
        int end = endOfBlock(names, order, at);
        if (!fetch.copy(names, order, at, end, own)) {
          return null;
        }
        at = end;
      }
      return new Batch(fetch.target, count);
    }
  }

  /** Indexes of the names, ascending by name. */
  private static int[] order(long[] names) {
    boolean isSorted = true;
    for (int i = 1; i < names.length && isSorted; i++) {
      isSorted = names[i - 1] <= names[i];
    }
    IntStream indexes = IntStream.range(0, names.length);
    return isSorted
        ? indexes.toArray()
        : indexes
            .boxed()
            .sorted(Comparator.comparingLong(i -> names[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Where the sealed rows end that lie in the block of the first; one row of any other kind. */
  private static int endOfBlock(long[] names, int[] order, int from) {
    long first = names[order[from]];
    int end = from + 1;
    if (!RowIds.isHot(first) && !RowIds.isStaged(first)) {
      while (end < order.length && names[order[end]] / Batch.ROWS_MAX == first / Batch.ROWS_MAX) {
        end++;
      }
    }
    return end;
  }

  /** Whether a snapshot sees the commit of a row that exists; one's own staged rows count. */
  static boolean isVisible(ChunkVersion version, long rowId, Snapshot snapshot) {
    long name = version.translate(rowId);
    if (RowIds.isStaged(name)) {
      return true;
    }
    if (RowIds.isHot(name)) {
      HotView table = hot(version, RowIds.arrival(name));
      int row = (int) (RowIds.arrival(name) - table.firstArrival());
      return table.runs().allVisible(snapshot.readTimestamp(), row, row + 1);
    }
    RowVersions versions = segment(version, RowIds.container(name)).versions();
    return versions == null || versions.csnOf(RowIds.ordinal(name)) <= snapshot.readTimestamp();
  }

  private static HotView hot(ChunkVersion version, long arrival) {
    for (HotView table : version.hot()) {
      if (table.contains(arrival)) {
        return table;
      }
    }
    throw Invariant.broken("a hot row that is read by name is gone");
  }

  private static SegmentView segment(ChunkVersion version, int container) {
    for (SegmentView segment : version.segments()) {
      if (segment.file().container() == container) {
        return segment;
      }
    }
    throw Invariant.broken("a segment whose row is read by name is gone");
  }

  /** Copies the rows of {@link #endOfBlock}; false when their segment was let go. */
  private boolean copy(long[] names, int[] order, int from, int end, @Nullable StagedRows own) {
    long name = names[order[from]];
    if (RowIds.isStaged(name)) {
      return copyStaged(RowIds.ordinal(name), own, order[from]);
    } else if (RowIds.isHot(name)) {
      HotView table = hot(version, RowIds.arrival(name));
      copyHot(table.rows(), (int) (RowIds.arrival(name) - table.firstArrival()), order[from]);
      return true;
    }
    SegmentView view = segment(version, RowIds.container(name));
    if (!open(view.file(), view.rows())) {
      return false;
    }
    for (int i = 0; i < target.length; i++) {
      Vector values = column(i, view.rows(), RowIds.ordinal(name) / Batch.ROWS_MAX);
      for (int at = from; at < end; at++) {
        int row = RowIds.ordinal(names[order[at]]) % Batch.ROWS_MAX;
        copy(values, row, i, order[at]);
      }
    }
    decoded = RowIds.ordinal(name) / Batch.ROWS_MAX;
    return true;
  }

  private boolean copyStaged(int row, @Nullable StagedRows own, int to) {
    if (own == null) {
      throw Invariant.broken("a staged row of nobody");
    }
    StagedRows.Part part = own.partOf(row);
    if (part != null) {
      copyHot(part.rows(), row - part.first(), to);
      return true;
    }
    PendingSegment pending = version.pendingOf(own.transactionId(), row);
    if (!open(pending.file(), pending.rows())) {
      return false;
    }
    int ordinal = row - pending.first();
    for (int i = 0; i < target.length; i++) {
      Vector values = column(i, pending.rows(), ordinal / Batch.ROWS_MAX);
      copy(values, ordinal % Batch.ROWS_MAX, i, to);
    }
    decoded = ordinal / Batch.ROWS_MAX;
    return true;
  }

  private void copyHot(HotRows rows, int row, int to) {
    for (int i = 0; i < target.length; i++) {
      HotColumn column = rows.column(columns.get(i).columnId());
      if (column == null) {
        target[i].set(to, columns.get(i).missingValue());
      } else {
        column.readRow(row, target[i], to);
      }
    }
  }

  /** Goes on in a segment; false when it was let go. */
  private boolean open(SegmentFile file, SealedRows rows) {
    if (reader == null || container != file.container()) {
      close();
      reader = rows.open();
      container = file.container();
      decoded = -1;
    }
    return reader != null;
  }

  /** A column of a block of the open segment; null when the segment has not the column. */
  private @Nullable Vector column(int index, SealedRows rows, int number) {
    ColumnSchema column = columns.get(index);
    SealedRows.Reader open = reader;
    if (open == null || !rows.hasColumn(column.columnId())) {
      return null;
    }
    Vector values = block[index];
    if (values == null) {
      values = Vector.allocate(column.kind(), Batch.ROWS_MAX);
      block[index] = values;
    }
    if (number != decoded) {
      open.read(column.columnId(), number, values);
    }
    return values;
  }

  private void copy(@Nullable Vector values, int row, int index, int to) {
    if (values == null) {
      target[index].set(to, columns.get(index).missingValue());
    } else {
      target[index].copyFrom(values, row, to);
    }
  }

  @Override
  public void close() {
    SealedRows.Reader open = reader;
    if (open != null) {
      open.close();
      reader = null;
    }
  }
}
