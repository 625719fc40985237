package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Split;

/**
 * Reads a table. Decodes the filter's columns first, the others only for blocks in which rows
 * remain.
 */
final class TableScanOperator implements Operator {

  private static final int SMALL_ROWS = 64;

  private final PhysicalPlan.TableScan scan;
  private final ExecutionContext context;
  private final ScanSplits splits;
  private final @Nullable ScanFilter filter;
  private int[] selection = new int[0];
  private LongVector chunkIds = new LongVector(0);
  private @Nullable ScanCursor cursor;
  private @Nullable Predicate<ScanCursor> summary;

  /** The splits of a scan, shared by the operators that read it together. */
  static final class ScanSplits implements Supplier<@Nullable Split> {
    private final @Nullable ScanRequest request;
    private final List<Split> all;
    private final Iterator<Split> remaining;
    private final @Nullable TopBound bound;
    private volatile boolean isClosed;

    ScanSplits(@Nullable ScanRequest request, List<Split> all, @Nullable TopBound bound) {
      this.request = request;
      this.bound = bound;
      this.all = all;
      this.remaining = all.iterator();
    }

    /** The splits there were at the start. */
    List<Split> all() {
      return all;
    }

    /** How many splits there were at the start. */
    int count() {
      return all.size();
    }

    /** Rows in all splits, roughly. */
    long rowsEstimate() {
      return all.stream().mapToLong(Split::rowsEstimate).sum();
    }

    @Override
    public synchronized @Nullable Split get() {
      while (!isClosed && remaining.hasNext()) {
        Split split = remaining.next();
        if (bound == null || !bound.excludes(split.chunk())) {
          return split;
        }
      }
      return null;
    }

    /** Whether readers should end. */
    boolean isClosed() {
      return isClosed;
    }

    /** Gives no more splits and ends all readers at their next block. */
    synchronized void close() {
      isClosed = true;
    }
  }

  TableScanOperator(PhysicalPlan.TableScan scan, OperatorFactory factory, ScanSplits splits) {
    this.scan = scan;
    this.context = factory.context();
    this.splits = splits;
    this.filter =
        splits.request == null
            ? null
            : ScanFilter.of(scan, splits.request.ranges(), factory.expressions());
  }

  /** Evaluates the scan's bounds and finds its splits. */
  static ScanSplits splits(PhysicalPlan.TableScan scan, OperatorFactory factory) {
    return splits(scan, factory, List.of());
  }

  /** Splits for rows that are in further ranges too. */
  static ScanSplits splits(
      PhysicalPlan.TableScan scan, OperatorFactory factory, List<ScanRequest.ColumnRange> further) {
    List<ScanRequest.ColumnRange> ranges = ScanBounds.ranges(scan.bounds(), factory.expressions());
    for (ScanRequest.ColumnRange range : further) {
      ranges = ranges == null ? null : ScanBounds.with(ranges, range);
    }
    if (ranges == null) {
      return new ScanSplits(null, List.of(), null);
    }
    int[] columns = scan.columns().stream().mapToInt(Integer::intValue).toArray();
    var request =
        new ScanRequest(scan.table(), columns, factory.context().snapshot(), ranges, scan.chunks());
    return new ScanSplits(
        request, new ArrayList<>(factory.context().access().splits(request)), null);
  }

  /** Splits from the best chunk of a top-N on, which leave out what its bound excludes. */
  static ScanSplits splits(PhysicalPlan.TableScan scan, OperatorFactory factory, TopBound bound) {
    ScanSplits plain = splits(scan, factory);
    List<Split> best = new ArrayList<>(plain.all);
    Comparator<Split> byStart = Comparator.comparingLong(split -> split.chunk().rangeStart());
    best.sort(bound.isDescending() ? byStart.reversed() : byStart);
    return new ScanSplits(plain.request, best, bound);
  }

  /** Has blocks all of whose rows pass offered to {@code taker}; those it takes are not read. */
  void summarise(Predicate<ScanCursor> taker) {
    summary = taker;
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      context.checkCancelled();
      ScanCursor block = nextBlock();
      if (block == null) {
        return null;
      }
      Batch batch = read(block);
      if (batch != null) {
        return batch;
      }
    }
  }

  private @Nullable ScanCursor nextBlock() {
    while (true) {
      if (cursor != null) {
        if (!splits.isClosed() && cursor.next()) {
          return cursor;
        }
        cursor.close();
        cursor = null;
      }
      Split split = splits.get();
      if (split == null) {
        return null;
      }
      if (scan.withRowIds()) {
        chunkIds = new LongVector(Batch.ROWS_MAX);
        Arrays.fill(chunkIds.values(), split.chunk().chunkId());
      }
      cursor = context.access().open(Objects.requireNonNull(splits.request), split);
    }
  }

  private @Nullable Batch read(ScanCursor block) {
    TopBound bound = splits.bound;
    if (bound != null && bound.excludes(block.statistics(bound.column()))) {
      return null;
    }
    int columnCount = scan.columns().size();
    var columns = new Vector[columnCount + (scan.withRowIds() ? 2 : 0)];
    var batch = new Batch(columns, block.rowCount());
    batch.select(block.visible(), block.visibleCount());
    if (scan.withRowIds()) {
      columns[columnCount] = chunkIds;
      columns[columnCount + 1] = new LongVector(block.rowIds());
    }
    if (filter != null) {
      if (selection.length < batch.rowCount()) {
        selection = new int[batch.rowCount() <= SMALL_ROWS ? SMALL_ROWS : Batch.ROWS_MAX];
      }
      int kept = filter.filter(block, batch, column -> load(block, columns, column), selection);
      if (kept == 0) {
        return null;
      }
      if (kept < batch.size()) {
        batch.select(selection, kept);
      }
    }
    if (summary != null && batch.size() == block.rowCount() && summary.test(block)) {
      return null;
    }
    for (int column = 0; column < columnCount; column++) {
      load(block, columns, column);
    }
    return batch;
  }

  private static void load(ScanCursor block, Vector[] columns, int column) {
    if (columns[column] == null) {
      columns[column] = block.column(column);
    }
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }
}
