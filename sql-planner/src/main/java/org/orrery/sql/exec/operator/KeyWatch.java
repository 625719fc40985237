package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.DoubleVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.KeyChanges;
import org.orrery.sql.exec.KeyListener;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.WatchedKey;

/** Collects the keys of foreign keys that a statement changes. One thread. */
public final class KeyWatch implements AutoCloseable {

  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final List<Watcher> watchers = new ArrayList<>();

  /**
   * Watches what a statement does to a table.
   *
   * @param watched the keys to watch, in the order of the foreign keys
   * @param types of the table's columns
   */
  public KeyWatch(List<WatchedKey> watched, List<SqlType> types, ExecutionContext context) {
    this.context = context;
    this.memory = context.memory().share("A foreign key");
    watched.forEach(each -> watchers.add(new Watcher(each, types)));
  }

  /** Whether nothing needs to be told. */
  public boolean isIdle() {
    return watchers.isEmpty();
  }

  /** The selected rows are new. */
  public void inserted(Batch rows) {
    for (Watcher each : watchers) {
      if (!each.key.isReferenced()) {
        each.added(rows);
      }
    }
    account();
  }

  /** The selected rows go. */
  public void deleted(Batch rows) {
    for (Watcher each : watchers) {
      if (each.key.isReferenced()) {
        each.removed(rows);
      }
    }
    account();
  }

  /** The selected rows of {@code before} become those of {@code after}, each the one beside it. */
  public void updated(Batch before, Batch after) {
    for (Watcher each : watchers) {
      each.changed(before, after);
    }
    account();
  }

  private void account() {
    if (!watchers.isEmpty()) {
      memory.set(watchers.stream().mapToLong(Watcher::retainedBytes).sum());
    }
  }

  /** The statement has written all; what has to follow is done. */
  public void report() {
    List<KeyChanges> changes = new ArrayList<>();
    for (Watcher each : watchers) {
      KeyChanges found = each.changes();
      if (found != null) {
        changes.add(found);
      }
    }
    if (!changes.isEmpty()) {
      context.session(KeyListener.class).changed(changes);
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  /** The changes of one key. */
  private static final class Watcher {
    private final WatchedKey key;
    private final List<SqlType> types;
    private final @Nullable KeyTable added;
    private final RowStore before;
    private final RowStore after;
    private final int[] numbers = new int[Batch.ROWS_MAX];

    Watcher(WatchedKey key, List<SqlType> tableTypes) {
      this.key = key;
      this.types = key.columns().stream().map(tableTypes::get).toList();
      this.added = key.isReferenced() ? null : new KeyTable(types);
      this.before = new RowStore(types);
      this.after = new RowStore(types);
    }

    private Vector[] columns(Batch rows) {
      return key.columns().stream().map(rows::column).toArray(Vector[]::new);
    }

    private Batch keys(Batch rows) {
      var keys = new Batch(columns(rows), rows.rowCount());
      keys.select(rows.selection(), rows.size());
      return keys;
    }

    void added(Batch rows) {
      if (added != null) {
        added.assign(columns(rows), rows.selection(), rows.size(), numbers);
      }
    }

    void removed(Batch rows) {
      before.append(keys(rows));
    }

    void changed(Batch old, Batch rows) {
      int[] kept = new int[rows.size()];
      int[] keptOld = new int[rows.size()];
      int count = 0;
      for (int i = 0; i < rows.size(); i++) {
        if (!isSame(old, old.position(i), rows, rows.position(i))) {
          keptOld[count] = old.position(i);
          kept[count++] = rows.position(i);
        }
      }
      if (count == 0) {
        return;
      }
      var changed = new Batch(rows.columns(), rows.rowCount());
      changed.select(kept, count);
      if (added != null) {
        added(changed);
        return;
      }
      var former = new Batch(old.columns(), old.rowCount());
      former.select(keptOld, count);
      before.append(keys(former));
      after.append(keys(changed));
    }

    private boolean isSame(Batch old, int oldRow, Batch rows, int row) {
      for (int column : key.columns()) {
        if (!isSame(old.column(column), oldRow, rows.column(column), row)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isSame(Vector a, int rowA, Vector b, int rowB) {
      if (a.isNull(rowA) || b.isNull(rowB)) {
        return a.isNull(rowA) && b.isNull(rowB);
      }
      if (a instanceof LongVector longs && b instanceof LongVector others) {
        return longs.getLong(rowA) == others.getLong(rowB);
      }
      if (a instanceof DoubleVector doubles && b instanceof DoubleVector others) {
        return doubles.getDouble(rowA) == others.getDouble(rowB);
      }
      return Objects.deepEquals(a.get(rowA), b.get(rowB));
    }

    @Nullable KeyChanges changes() {
      if (added != null) {
        return added.count() == 0 ? null : new KeyChanges(key, null, added.keys());
      }
      return before.rowCount() == 0
          ? null
          : new KeyChanges(key, before, after.rowCount() == 0 ? null : after);
    }

    long retainedBytes() {
      return before.retainedBytes()
          + after.retainedBytes()
          + (added == null ? 0 : added.retainedBytes());
    }
  }
}
