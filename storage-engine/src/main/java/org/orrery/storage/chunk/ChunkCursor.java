package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;

/** Scans one {@link ChunkVersion}: each container in turn, block by block. */
final class ChunkCursor implements ScanCursor {

  private final List<BlockSource> sources;
  private final ColumnSchema[] columns;
  private final @Nullable Vector[] vectors;
  private final @Nullable Vector[] missing;
  private final int vectorRows;
  private final boolean[] isLoaded;
  private final long[] mask = new long[Batch.ROWS_MAX / Long.SIZE];
  private final int[] selection;
  private final long[] rowIds;
  private int nextSource;
  private @Nullable BlockSource source;
  private int block;
  private int rowCount;
  private int visibleCount;

  ChunkCursor(ScanRequest request, List<BlockSource> sources, int vectorRows) {
    this.vectorRows = vectorRows;
    this.sources = sources;
    this.selection = new int[vectorRows];
    this.rowIds = new long[vectorRows];
    int[] wanted = request.columns();
    this.columns = new ColumnSchema[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      columns[i] = request.schema().columns().get(wanted[i]);
    }
    this.vectors = new @Nullable Vector[wanted.length];
    this.missing = new @Nullable Vector[wanted.length];
    this.isLoaded = new boolean[wanted.length];
  }

  @Override
  public boolean next() {
    Arrays.fill(isLoaded, false);
    while (true) {
      if (source != null) {
        block = source.nextCandidate(block + 1);
      }
      if (source == null || block >= source.blockCount()) {
        if (nextSource == sources.size()) {
          source = null;
          return false;
        }
        source = sources.get(nextSource++);
        block = -1;
        continue;
      }
      rowCount = source.rows(block);
      visibleCount = source.visible(block, mask);
      if (visibleCount > 0) {
        select();
        return true;
      }
    }
  }

  private void select() {
    if (visibleCount == rowCount) {
      return;
    }
    int count = 0;
    for (int word = 0; word < mask.length; word++) {
      for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
        selection[count++] = (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
  }

  private BlockSource current() {
    if (source == null) {
      throw new IllegalStateException("no current block");
    }
    return source;
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public int @Nullable [] visible() {
    return visibleCount == rowCount ? null : selection;
  }

  @Override
  public int visibleCount() {
    return visibleCount;
  }

  @Override
  public Vector column(int index) {
    ColumnSchema column = columns[index];
    if (!current().hasColumn(column.columnId())) {
      return missing(index, column);
    }
    Vector vector = vectors[index];
    if (vector == null) {
      vector = Vector.allocate(column.kind(), vectorRows);
      vectors[index] = vector;
    }
    if (!isLoaded[index]) {
      current().read(column.columnId(), block, vector);
      isLoaded[index] = true;
    }
    return vector;
  }

  private Vector missing(int index, ColumnSchema column) {
    Vector vector = missing[index];
    if (vector == null) {
      vector = Vector.allocate(column.kind(), vectorRows);
      for (int row = 0; row < vectorRows; row++) {
        vector.set(row, column.missingValue());
      }
      missing[index] = vector;
    }
    return vector;
  }

  @Override
  public @Nullable BlockStatistics statistics(int index) {
    ColumnSchema column = columns[index];
    if (visibleCount != rowCount) {
      return null;
    }
    if (!current().hasColumn(column.columnId())) {
      Object value = column.missingValue();
      return new BlockStatistics(value == null ? rowCount : 0, value, value);
    }
    return current().statistics(column.columnId(), block);
  }

  @Override
  public long[] rowIds() {
    long first = current().firstRowId() + (long) block * Batch.ROWS_MAX;
    for (int row = 0; row < rowCount; row++) {
      rowIds[row] = first + row;
    }
    return rowIds;
  }

  @Override
  public void close() {
    for (BlockSource each : sources) {
      each.close();
    }
    nextSource = sources.size();
    source = null;
  }
}
