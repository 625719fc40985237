package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.manifest.SegmentFile;
import org.orrery.storage.segment.SegmentColumn;
import org.orrery.storage.segment.SegmentReader;
import org.orrery.storage.segment.SegmentVerifier;

/** Compares the file of a {@link SegmentIndex} with its segment, both from end to end. */
final class SegmentIndexVerifier {

  private SegmentIndexVerifier() {}

  /**
   * Verifies an index.
   *
   * @throws OrreryException {@code XX001} when it is damaged or does not say what the segment does
   */
  static void verify(SegmentReader index, SegmentReader segment, SegmentFile file) {
    new SegmentVerifier(index).verify();
    check(
        index.meta().segmentId().equals(SegmentIndex.idOf(file))
            && index.rowCount() == segment.rowCount(),
        "index of another segment");
    List<SegmentColumn> keys =
        index.columns().stream().filter(each -> each.columnId() != SegmentIndex.ORDINAL).toList();
    check(
        keys.size() == index.columns().size() - 1
            && keys.stream().allMatch(key -> segment.columnIndex(key.columnId()) >= 0),
        "columns of an index");
    check(sum(index, keys) == sum(segment, keys), "an index differs from its segment");
  }

  /** A sum over all rows, with their ordinals, that does not depend on their order. */
  private static long sum(SegmentReader reader, List<SegmentColumn> keys) {
    var decoder = new ColumnDecoder();
    int ordinalColumn = reader.columnIndex(SegmentIndex.ORDINAL);
    var ordinals = new LongVector(Batch.ROWS_MAX);
    long sum = 0;
    for (int block = 0; block < reader.blockCount(); block++) {
      var columns = new Vector[keys.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Vector.allocate(keys.get(i).kind(), Batch.ROWS_MAX);
        reader.decode(reader.columnIndex(keys.get(i).columnId()), block, columns[i], decoder);
      }
      if (ordinalColumn >= 0) {
        reader.decode(ordinalColumn, block, ordinals, decoder);
      }
      for (int row = 0; row < reader.blockRows(block); row++) {
        long hash = ordinalColumn >= 0 ? ordinals.getLong(row) : reader.blockStart(block) + row;
        for (Vector column : columns) {
          Object value = column.get(row);
          int of = value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
          hash = mixed(hash * 31 + of);
        }
        sum += hash;
      }
    }
    return sum;
  }

  /** Stafford's 13th variant of the finalizer of SplitMix64 (Steele et al., 2014). */
  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw OrreryException.of(SqlState.DATA_CORRUPTED, "%s", what);
    }
  }
}
