package org.orrery.storage.segment;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.DoubleVector;
import org.orrery.data.Vector;
import org.orrery.storage.codec.BlockLimits;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.Decimalizer;

/**
 * Checks a segment against itself: every checksum, every value decodes, the statistics equal a
 * recomputation and the rows are in the order of the sort key. Reads the whole file. Not
 * thread-safe.
 */
public final class SegmentVerifier {

  private final SegmentReader reader;
  private final ColumnDecoder decoder = new ColumnDecoder();

  /** A verifier of an open segment. */
  public SegmentVerifier(SegmentReader reader) {
    this.reader = reader;
  }

  /**
   * Verifies everything.
   *
   * @throws OrreryException {@code XX001} at the first contradiction
   */
  public void verify() {
    for (int c = 0; c < reader.columns().size(); c++) {
      verifyColumn(c);
    }
    verifyOrder();
    verifyVersions();
  }

  private void verifyColumn(int column) {
    SegmentColumn type = reader.columns().get(column);
    Vector values = Vector.allocate(type.kind(), BlockLimits.BLOCK_ROWS_MAX);
    var total = new ColumnStatistics(type, 1);
    for (int block = 0; block < reader.blockCount(); block++) {
      reader.decode(column, block, values, decoder);
      int rows = reader.blockRows(block);
      ColumnStatistics stored = reader.statistics(column, block / SegmentFormat.PAGE_BLOCKS_MAX);
      int entry = block % SegmentFormat.PAGE_BLOCKS_MAX;
      int exponent = exponentOf(values, rows, stored.sum(entry));
      var computed = new ColumnStatistics(type, 1);
      StatisticsCollector.collect(values, 0, rows, exponent, computed, 0);
      computed.setCodec(0, stored.codec(entry));
      check(
          isSame(computed.toBlockStats(0, rows), stored.toBlockStats(entry, rows)),
          "statistics of block " + block + " of column " + column);
      StatisticsCollector.merge(stored, entry, block == 0, total);
    }
    check(
        isSame(total.toBlockStats(0, reader.rowCount()), reader.summary().columns().get(column)),
        "summary of column " + column);
  }

  private int exponentOf(Vector values, int rows, Sum stored) {
    if (!(values instanceof DoubleVector doubles) || stored.exponent() < 0) {
      return Decimalizer.NOT_DECIMAL;
    }
    for (int i = 0; i < rows; i++) {
      check(
          doubles.isNull(i) || Decimalizer.isDecimal(doubles.getDouble(i), stored.exponent()),
          "exponent of a sum");
    }
    return stored.exponent();
  }

  private static boolean isSame(BlockStats a, BlockStats b) {
    return a.codec() == b.codec()
        && a.nullCount() == b.nullCount()
        && a.hasBounds() == b.hasBounds()
        && isSame(a.first(), b.first())
        && isSame(a.last(), b.last())
        && isSame(a.min(), b.min())
        && isSame(a.max(), b.max())
        && a.sum().equals(b.sum());
  }

  private static boolean isSame(@Nullable Object a, @Nullable Object b) {
    return Objects.deepEquals(a, b);
  }

  private void verifyOrder() {
    List<SortColumn> order = reader.meta().sortColumns();
    if (order.isEmpty()) {
      return;
    }
    var current = new Vector[order.size()];
    var previous = new Vector[order.size()];
    for (int i = 0; i < current.length; i++) {
      int column = columnOf(order.get(i));
      current[i] = Vector.allocate(reader.columns().get(column).kind(), BlockLimits.BLOCK_ROWS_MAX);
      previous[i] = Vector.allocate(current[i].kind(), 1);
    }
    for (int block = 0; block < reader.blockCount(); block++) {
      int rows = reader.blockRows(block);
      for (int i = 0; i < current.length; i++) {
        reader.decode(columnOf(order.get(i)), block, current[i], decoder);
      }
      check(
          block == 0 || compare(order, previous, 0, current, 0) <= 0,
          "order of rows before block " + block);
      for (int row = 1; row < rows; row++) {
        check(
            compare(order, current, row - 1, current, row) <= 0, "order of rows in block " + block);
      }
      for (int i = 0; i < current.length; i++) {
        previous[i].clear();
        previous[i].copyFrom(current[i], rows - 1, 0);
      }
    }
  }

  private int columnOf(SortColumn sort) {
    int column = reader.columnIndex(sort.columnId());
    check(column >= 0, "the sort key has no column");
    return column;
  }

  private static int compare(List<SortColumn> order, Vector[] a, int rowA, Vector[] b, int rowB) {
    for (int i = 0; i < a.length; i++) {
      int result = ValueOrder.compare(order.get(i), a[i], rowA, b[i], rowB);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  private void verifyVersions() {
    SegmentVersions versions = reader.versions();
    if (versions == null) {
      return;
    }
    for (int run = 0; run < versions.runCount(); run++) {
      long csn = versions.runCsn(run);
      check(
          versions.runStart(run) < versions.runEnd(run)
              && csn >= reader.meta().csnMin()
              && csn <= reader.meta().csnMax(),
          "begin-csns");
    }
  }

  private void check(boolean condition, String what) {
    if (!condition) {
      throw SegmentErrors.corrupted(reader.meta().segmentId(), what);
    }
  }
}
