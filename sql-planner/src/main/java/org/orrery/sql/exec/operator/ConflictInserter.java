package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.storage.api.KeyConflicts;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.UniqueKey;

/**
 * INSERT … ON CONFLICT. Rows go to their owners in parts in which no key comes twice, so that what
 * an earlier row did is known when a later one with its key comes. Owners append what they can and
 * name the rows in the way of the others; DO UPDATE reads these, deletes them and appends what SET
 * makes of them, many together, for it holds their locks. Where nobody can tell, rows wait until
 * there are many and come in the order in which storage has the others. One thread.
 */
final class ConflictInserter implements AutoCloseable {

  /** Rows that DO UPDATE changes before it writes them. */
  private static final int PENDING_ROWS_MAX = 65_536;

  /** Rows that are put into storage's order before they are inserted. */
  private static final int WAITING_ROWS_MAX = 65_536;

  /** What is done with a row of the input. */
  private enum Fate {
    /** Sent to its owner with this part. */
    PROPOSED,
    /** Left out: DO NOTHING, and the command has met the key before. */
    SKIPPED,
    /** Comes with the next part. */
    POSTPONED
  }

  private final TableTarget target;
  private final PhysicalPlan.Modify.OnConflict conflict;
  private final ExecutionContext context;
  private final ComputedColumns computed;
  private final RowConstraints constraints;
  private final KeyWatch watch;
  private final RangeWatch ranges;
  private final QueryMemory.Share memory;
  private final List<CommandKeys> keys = new ArrayList<>();
  private final List<Evaluator> assignments;
  private final @Nullable Evaluator where;

  /** Whether DO UPDATE leaves all unique keys as they are, so that its writes can wait. */
  private final boolean keepsKeys;

  /** What DO UPDATE looks at of the rows that are there, by position. */
  private final int[] formerColumns;

  /** The order in which rows are inserted; null for theirs. */
  private final @Nullable StorageOrder order;

  private RowStore waiting;
  private final RowNames replaced = new RowNames();
  private RowStore successors;
  private int parts;

  ConflictInserter(
      TableTarget target,
      PhysicalPlan.Modify.OnConflict conflict,
      ComputedColumns computed,
      RowConstraints constraints,
      KeyWatch watch,
      RangeWatch ranges,
      OperatorFactory factory,
      boolean isOrderSeen) {
    this.target = target;
    this.conflict = conflict;
    this.context = factory.context();
    this.computed = computed;
    this.constraints = constraints;
    this.watch = watch;
    this.ranges = ranges;
    this.memory = context.memory().share("ON CONFLICT");
    this.assignments = factory.expressions().compileAll(conflict.assignments());
    this.where = conflict.where() == null ? null : factory.expressions().compile(conflict.where());
    this.keepsKeys = keepsKeys();
    this.formerColumns = formerColumns();
    // With one key rows do not depend on those before them that have another.
    boolean isFree = !isOrderSeen && conflict.arbiters().size() == 1;
    this.order = isFree ? new StorageOrder(target.schema()) : null;
    this.waiting = new RowStore(target.storedTypes());
    this.successors = new RowStore(target.storedTypes());
    for (UniqueKey arbiter : conflict.arbiters()) {
      int[] columns =
          arbiter.columnIds().stream().mapToInt(id -> target.schema().indexOf(id)).toArray();
      keys.add(new CommandKeys(columns, target.storedTypes()));
    }
  }

  private int[] formerColumns() {
    int width = target.columnTypes().size();
    if (!watch.isIdle() || ranges.needsFormer()) {
      return IntStream.range(0, width).toArray();
    }
    var columns = new TreeSet<Integer>();
    conflict.assignments().forEach(each -> columns.addAll(Exprs.inputs(each)));
    Expr condition = conflict.where();
    if (condition != null) {
      columns.addAll(Exprs.inputs(condition));
    }
    return columns.stream().mapToInt(Integer::intValue).filter(each -> each < width).toArray();
  }

