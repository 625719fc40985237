package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * Looks for keys in a segment, those of a batch together: blocks are passed over by the bounds of
 * the key's columns, by binary search where the segment is sorted by one, and each other block is
 * decoded once for all keys that it may hold, and searched in the same way. Appends in time order
 * meet no block at all. One thread.
 */
final class SegmentKeys implements AutoCloseable {

  private final SealedRows rows;
  private SealedRows.@Nullable Reader reader;
  private final ColumnSchema[] columns;
  private final Vector[] vectors;
  private final @Nullable KeyBounds[] bounds;
  private final KeyEncoder stored;
  private final KeyEncoder wanted;
  private final int blockCount;

  /** The key column that the segment is sorted by first, -1 when there is none. */
  private final int sortedColumn;

  /** The key column to compare first in a block: the last (of many times) that is fast. */
  private final int leadColumn;

  /** The key columns that rows are sorted by, in this order and before any other column. */
  private final int[] sortPrefix;

  private long[] visits = new long[16];
  private int visitCount;
  private int decoded = -1;

  /** Keys in {@code rows}, ready for use. */
  SegmentKeys(SealedRows rows, SealedRows.Reader reader, TableSchema schema, UniqueKey key) {
    this.rows = rows;
    this.reader = reader;
    stored = new KeyEncoder(schema, key);
    wanted = new KeyEncoder(schema, key);
    blockCount = (rows.rowCount() + Batch.ROWS_MAX - 1) / Batch.ROWS_MAX;
    columns = new ColumnSchema[key.columnIds().size()];
    vectors = new Vector[columns.length];
    bounds = new @Nullable KeyBounds[columns.length];
    int sorted = -1;
    int lead = -1;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = schema.columns().get(schema.indexOf(key.columnIds().get(i)));
      vectors[i] = Vector.allocate(columns[i].kind(), Batch.ROWS_MAX);
      if (!rows.hasColumn(columns[i].columnId())) {
        for (int row = 0; row < Batch.ROWS_MAX; row++) {
          vectors[i].set(row, columns[i].missingValue());
        }
        continue;
      }
      KeyBounds known = KeyBounds.of(rows, columns[i].columnId(), vectors[i], blockCount);
      bounds[i] = known;
      if (known != null) {
        lead = i;
        sorted = sorted < 0 && known.isAscending() ? i : sorted;
      }
    }
    sortedColumn = sorted;
    leadColumn = lead;
    sortPrefix = sortPrefix(rows, columns);
  }

  private static int[] sortPrefix(SealedRows rows, ColumnSchema[] columns) {
    List<Integer> ids = Arrays.stream(columns).map(ColumnSchema::columnId).toList();
    return rows.meta().sortColumns().stream()
        .mapToInt(sort -> ids.indexOf(sort.columnId()))
        .takeWhile(i -> i >= 0 && isComparable(columns[i].kind()))
        .toArray();
  }

  private static boolean isComparable(PhysicalKind kind) {
    return kind == PhysicalKind.LONG || kind == PhysicalKind.BYTES;
  }

  /** Gets ready for use after {@link #close}; false when the file was let go. */
  boolean reopen() {
    if (reader == null) {
      reader = rows.open();
    }
    return reader != null;
  }

  /** Takes rows with wanted keys. */
  interface Visitor {

    /** Whether a key is to be looked for at all, or any more. */
    boolean isWanted(int index);

    /** The {@code index}th key is that of the row {@code ordinal}. */
    void visit(int index, int ordinal);
  }

  /**
   * Shows the rows with the wanted keys.
   *
   * @param keys the keys' columns
   * @param positions where the {@code i}th key is in them, for the first {@code count}
   */
  void find(Vector[] keys, int[] positions, int count, Visitor visitor) {
    visitCount = 0;
    for (int i = 0; i < count; i++) {
      if (visitor.isWanted(i)) {
        addVisits(keys, positions[i], i);
      }
    }
    Arrays.sort(visits, 0, visitCount);
    for (int at = 0; at < visitCount; at++) {
      int index = (int) visits[at];
      if (visitor.isWanted(index)) {
        findIn((int) (visits[at] >>> 32), keys, positions[index], index, visitor);
      }
    }
  }

  /** Notes the blocks that may hold a key. */
  private void addVisits(Vector[] keys, int row, int index) {
    KeyBounds sorted = sortedColumn < 0 ? null : bounds[sortedColumn];
    int first = sorted == null ? 0 : sorted.firstBlock(keys[sortedColumn], row);
    for (int block = first; block < blockCount; block++) {
      if (sorted != null && sorted.isAbove(block, keys[sortedColumn], row)) {
        return;
      }
      if (mayHold(block, keys, row)) {
        if (visitCount == visits.length) {
          visits = Arrays.copyOf(visits, visitCount * 2);
        }
        visits[visitCount++] = (long) block << 32 | index;
      }
    }
  }

  private boolean mayHold(int block, Vector[] keys, int row) {
    for (int i = 0; i < columns.length; i++) {
      KeyBounds known = bounds[i];
      if (known != null && i != sortedColumn && !known.mayHold(block, keys[i], row)) {
        return false;
      }
    }
    return true;
  }

  private void findIn(int block, Vector[] keys, int row, int index, Visitor visitor) {
    decode(block);
    int first = block * Batch.ROWS_MAX;
    int count = Math.min(Batch.ROWS_MAX, rows.rowCount() - first);
    boolean isEncoded = false;
    for (int at = next(0, count, keys, row); at < count; at = next(at + 1, count, keys, row)) {
      if (!isEncoded) {
        boolean _ = wanted.encode(keys, row);
        isEncoded = true;
      }
      if (stored.encode(vectors, at) && stored.isSame(wanted)) {
        visitor.visit(index, first + at);
        if (!visitor.isWanted(index)) {
          return;
        }
      }
    }
  }

  /** The next row of the decoded block that may have the key; {@code count} when there is none. */
  private int next(int from, int count, Vector[] keys, int row) {
    if (sortPrefix.length == 0) {
      return nextLead(from, count, keys, row);
    }
    int at = from == 0 ? firstNotLess(count, keys, row) : from;
    return at < count && compare(at, keys, row) == 0 ? at : count;
  }

  private int firstNotLess(int count, Vector[] keys, int row) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, keys, row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Compares a row of the decoded block with a key by what rows are sorted by; NULL is last. */
  private int compare(int at, Vector[] keys, int row) {
    for (int i : sortPrefix) {
      if (vectors[i].isNull(at)) {
        return 1;
      }
      int order =
          vectors[i] instanceof LongVector longs
              ? Long.compare(longs.values()[at], ((LongVector) keys[i]).values()[row])
              : BytesVector.compare((BytesVector) vectors[i], at, (BytesVector) keys[i], row);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The next row of the decoded block whose lead column has the key's value. */
  private int nextLead(int from, int count, Vector[] keys, int row) {
    if (leadColumn < 0) {
      return from;
    }
    return switch (vectors[leadColumn]) {
      case LongVector stored ->
          next(stored.values(), from, count, ((LongVector) keys[leadColumn]).values()[row]);
      case BytesVector stored -> next(stored, from, count, (BytesVector) keys[leadColumn], row);
      case DoubleVector _, NumericVector _, IntervalVector _ -> from;
    };
  }

  private static int next(long[] values, int from, int count, long value) {
    int at = from;
    while (at < count && values[at] != value) {
      at++;
    }
    return at;
  }

  private static int next(BytesVector values, int from, int count, BytesVector keys, int row) {
    int length = keys.lengths()[row];
    int key = keys.offsets()[row];
    int[] lengths = values.lengths();
    int at = from;
    while (at < count
        && (lengths[at] != length
            || !Arrays.equals(
                values.data(),
                values.offsets()[at],
                values.offsets()[at] + length,
                keys.data(),
                key,
                key + length))) {
      at++;
    }
    return at;
  }

  private void decode(int block) {
    if (decoded == block) {
      return;
    }
    decoded = -1;
    SealedRows.Reader open = reader;
    if (open == null) {
      throw Invariant.broken("a segment is searched that is not open");
    }
    for (int i = 0; i < columns.length; i++) {
      if (rows.hasColumn(columns[i].columnId())) {
        open.read(columns[i].columnId(), block, vectors[i]);
      }
    }
    decoded = block;
  }

  /** Lets the file go; what was read of it stays. */
  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
