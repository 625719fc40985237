package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.spill.SpillFile;

/** Sorts all input rows in memory. Stable, so rows equal in the keys keep their order. */
final class SortOperator implements Operator {

  /** Most rows that {@link TopOperator} is used for. */
  static final long TOP_ROWS_MAX = 100_000;

  /** Below this, comparing beats passes over bytes. */
  private static final int RADIX_ROWS_MIN = 256;

  /** A merge holds a batch of each run. */
  private static final int RUNS_MAX = 64;

  private final Operator input;
  private final PhysicalPlan.Sort sort;
  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final RowOrder order;
  private final List<SpillFile> runs = new ArrayList<>();
  private @Nullable SortedRows sorted;
  private @Nullable MergedRuns merged;

  SortOperator(Operator input, PhysicalPlan.Sort sort, ExecutionContext context) {
    this.input = input;
    this.sort = sort;
    this.context = context;
    this.memory = context.memory().share("A sort");
    this.order = new RowOrder(sort.keys(), sort.types());
  }

  @Override
  public @Nullable Batch next() {
    if (sorted == null && merged == null) {
      readAll();
    }
    return merged != null ? merged.next() : sorted == null ? null : sorted.next();
  }

  private void readAll() {
    var rows = new RowStore(sort.types());
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      context.checkCancelled();
      rows.append(batch);
      memory.set(rows.retainedBytes());
      if (memory.isTight()) {
        spill(SortedRows.sort(rows, order)::next);
        rows = new RowStore(sort.types());
        memory.set(0);
      }
    }
    input.close();
    if (runs.isEmpty()) {
      sorted = SortedRows.sort(rows, order);
      return;
    }
    spill(SortedRows.sort(rows, order)::next);
    merged = new MergedRuns(runs, order);
  }

  /** Writes a run; when there are many, all are merged to one. */
  private void spill(Supplier<@Nullable Batch> run) {
    SpillFile file = context.memory().files().create(sort.types());
    runs.add(file);
    for (Batch batch = run.get(); batch != null; batch = run.get()) {
      context.checkCancelled();
      file.append(batch);
    }
    file.finish();
    if (runs.size() >= RUNS_MAX) {
      List<SpillFile> all = List.copyOf(runs);
      spill(new MergedRuns(all, order)::next);
      runs.removeAll(all);
      all.forEach(SpillFile::close);
    }
  }

  @Override
  public void close() {
    input.close();
    sorted = null;
    merged = null;
    runs.forEach(SpillFile::close);
    memory.close();
  }

  /** Rows of a store in a given order. */
  static final class SortedRows {
    private final RowStore rows;
    private final int[] order;
    private final List<SqlType> types;
    private int next;

    SortedRows(RowStore rows, int[] order) {
      this.rows = rows;
      this.order = order;
      this.types = rows.types();
    }

    /** Sorts a store's rows. */
    static SortedRows sort(RowStore rows, RowOrder order) {
      if (order.isNumeric() && rows.rowCount() >= RADIX_ROWS_MIN) {
        return new SortedRows(rows, order.sortNumeric(rows));
      }
      var numbers = new int[rows.rowCount()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i;
      }
      MergeSort.sort(
          numbers,
          (a, b) ->
              order.compare(
                  rows.pageOf(a), RowStore.positionOf(a), rows.pageOf(b), RowStore.positionOf(b)));
      return new SortedRows(rows, numbers);
    }

    @Nullable Batch next() {
      int count = Math.min(Batch.ROWS_MAX, order.length - next);
      if (count <= 0) {
        return null;
      }
      Vector[] columns = VectorCopy.allocate(types, count);
      for (int column = 0; column < columns.length; column++) {
        rows.gather(column, order, next, count, columns[column]);
      }
      next += count;
      return new Batch(columns, count);
    }
  }
}
