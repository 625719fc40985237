package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.eval.Selections;
import org.orrery.sql.exec.plan.AggregateCall;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.Counter;
import org.orrery.sql.function.FunctionDef;

/** One aggregate call over all groups: FILTER, DISTINCT and ORDER BY before its accumulator. */
final class GroupedCall implements AutoCloseable {

  private final AggregateCall call;
  private final Accumulator accumulator;
  private final Vector[] arguments;
  private final RunSlices slices = new RunSlices();
  private int[] selection = new int[0];
  private int[] filteredGroups = new int[0];

  /** Rows of group, arguments and ORDER BY. */
  private final @Nullable UniqueRows distinct;

  /** Such rows, those kept for ORDER BY. */
  private final @Nullable RowStore buffered;

  private LongVector groupVector = new LongVector(0);

  /** Takes the values of {@link #addValue}. */
  private final Vector one;

  GroupedCall(AggregateCall call, List<SqlType> inputTypes, ExecutionContext context) {
    if (!(call.function().implementation()
        instanceof FunctionDef.Implementation.Aggregate(var aggregate))) {
      throw Invariant.broken(call.function().name() + " is not an aggregate");
    }
    this.call = call;
    List<SqlType> types = call.arguments().stream().map(inputTypes::get).toList();
    this.accumulator = aggregate.accumulator(context, types, call.type());
    this.arguments = new Vector[types.size()];
    this.one = Vector.allocate(types.isEmpty() ? PhysicalKind.LONG : types.getFirst().kind(), 1);
    var rowTypes = new ArrayList<SqlType>();
    rowTypes.add(BuiltinTypes.INT8);
    rowTypes.addAll(types);
    call.order().forEach(key -> rowTypes.add(inputTypes.get(key.column())));
    List<Integer> groupAndArguments = IntStream.rangeClosed(0, types.size()).boxed().toList();
    this.distinct =
        call.isDistinct() ? new UniqueRows(rowTypes, groupAndArguments, context, "DISTINCT") : null;
    this.buffered = call.order().isEmpty() ? null : new RowStore(rowTypes);
  }

  void ensureGroups(int count) {
    accumulator.ensureGroups(count);
  }

  void addToGroup(Batch batch, int group) {
    if (isPlain()) {
      accumulator.addToGroup(arguments(batch), batch.selection(), batch.size(), group);
      return;
    }
    var groups = new int[batch.size()];
    Arrays.fill(groups, group);
    add(batch, groups);
  }

  /** Counts rows or values of the first group, of which nothing else matters. */
  void addCount(long count) {
    if (!(accumulator instanceof Counter counter)) {
      throw Invariant.broken(call.function().name() + " does not count");
    }
    counter.addCount(count, 0);
  }

  /** Adds a value to the first group, as of {@link Vector#get}. */
  void addValue(@Nullable Object value) {
    if (value != null) {
      one.set(0, value);
      arguments[0] = one;
      accumulator.addToGroup(arguments, null, 1, 0);
    }
  }

  /** Whether every row goes straight to the accumulator. */
  boolean isPlain() {
    return call.filter() < 0 && distinct == null && buffered == null;
  }

  /**
   * Adds rows by runs of one group.
   *
   * @param runStarts index, among the batch's selected rows, of each run's first row; after the
   *     last run their number
   */
  void addRuns(Batch batch, int runs, int[] runStarts, int[] runGroups) {
    int[] rows = batch.selection();
    Vector[] columns = arguments(batch);
    boolean isSliced = slices.fit(columns) && RunSlices.isContiguous(rows, batch.size());
    int firstRow = batch.position(0);
    for (int run = 0; run < runs; run++) {
      int start = runStarts[run];
      int count = runStarts[run + 1] - start;
      if (isSliced) {
        accumulator.addToGroup(
            slices.cut(columns, firstRow + start, count), null, count, runGroups[run]);
      } else {
        accumulator.addToGroup(columns, slices.select(rows, start, count), count, runGroups[run]);
      }
    }
  }

