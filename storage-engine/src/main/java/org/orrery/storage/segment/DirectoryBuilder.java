package org.orrery.storage.segment;

import java.util.ArrayList;
import java.util.List;
import org.orrery.data.LongVector;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.EncodeBuffer;

/** Collects the block directory while a segment is written. */
final class DirectoryBuilder {

  /** One page: the statistics of each column and the rows of each block. */
  private record Page(ColumnStatistics[] columns, LongVector blockRows) {}

  private final List<SegmentColumn> columns;
  private final List<Page> pages = new ArrayList<>();
  private Page page;
  private int entry;
  private int groupStart;
  private int blockCount;

  DirectoryBuilder(List<SegmentColumn> columns) {
    this.columns = columns;
    page = newPage();
  }

  private Page newPage() {
    var statistics = new ColumnStatistics[columns.size()];
    for (int c = 0; c < statistics.length; c++) {
      statistics[c] = new ColumnStatistics(columns.get(c), SegmentFormat.PAGE_BLOCKS_MAX);
    }
    return new Page(statistics, new LongVector(SegmentFormat.PAGE_BLOCKS_MAX));
  }

  /** The page's statistics that the current block's {@link #entry} belongs to. */
  ColumnStatistics column(int column) {
    return page.columns[column];
  }

  int entry() {
    return entry;
  }

  int blockCount() {
    return blockCount;
  }

  /** Ends a block and returns the blocks of the current row group. */
  int endBlock(int rows) {
    page.blockRows.setLong(entry, rows);
    entry++;
    blockCount++;
    return entry - groupStart;
  }

  /** Adds the file offset of a column's row group to the blocks in it. */
  void placeGroup(int column, long fileOffset) {
    ColumnStatistics statistics = page.columns[column];
    for (int i = groupStart; i < entry; i++) {
      statistics.setLocation(
          i, fileOffset + statistics.offset(i), statistics.length(i), statistics.crc(i));
    }
  }

  /** Ends a row group; row groups never straddle pages. */
  void endGroup() {
    groupStart = entry;
    if (entry == SegmentFormat.PAGE_BLOCKS_MAX) {
      pages.add(page);
      page = newPage();
      entry = 0;
      groupStart = 0;
    }
  }

  private void endPages() {
    if (entry > 0) {
      pages.add(page);
      entry = 0;
      groupStart = 0;
    }
  }

  private int entriesOf(int pageIndex) {
    return Math.min(
        SegmentFormat.PAGE_BLOCKS_MAX, blockCount - pageIndex * SegmentFormat.PAGE_BLOCKS_MAX);
  }

  /** Appends the DIRECTORY section; no blocks may follow. */
  void encode(ColumnEncoder encoder, EncodeBuffer target) {
    endPages();
    target.putInt(pages.size());
    target.putInt(columns.size());
    int lengthsAt = target.size();
    int lengths = pages.size() * (1 + columns.size());
    for (int i = 0; i < lengths; i++) {
      target.putInt(0);
    }
    int at = lengthsAt;
    for (int p = 0; p < pages.size(); p++) {
      int start = target.size();
      encoder.encode(pages.get(p).blockRows, 0, entriesOf(p), target);
      target.setInt(at, target.size() - start);
      at += Integer.BYTES;
      for (ColumnStatistics statistics : pages.get(p).columns) {
        start = target.size();
        statistics.encode(entriesOf(p), encoder, target);
        target.setInt(at, target.size() - start);
        at += Integer.BYTES;
      }
    }
  }

  private ColumnStatistics total(int column) {
    var total = new ColumnStatistics(columns.get(column), 1);
    boolean isFirst = true;
    for (int p = 0; p < pages.size(); p++) {
      for (int i = 0; i < entriesOf(p); i++) {
        StatisticsCollector.merge(pages.get(p).columns[column], i, isFirst, total);
        isFirst = false;
      }
    }
    return total;
  }

  /** Appends the SUMMARY section, after {@link #encode}. */
  void encodeSummary(ColumnEncoder encoder, EncodeBuffer target) {
    for (int c = 0; c < columns.size(); c++) {
      int lengthAt = target.size();
      target.putInt(0);
      total(c).encode(1, encoder, target);
      target.setInt(lengthAt, target.size() - lengthAt - Integer.BYTES);
    }
  }

  /** Statistics of whole columns, after {@link #encode}. */
  List<BlockStats> summaries(long rows) {
    var summaries = new ArrayList<BlockStats>(columns.size());
    for (int c = 0; c < columns.size(); c++) {
      summaries.add(total(c).toBlockStats(0, rows));
    }
    return summaries;
  }
}
