package org.orrery.storage.chunk;

import java.util.Arrays;
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
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingLong(i -> names[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    try (var fetch = new RowFetch(version, columns, count)) {
      for (int i : order) {
        if (!fetch.copy(names[i], own, i)) {
          return null;
        }
      }
      return new Batch(fetch.target, count);
    }
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

  /** False when the row's segment was let go. */
  private boolean copy(long name, @Nullable StagedRows own, int to) {
    if (RowIds.isStaged(name)) {
      return copyStaged(RowIds.ordinal(name), own, to);
    } else if (RowIds.isHot(name)) {
      HotView table = hot(version, RowIds.arrival(name));
      copyHot(table.rows(), (int) (RowIds.arrival(name) - table.firstArrival()), to);
    } else {
      SegmentView view = segment(version, RowIds.container(name));
      return copySealed(view.file(), view.rows(), RowIds.ordinal(name), to);
    }
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
    return copySealed(pending.file(), pending.rows(), row - pending.first(), to);
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

  private boolean copySealed(SegmentFile file, SealedRows rows, int ordinal, int to) {
    SealedRows.Reader open = reader;
    if (open == null || container != file.container()) {
      close();
      open = rows.open();
      if (open == null) {
        return false;
      }
      container = file.container();
      reader = open;
      decoded = -1;
      Arrays.fill(block, null);
    }
    boolean isNew = decoded != ordinal / Batch.ROWS_MAX;
    decoded = ordinal / Batch.ROWS_MAX;
    for (int i = 0; i < target.length; i++) {
      ColumnSchema column = columns.get(i);
      if (!rows.hasColumn(column.columnId())) {
        target[i].set(to, column.missingValue());
        continue;
      }
      Vector values = block[i];
      if (values == null) {
        values = Vector.allocate(column.kind(), Batch.ROWS_MAX);
        block[i] = values;
      }
      if (isNew) {
        open.read(column.columnId(), decoded, values);
      }
      target[i].copyFrom(values, ordinal % Batch.ROWS_MAX, to);
    }
    return true;
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
