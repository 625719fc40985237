package org.orrery.sql.exec.operator;

import java.util.List;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.WindowCall;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.AggregateFunction;
import org.orrery.sql.function.FunctionDef;

/**
 * An aggregate over frames. Frames that start with their partition share one state, which grows
 * from row to row; others are added up anew for each row, as PostgreSQL does for aggregates without
 * an inverse, so they cost their width.
 */
final class WindowAggregate implements WindowEvaluator {

  private final WindowCall call;
  private final FrameBounds frame;
  private final AggregateFunction function;
  private final List<SqlType> argumentTypes;
  private final ExecutionContext context;
  private final Accumulator growing;
  private final Vector result;
  private final Vector[] arguments;
  private final int[] selection = new int[Batch.ROWS_MAX];

  WindowAggregate(
      WindowCall call, FrameBounds frame, List<SqlType> inputTypes, ExecutionContext context) {
    if (!(call.function().implementation()
        instanceof FunctionDef.Implementation.Aggregate(var aggregate))) {
      throw Invariant.broken(call.function().name() + " is not an aggregate");
    }
    this.call = call;
    this.frame = frame;
    this.function = aggregate;
    this.argumentTypes = call.arguments().stream().map(inputTypes::get).toList();
    this.context = context;
    this.growing = accumulator();
    this.result = Vector.allocate(call.type().kind(), Batch.ROWS_MAX);
    this.arguments = new Vector[argumentTypes.size()];
  }

  private Accumulator accumulator() {
    return function.accumulator(context, argumentTypes, call.type());
  }

  @Override
  public void evaluate(WindowRows rows, int partition, WindowColumn target) {
    if (frame.startsWithPartition()) {
      grow(rows, partition, target);
      return;
    }
    int end = rows.partitionEnd(partition);
    for (int row = rows.partitionStart(partition); row < end; ) {
      int count = Math.min(Batch.ROWS_MAX - RowStore.positionOf(row), end - row);
      addAnew(rows, partition, row, count, target);
      row += count;
    }
  }

  private void grow(WindowRows rows, int partition, WindowColumn target) {
    int first = rows.partitionStart(partition);
    growing.ensureGroups(partition + 1);
    int added = first;
    boolean isCurrent = false;
    for (int row = first; row < rows.partitionEnd(partition); row++) {
      int end = frame.end(rows, partition, row);
      if (end > added) {
        add(growing, rows.store(), added, end, partition);
        added = end;
        isCurrent = false;
      }
      if (!isCurrent) {
        result.clear();
        growing.results(partition, 1, result);
        isCurrent = true;
      }
      target.of(row).copyFrom(result, 0, RowStore.positionOf(row));
    }
  }

  /** The frames of rows of one page. */
  private void addAnew(WindowRows rows, int partition, int first, int count, WindowColumn target) {
    Accumulator accumulator = accumulator();
    accumulator.ensureGroups(count);
    for (int i = 0; i < count; i++) {
      context.checkCancelled();
      int start = frame.start(rows, partition, first + i);
      int end = frame.end(rows, partition, first + i);
      add(accumulator, rows.store(), start, end, i);
    }
    result.clear();
    accumulator.results(0, count, result);
    VectorCopy.gather(result, null, 0, count, target.of(first), RowStore.positionOf(first));
  }

  /** Adds the rows from {@code start} to before {@code end}. */
  private void add(Accumulator accumulator, RowStore store, int start, int end, int group) {
    for (int row = start; row < end; ) {
      int position = RowStore.positionOf(row);
      int count = Math.min(Batch.ROWS_MAX - position, end - row);
      Vector[] page = store.pageOf(row);
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = page[call.arguments().get(i)];
      }
      int kept = select(page, position, count);
      if (kept > 0) {
        accumulator.addToGroup(arguments, selection, kept, group);
      }
      row += count;
    }
  }

  private int select(Vector[] page, int position, int count) {
    if (call.filter() < 0) {
      for (int i = 0; i < count; i++) {
        selection[i] = position + i;
      }
      return count;
    }
    var admits = (LongVector) page[call.filter()];
    int kept = 0;
    for (int row = position; row < position + count; row++) {
      if (admits.getLong(row) != 0 && !admits.isNull(row)) {
        selection[kept++] = row;
      }
    }
    return kept;
  }
}
