package org.orrery.storage.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.segment.SortColumn;
import org.orrery.storage.segment.ValueOrder;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows of a merge in order, those of a segment or of a sorted piece of one: a block at a time,
 * without the rows that are gone. One thread.
 */
final class MergeSource implements AutoCloseable {

  private final SealedRows rows;
  private final SealedRows.Reader reader;
  private final List<ColumnSchema> columns;
  private final Vector[] vectors;
  private final Vector[] keys;
  private final List<SortColumn> order;
  private final @Nullable RoaringBitmap gone;

  /** For each row its ordinal in the segment it is from; null when it is of that segment itself. */
  private final int @Nullable [] origins;

  /** For each row of the segment it is from the ordinal in the result. */
  private final int[] ordinals;

  /** Ordinal of the block's first row. */
  private int blockStart;

  /** Position in the block of the next row. */
  private int position;

  /** Position behind the rows from {@code position} on of which none is gone. */
  private int end;

  private int blockRows;

  /**
   * The rows of a segment before its first block.
   *
   * @param ordinals where to put each row's ordinal in the result
   * @throws OrreryException {@code 55000} when its file was let go
   */
  static MergeSource of(SegmentView segment, MergeInput input, int[] ordinals) {
    return new MergeSource(
        segment.rows(), input, segment.deletes().visible(input.horizon()), null, ordinals);
  }

  /** The rows of a sorted piece, which come from rows {@code origins} of a segment. */
  static MergeSource ofPiece(SealedRows rows, MergeInput input, int[] origins, int[] ordinals) {
    return new MergeSource(rows, input, null, origins, ordinals);
  }

  private MergeSource(
      SealedRows rows,
      MergeInput input,
      @Nullable RoaringBitmap gone,
      int @Nullable [] origins,
      int[] ordinals) {
    this.rows = rows;
    this.gone = gone;
    this.origins = origins;
    this.ordinals = ordinals;
    SealedRows.Reader open = rows.open();
    if (open == null) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "chunk was dropped by another transaction");
    }
    reader = open;
    columns = input.schema().columns();
    order = SegmentFiles.sortColumns(input.schema());
    vectors = new Vector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Vector.allocate(columns.get(i).kind(), Batch.ROWS_MAX);
      if (!rows.hasColumn(columns.get(i).columnId())) {
        for (int row = 0; row < Batch.ROWS_MAX; row++) {
          vectors[i].set(row, columns.get(i).missingValue());
        }
      }
    }
    keys = new Vector[order.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = vectors[input.schema().indexOf(order.get(i).columnId())];
    }
  }

  /** The block's columns, as the schema has them. */
  Vector[] vectors() {
    return vectors;
  }

  int position() {
    return position;
  }

  /** Ordinal of the next row in its segment or piece. */
  int ordinal() {
    return blockStart + position;
  }

  /** Whether the block at hand has no row any more. */
  boolean isBlockDone() {
    return position == blockRows;
  }

  /** Reads the next block with rows; false when there is none. */
  boolean nextBlock() {
    blockStart += blockRows;
    while (blockStart < rows.rowCount()) {
      blockRows = Math.min(Batch.ROWS_MAX, rows.rowCount() - blockStart);
      position = 0;
      skipGone();
      if (!isBlockDone()) {
        for (int i = 0; i < vectors.length; i++) {
          int columnId = columns.get(i).columnId();
          if (rows.hasColumn(columnId)) {
            reader.read(columnId, blockStart / Batch.ROWS_MAX, vectors[i]);
          }
        }
        return true;
      }
      blockStart += blockRows;
    }
    blockRows = 0;
    position = 0;
    return false;
  }

  /** Moves to the next row that is there and finds how many follow. */
  private void skipGone() {
    end = blockRows;
    if (gone == null) {
      return;
    }
    while (position < blockRows && gone.contains(blockStart + position)) {
      position++;
    }
    if (position < blockRows) {
      long next = gone.nextValue(blockStart + position);
      end = next < 0 ? blockRows : (int) Math.min(blockRows, next - blockStart);
    }
  }

  /** Compares the next rows of two sources. */
  int compare(MergeSource other) {
    return compare(position, other);
  }

  private int compare(int row, MergeSource other) {
    for (int i = 0; i < keys.length; i++) {
      int result = ValueOrder.compare(order.get(i), keys[i], row, other.keys[i], other.position);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /** How many rows from the next one on can be taken before {@code other}'s; null for all. */
  int runBefore(@Nullable MergeSource other, boolean takesEqual) {
    if (other == null) {
      return end - position;
    }
    int least = takesEqual ? 1 : 0;
    int known = position;
    int step = 1;
    while (known + step < end && compare(known + step, other) < least) {
      known += step;
      step <<= 1;
    }
    int low = known + 1;
    int high = Math.min(end, known + step);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, other) < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - position;
  }

  /** The next rows have gone to the result. */
  void took(int count, int ordinal) {
    for (int i = 0; i < count; i++) {
      int row = blockStart + position + i;
      ordinals[origins == null ? row : origins[row]] = ordinal + i;
    }
    skip(count);
  }

  /** The next rows are done with. */
  void skip(int count) {
    position += count;
    if (position == end) {
      skipGone();
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
