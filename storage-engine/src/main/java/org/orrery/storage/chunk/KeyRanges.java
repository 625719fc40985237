package org.orrery.storage.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.ScanRequest.ColumnRange;
import org.orrery.storage.segment.BlockPruner;

/**
 * What a scan wants of an index: ranges of its first columns, all but the last of them single
 * values. Immutable.
 *
 * @param index the index's columns
 * @param columns those with a range; a prefix of {@code index}, not empty
 * @param ranges the range of each
 * @param pruners the same, for blocks
 */
record KeyRanges(
    List<Integer> index,
    List<ColumnSchema> columns,
    List<ColumnRange> ranges,
    List<BlockPruner> pruners) {

  /** What the index with the longest usable prefix is asked for, null when none is of use. */
  static @Nullable KeyRanges best(ScanRequest request) {
    KeyRanges best = null;
    for (List<Integer> index : request.schema().indexes()) {
      KeyRanges ranges = of(request, index);
      if (ranges != null && (best == null || ranges.weight() > best.weight())) {
        best = ranges;
      }
    }
    return best;
  }

  private static @Nullable KeyRanges of(ScanRequest request, List<Integer> index) {
    var columns = new ArrayList<ColumnSchema>();
    var ranges = new ArrayList<ColumnRange>();
    var pruners = new ArrayList<BlockPruner>();
    for (int columnId : index) {
      int position = request.schema().indexOf(columnId);
      ColumnRange range = position < 0 ? null : rangeOf(request, position);
      if (range == null) {
        break;
      }
      ColumnSchema column = request.schema().columns().get(position);
      columns.add(column);
      ranges.add(range);
      pruners.add(BlockPruner.of(range, column.kind()));
      if (!isOne(range)) {
        break;
      }
    }
    return columns.isEmpty() ? null : new KeyRanges(index, columns, ranges, pruners);
  }

  private static @Nullable ColumnRange rangeOf(ScanRequest request, int position) {
    for (ColumnRange range : request.ranges()) {
      if (range.column() == position && (range.low() != null || range.high() != null)) {
        return range;
      }
    }
    return null;
  }

  private static boolean isOne(ColumnRange range) {
    Object low = range.low();
    Object high = range.high();
    return low != null && high != null && Ranges.compare(low, high) == 0;
  }

  /** How much the ranges leave out, roughly: single values, then lists, then ranges. */
  private int weight() {
    int weight = 0;
    for (ColumnRange range : ranges) {
      if (isOne(range)) {
        weight += 8;
      } else if (range.anyOf() != null) {
        weight += 4;
      } else {
        weight += range.low() != null && range.high() != null ? 2 : 1;
      }
    }
    return weight;
  }

  /** The kinds of the columns with a range. */
  List<PhysicalKind> kinds() {
    return columns.stream().map(ColumnSchema::kind).toList();
  }

  /** Whether a row of an index's columns is wanted. */
  boolean wants(Vector[] keys, int row) {
    for (int i = 0; i < keys.length; i++) {
      if (!pruners.get(i).wants(keys[i], row)) {
        return false;
      }
    }
    return true;
  }
}
