package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.spill.SpillFile;
import org.orrery.sql.exec.spill.SpillPartitions;
import org.orrery.storage.api.ScanCursor;

/**
 * The groups of one grouping set and the states of all aggregates over them. Once it admits no more
 * groups, rows of others go to files.
 */
final class Grouping {

  /** From this many rows a run on average, a call per run beats a group looked up per row. */
  private static final int RUN_ROWS_MIN = 16;

  private static final int SMALL_ROWS = 16;

  private final PhysicalPlan.HashAggregate plan;
  private final QueryMemory memory;
  private final List<Integer> keyIndexes;
  private final List<SqlType> outputTypes;
  private final int setNumber;
  private final @Nullable KeyTable table;
  private final Vector[] keyColumns;
  private int[] groups = new int[0];
  private int[] runGroups = new int[0];
  private int[] runStarts = new int[0];
  private final List<GroupedCall> calls = new ArrayList<>();
  private @Nullable SpillPartitions overflow;

  /**
   * An empty grouping.
   *
   * @param keyIndexes which of the plan's keys count in this set
   * @param setNumber the set's place among the plan's grouping sets
   */
  Grouping(
      PhysicalPlan.HashAggregate plan,
      List<Integer> keyIndexes,
      int setNumber,
      ExecutionContext context) {
    this.plan = plan;
    this.memory = context.memory();
    this.keyIndexes = keyIndexes;
    this.outputTypes = plan.types();
    this.setNumber = setNumber;
    List<SqlType> inputTypes = plan.input().types();
    var keyTypes = keyIndexes.stream().map(i -> inputTypes.get(plan.keys().get(i))).toList();
    this.table = keyIndexes.isEmpty() ? null : new KeyTable(keyTypes);
    this.keyColumns = new Vector[keyIndexes.size()];
    plan.calls().forEach(call -> calls.add(new GroupedCall(call, inputTypes, context)));
    if (table == null) {
      calls.forEach(call -> call.ensureGroups(1));
    }
  }

  /** From now on rows of new groups go to files, partitioned for the {@code level}th time. */
  void admitNoMore(int level) {
    if (table != null && overflow == null) {
      overflow = newOverflow(level);
    }
  }

  private SpillPartitions newOverflow(int level) {
    List<Integer> keys = keyIndexes.stream().map(plan.keys()::get).toList();
    return new SpillPartitions(memory.files(), plan.input().types(), keys, level);
  }

  /** The rows of groups that were not admitted; the caller closes the files. */
  List<SpillFile> finishOverflow() {
    SpillPartitions finished = overflow;
    overflow = null;
    return finished == null ? List.of() : finished.finish();
  }

  /** The set's place among the plan's grouping sets. */
  int setNumber() {
    return setNumber;
  }

  /** Adds the selected rows of an input batch. */
  void add(Batch batch) {
    if (table == null) {
      calls.forEach(call -> call.addToGroup(batch, 0));
      return;
    }
    for (int i = 0; i < keyColumns.length; i++) {
      keyColumns[i] = batch.column(plan.keys().get(keyIndexes.get(i)));
    }
    ensureRows(batch.size());
    Batch admitted = overflow == null ? batch : admitted(batch, table, overflow);
    if (admitted.size() > 0) {
      aggregate(admitted, table);
    }
  }

  /** Adds a block by its statistics; false when they do not say enough. Without keys only. */
  boolean add(ScanCursor block, BlockSummaries summaries) {
    return summaries.add(block, calls);
  }