  private boolean keepsKeys() {
    for (UniqueKey key : target.schema().uniqueKeys()) {
      for (int columnId : key.columnIds()) {
        if (isUpdate() && !keeps(columnId)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a column gets its own value, or that of {@code excluded} where the two are equal. */
  private boolean keeps(int columnId) {
    int column = target.schema().indexOf(columnId);
    if (target.isComputed(column)
        || !(conflict.assignments().get(column) instanceof Expr.Input(int index, var _))) {
      return false;
    }
    boolean isEqual =
        conflict.arbiters().stream().allMatch(each -> each.columnIds().contains(columnId));
    return index == column || (isEqual && index == column + target.columnTypes().size());
  }

  private boolean isUpdate() {
    return !assignments.isEmpty();
  }

  /**
   * Writes the selected rows, or keeps them for later.
   *
   * @param written takes the rows inserted and updated
   */
  void insert(Batch input, Consumer<Batch> written) {
    Batch rows = computed.stored(computed.generated(input));
    constraints.check(rows);
    if (order == null) {
      insertNow(rows, written);
      return;
    }
    waiting.append(rows);
    account();
    if (waiting.rowCount() >= WAITING_ROWS_MAX || memory.isTight()) {
      insertWaiting(order, written);
    }
  }

  private void insertWaiting(StorageOrder by, Consumer<Batch> written) {
    RowStore rows = waiting;
    waiting = new RowStore(target.storedTypes());
    if (rows.rowCount() <= Batch.ROWS_MAX) {
      // Owners look for the keys of a batch together anyway.
      RowStore.Reader reader = rows.reader();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        insertNow(batch, written);
      }
      return;
    }
    SortOperator.SortedRows sorted = by.sort(rows);
    for (Batch batch = sorted.next(); batch != null; batch = sorted.next()) {
      context.checkCancelled();
      insertNow(batch, written);
    }
  }

  /** Writes what is left. The statement ends with it. */
  void finish(Consumer<Batch> written) {
    if (order != null) {
      insertWaiting(order, written);
    }
    writePending();
  }

  private void account() {
    memory.set(
        waiting.retainedBytes()
            + successors.retainedBytes()
            + keys.stream().mapToLong(CommandKeys::retainedBytes).sum());
  }

  private void insertNow(Batch rows, Consumer<Batch> written) {
    List<int[]> numbers = keys.stream().map(each -> each.number(rows)).toList();
    account();
    int next = 0;
    while (next < rows.size()) {
      parts++;
      int[] part = new int[rows.size() - next];
      int[] positions = new int[part.length];
      int count = 0;
      Fate fate = Fate.SKIPPED;
      for (; next < rows.size(); next++) {
        fate = fate(numbers, next);
        if (fate == Fate.POSTPONED) {
          break;
        }
        if (fate == Fate.PROPOSED) {
          part[count] = next;
          positions[count++] = rows.position(next);
        }
      }
      if (count > 0) {
        var proposed = new Batch(rows.columns(), rows.rowCount());
        proposed.select(positions, count);
        propose(proposed, part, numbers, written);
      }
    }
  }

  private Fate fate(List<int[]> numbers, int row) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).isWritten(numbers.get(i)[row])) {
        if (isUpdate()) {
          throw secondTime();
        }
        return Fate.SKIPPED;
      }
    }
    boolean isNew = true;
    for (int i = 0; i < keys.size(); i++) {
      isNew &= keys.get(i).isNewIn(parts, numbers.get(i)[row]);
    }
    if (isNew) {
      return Fate.PROPOSED;
    }
    // With one key, the row that came before has it or has met another that has.
    return !isUpdate() && keys.size() == 1 ? Fate.SKIPPED : Fate.POSTPONED;
  }

  private static OrreryException secondTime() {
    return OrreryException.of(
            SqlState.CARDINALITY_VIOLATION,
            "ON CONFLICT DO UPDATE command cannot affect row a second time")
        .withHint(
            "Ensure that no rows proposed for insertion within the same command have duplicate"
                + " constrained values.");
  }

  /** Sends rows; {@code part} says which of the input they are, by which numbers go. */
  private void propose(Batch rows, int[] part, List<int[]> numbers, Consumer<Batch> written) {
    KeyConflicts found =
        context.transaction().insert(target.schema(), rows, conflict.arbiters(), lock());
    for (int i = 0; i < rows.size(); i++) {
      for (int key = 0; key < keys.size() && !found.isConflict(i); key++) {
        keys.get(key).setWritten(numbers.get(key)[part[i]]);
      }
    }
    if (found.count() == 0) {
      watch.inserted(rows);
      ranges.changed(rows);
      written.accept(rows);
      return;
    }
    Batch inserted = inserted(rows, found);
    watch.inserted(inserted);
    ranges.changed(inserted);
    var result = new Written(rows, found);
    if (isUpdate()) {
      update(rows, found, result);
    }
    result.pass(written);
  }

  /** How rows in the way are locked: as an UPDATE of them would. */
  private @Nullable RowLock lock() {
    if (!isUpdate()) {
      return null;
    }
    return target.keepsKeys() ? RowLock.NO_KEY_UPDATE : RowLock.UPDATE;
  }

  private static Batch inserted(Batch rows, KeyConflicts found) {
    int[] positions = new int[rows.size()];
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (!found.isConflict(i)) {
        positions[count++] = rows.position(i);
      }
    }
    var inserted = new Batch(rows.columns(), rows.rowCount());
    inserted.select(positions, count);
    return inserted;
  }

  private void update(Batch rows, KeyConflicts found, Written result) {
    int count = found.count();
    int[] indexes = new int[count];
    int[] positions = new int[count];
    for (int i = 0, at = 0; i < rows.size(); i++) {
      if (found.isConflict(i)) {
        indexes[at] = i;
        positions[at++] = rows.position(i);
      }
    }
    Batch both = bothRows(rows, found, indexes, positions);
    Evaluator condition = where;
    if (condition != null) {
      selectTrue(both, condition.evaluate(both, null, count));
    }
    if (both.size() == 0) {
      return;
    }
    var columns = new Vector[assignments.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = assignments.get(i).evaluate(both, both.selection(), both.size());
    }
    var assigned = new Batch(columns, count);
    assigned.select(both.selection(), both.size());
    Batch changed = computed.stored(computed.generated(assigned));
    constraints.check(changed);
    for (int i = 0; i < both.size(); i++) {
      int index = indexes[both.position(i)];
      replaced.add(found.chunkId(index), found.rowId(index));
    }
    successors.append(changed);
    watch.updated(both, changed);
    if (ranges.needsFormer()) {
      ranges.changed(both);
    }
    ranges.changed(changed);
    if (!keepsKeys || replaced.count() >= PENDING_ROWS_MAX) {
      writePending();
    }
    for (CommandKeys each : keys) {
      for (int number : each.number(changed)) {
        each.setWritten(number);
      }
    }
    for (int i = 0; i < changed.size(); i++) {
      result.set(indexes[changed.position(i)], changed, changed.position(i));
    }
  }

  /** The rows that are there, and beside them those that cannot be inserted. */
  private Batch bothRows(Batch rows, KeyConflicts found, int[] indexes, int[] positions) {
    List<SqlType> types = target.columnTypes();
    var former = new FormerRows(target.schema(), context.transaction(), indexes.length);
    for (int index : indexes) {
      former.add(found.chunkId(index), found.rowId(index));
    }
    int width = types.size();
    Vector[] columns = Arrays.copyOf(former.read(types, formerColumns), 2 * width);
    Vector[] excluded = VectorCopy.allocate(types, indexes.length);
    for (int i = 0; i < width; i++) {
      VectorCopy.gather(rows.column(i), positions, 0, positions.length, excluded[i], 0);
      columns[width + i] = excluded[i];
    }
    return new Batch(columns, indexes.length);
  }

  private static void selectTrue(Batch rows, Vector holds) {
    int[] selection = new int[rows.rowCount()];
    int count = 0;
    for (int row = 0; row < rows.rowCount(); row++) {
      if (!holds.isNull(row) && ((LongVector) holds).getLong(row) != 0) {
        selection[count++] = row;
      }
    }
    rows.select(selection, count);
  }

  /** Writes what DO UPDATE has made. */
  private void writePending() {
    replaced.delete(context, target.schema(), target.keepsKeys());
    RowStore.Reader rows = successors.reader();
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      if (keepsKeys) {
        context.transaction().appendSuccessors(target.schema(), batch);
      } else {
        context.transaction().append(target.schema(), batch);
      }
    }
    successors = new RowStore(target.storedTypes());
  }

  @Override
  public void close() {
    memory.close();
  }

  /** The rows of a part that are written, in its order, whether inserted or updated. */
  private final class Written {
    private final Batch rows;
    private final Batch[] sources;
    private final int[] positions;
    private boolean hasUpdated;

    Written(Batch rows, KeyConflicts found) {
      this.rows = rows;
      this.sources = new Batch[rows.size()];
      this.positions = new int[rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        if (!found.isConflict(i)) {
          sources[i] = rows;
          positions[i] = rows.position(i);
        }
      }
    }

    void set(int index, Batch source, int position) {
      sources[index] = source;
      positions[index] = position;
      hasUpdated = true;
    }

    void pass(Consumer<Batch> written) {
      int count = 0;
      Vector[] columns =
          hasUpdated ? VectorCopy.allocate(target.columnTypes(), sources.length) : rows.columns();
      int[] kept = new int[sources.length];
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] != null) {
          for (int column = 0; hasUpdated && column < columns.length; column++) {
            columns[column].copyFrom(sources[i].column(column), positions[i], count);
          }
          kept[count++] = positions[i];
        }
      }
      if (count > 0) {
        var batch = new Batch(columns, hasUpdated ? count : rows.rowCount());
        if (!hasUpdated) {
          batch.select(kept, count);
        }
        written.accept(batch);
      }
    }
  }
}
