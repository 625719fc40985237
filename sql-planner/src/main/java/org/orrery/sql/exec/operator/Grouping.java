package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** The groups of one grouping set and the states of all aggregates over them. */
final class Grouping {

  private final PhysicalPlan.HashAggregate plan;
  private final List<Integer> keyIndexes;
  private final List<SqlType> outputTypes;
  private final int setNumber;
  private final @Nullable KeyTable table;
  private final Vector[] keyColumns;
  private final int[] groups = new int[Batch.ROWS_MAX];
  private final List<GroupedCall> calls = new ArrayList<>();

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

  /** Adds the selected rows of an input batch. */
  void add(Batch batch) {
    if (table == null) {
      calls.forEach(call -> call.addToGroup(batch, 0));
      return;
    }
    for (int i = 0; i < keyColumns.length; i++) {
      keyColumns[i] = batch.column(plan.keys().get(keyIndexes.get(i)));
    }
    table.assign(keyColumns, batch.selection(), batch.size(), groups);
    int groupCount = table.count();
    boolean isOneGroup = isConstant(groups, batch.size());
    for (GroupedCall call : calls) {
      call.ensureGroups(groupCount);
      if (isOneGroup) {
        call.addToGroup(batch, groups[0]);
      } else {
        call.add(batch, groups);
      }
    }
  }

  private static boolean isConstant(int[] groups, int count) {
    int first = groups[0];
    // Sorted input changes group rarely; looking at the last row first makes the test cheap.
    if (groups[count - 1] != first) {
      return false;
    }
    for (int i = 1; i < count; i++) {
      if (groups[i] != first) {
        return false;
      }
    }
    return true;
  }

  /** Adds the groups of another grouping of the same set, which is not used afterwards. */
  void merge(Grouping other) {
    int otherCount = other.groupCount();
    var mapped = new int[otherCount];
    if (table != null && other.table != null) {
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
      java.util.Arrays.fill(numbers.values(), setNumber);
    }
    return new Batch(columns, count);
  }
}