  /** Rows of known groups; the others go to files. */
  private Batch admitted(Batch batch, KeyTable known, SpillPartitions others) {
    known.find(keyColumns, batch.selection(), batch.size(), groups);
    var knownRows = new int[batch.size()];
    var otherRows = new int[batch.size()];
    int knownCount = 0;
    int otherCount = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (groups[i] >= 0) {
        knownRows[knownCount++] = batch.position(i);
      } else {
        otherRows[otherCount++] = batch.position(i);
      }
    }
    var rest = new Batch(batch.columns(), batch.rowCount());
    rest.select(otherRows, otherCount);
    others.add(rest);
    var admitted = new Batch(batch.columns(), batch.rowCount());
    admitted.select(knownRows, knownCount);
    return admitted;
  }

  private void aggregate(Batch batch, KeyTable table) {
    int runs = table.assignRuns(keyColumns, batch.selection(), batch.size(), runStarts, runGroups);
    int groupCount = table.count();
    boolean isByRun = runs * RUN_ROWS_MIN <= batch.size();
    if (runs > 1) {
      spread(runs, batch.size());
    }
    for (GroupedCall call : calls) {
      call.ensureGroups(groupCount);
      if (runs == 1) {
        call.addToGroup(batch, runGroups[0]);
      } else if (isByRun && call.isPlain()) {
        call.addRuns(batch, runs, runStarts, runGroups);
      } else {
        call.add(batch, groups);
      }
    }
  }

  private void ensureRows(int rowCount) {
    if (groups.length < rowCount) {
      int capacity = rowCount <= SMALL_ROWS ? SMALL_ROWS : Batch.ROWS_MAX;
      groups = new int[capacity];
      runGroups = new int[capacity];
      runStarts = new int[capacity + 1];
    }
  }

  /** Gives each row the group of its run. */
  private void spread(int runs, int rowCount) {
    runStarts[runs] = rowCount;
    for (int run = 0; run < runs; run++) {
      Arrays.fill(groups, runStarts[run], runStarts[run + 1], runGroups[run]);
    }
  }

  /**
   * Adds the groups of other groupings of the same set, which are not used afterwards. A group that
   * one of them did not admit may be in the table of another, so the files are gone through again.
   */
  void merge(List<Grouping> others) {
    var all = new ArrayList<>(others);
    all.add(this);
    List<SpillPartitions> overflows =
        all.stream().map(grouping -> grouping.overflow).filter(Objects::nonNull).toList();
    overflow = null;
    others.forEach(this::mergeGroups);
    if (!overflows.isEmpty()) {
      admitNoMore(0);
      for (SpillPartitions each : overflows) {
        for (SpillFile file : each.finish()) {
          try (var rows = new SpillScanOperator(file)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
              add(batch);
            }
          }
        }
      }
    }
  }

  private void mergeGroups(Grouping other) {
    int otherCount = other.groupCount();
    var mapped = new int[otherCount];
    if (table != null && other.table != null) {
      ensureRows(Batch.ROWS_MAX);
      RowStore keys = other.table.keys();
      for (int start = 0; start < otherCount; start += Batch.ROWS_MAX) {
        int count = Math.min(Batch.ROWS_MAX, otherCount - start);
        table.assign(keys.pageOf(start), null, count, groups);
        System.arraycopy(groups, 0, mapped, start, count);
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).ensureGroups(groupCount());
      calls.get(i).merge(other.calls.get(i), mapped);
    }
  }

  private int groupCount() {
    return table == null ? 1 : table.count();
  }

  /** Bytes of heap held, roughly. */
  long retainedBytes() {
    long bytes = table == null ? 0 : table.retainedBytes();
    for (GroupedCall call : calls) {
      bytes += call.retainedBytes();
    }
    return bytes;
  }

  /** Removes the files that are left. */
  void close() {
    calls.forEach(GroupedCall::close);
    if (overflow != null) {
      overflow.close();
    }
  }

  /** Ends the input. */
  void finish() {
    calls.forEach(GroupedCall::finish);
  }

  /** Output rows of the groups from {@code firstGroup} on, at most a batch; null past the end. */
  @Nullable Batch results(int firstGroup) {
    int count = Math.min(Batch.ROWS_MAX, groupCount() - firstGroup);
    if (count <= 0) {
      return null;
    }
    Vector[] columns = VectorCopy.allocate(outputTypes, count);
    int keyCount = plan.keys().size();
    for (int key = 0; key < keyCount; key++) {
      int inSet = keyIndexes.indexOf(key);
      if (inSet < 0 || table == null) {
        columns[key].setAllNull(count);
      } else {
        Vector values = table.keys().pageOf(firstGroup)[inSet];
        VectorCopy.gather(values, null, 0, count, columns[key], 0);
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).results(firstGroup, count, columns[keyCount + i]);
    }
    if (plan.groupingSets().size() > 1) {
      var numbers = (LongVector) columns[columns.length - 1];
      Arrays.fill(numbers.values(), setNumber);
    }
    return new Batch(columns, count);
  }
}