  void add(Batch batch, int[] groups) {
    if (call.filter() < 0) {
      addFiltered(batch, batch.selection(), batch.size(), groups);
      return;
    }
    Vector admits = batch.column(call.filter());
    if (selection.length < batch.size()) {
      selection = new int[Batch.ROWS_MAX];
      filteredGroups = new int[Batch.ROWS_MAX];
    }
    int kept = 0;
    long[] booleans = ((LongVector) admits).values();
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.position(i);
      if (booleans[row] != 0 && !admits.isNull(row)) {
        filteredGroups[kept] = groups[i];
        selection[kept++] = row;
      }
    }
    if (kept > 0) {
      addFiltered(batch, selection, kept, filteredGroups);
    }
  }

  private void setGroups(int @Nullable [] rows, int count, int[] groups) {
    if (groupVector.capacity() < Selections.extent(rows, count)) {
      groupVector = new LongVector(Batch.ROWS_MAX);
    }
    for (int i = 0; i < count; i++) {
      groupVector.setLong(rows == null ? i : rows[i], groups[i]);
    }
  }

  private void addFiltered(Batch batch, int @Nullable [] rows, int count, int[] groups) {
    if (distinct == null && buffered == null) {
      accumulator.add(arguments(batch), rows, count, groups);
      return;
    }
    setGroups(rows, count, groups);
    var columns = new Vector[1 + arguments.length + call.order().size()];
    columns[0] = groupVector;
    System.arraycopy(arguments(batch), 0, columns, 1, arguments.length);
    for (int i = 0; i < call.order().size(); i++) {
      columns[1 + arguments.length + i] = batch.column(call.order().get(i).column());
    }
    var chosen = new Batch(columns, Selections.extent(rows, count));
    chosen.select(rows, count);
    deliver(distinct == null ? chosen : distinct.firstOf(chosen));
  }

  /** Takes rows of group, arguments and ORDER BY. */
  private void deliver(Batch rows) {
    if (rows.size() == 0) {
      return;
    }
    if (buffered != null) {
      buffered.append(rows);
      return;
    }
    accumulate(rows);
  }

  private void accumulate(Batch rows) {
    var groups = new int[rows.size()];
    long[] groupNumbers = ((LongVector) rows.column(0)).values();
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (int) groupNumbers[rows.position(i)];
    }
    System.arraycopy(rows.columns(), 1, arguments, 0, arguments.length);
    accumulator.add(arguments, rows.selection(), groups.length, groups);
  }

  /** Feeds the rows that were kept to the accumulator, those for ORDER BY sorted. */
  void finish() {
    for (Batch batch = moreDistinct(); batch != null; batch = moreDistinct()) {
      deliver(batch);
    }
    if (buffered == null) {
      return;
    }
    var keys = new ArrayList<SortKey>();
    for (int i = 0; i < call.order().size(); i++) {
      SortKey key = call.order().get(i);
      keys.add(
          new SortKey(
              1 + arguments.length + i, key.lessThan(), key.isDescending(), key.nullsFirst()));
    }
    var sorted = SortOperator.SortedRows.sort(buffered, new RowOrder(keys, buffered.types()));
    for (Batch batch = sorted.next(); batch != null; batch = sorted.next()) {
      accumulate(batch);
    }
  }

  private @Nullable Batch moreDistinct() {
    return distinct == null ? null : distinct.next();
  }

  void merge(GroupedCall other, int[] groups) {
    accumulator.merge(other.accumulator, groups);
  }

  void results(int firstGroup, int count, Vector target) {
    accumulator.results(firstGroup, count, target);
  }

  private Vector[] arguments(Batch batch) {
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = batch.column(call.arguments().get(i));
    }
    return arguments;
  }

  /** Whether parts of the input may be aggregated apart and merged. */
  static boolean isMergeable(AggregateCall call) {
    return !call.isDistinct()
        && call.order().isEmpty()
        && !(call.function().implementation()
                instanceof FunctionDef.Implementation.Aggregate(var aggregate)
            && aggregate.keepsOrder());
  }

  /** Bytes of heap held, roughly; without those of DISTINCT, which counts its own. */
  long retainedBytes() {
    return accumulator.retainedBytes() + (buffered == null ? 0 : buffered.retainedBytes());
  }

  @Override
  public void close() {
    if (distinct != null) {
      distinct.close();
    }
  }
}
