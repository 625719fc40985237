package org.orrery.sql.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.ForeignKeyEntry.Action;
import org.orrery.sql.exec.KeyChanges;
import org.orrery.sql.exec.KeyListener;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.WatchedKey;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.Snapshot;

/**
 * Keeps the foreign keys of one session's writes true, as PostgreSQL's triggers do: after each
 * statement in the order in which things happened, or at the transaction's end. What an action
 * changes comes behind what is there to do already, so that NO ACTION looks when all cascades are
 * done. Thread: the session's.
 *
 * @see <a href="https://www.postgresql.org/docs/15/ddl-constraints.html#DDL-CONSTRAINTS-FK">Foreign
 *     Keys</a>
 */
public final class ReferentialIntegrity implements KeyListener {

  private final SessionAccess session;
  private final DeferredChecks deferred;
  private final ReferencedKeys referenced;
  private final ReferencingRows referencing;
  private final Deque<List<KeyChanges>> queue = new ArrayDeque<>();
  private boolean isRunning;

  /** For one session. */
  public ReferentialIntegrity(SessionAccess session, DeferredChecks deferred) {
    this.session = session;
    this.deferred = deferred;
    this.referenced = new ReferencedKeys(session);
    this.referencing = new ReferencingRows(session);
  }

  @Override
  public void changed(List<KeyChanges> changes) {
    List<KeyChanges> due = new ArrayList<>();
    for (KeyChanges each : changes) {
      ForeignKeyEntry key = session.catalog().foreignKey(each.watched().foreignKeyOid());
      if (key != null && isCheck(key, each) && deferred.isDeferred(key)) {
        deferred.add(each);
      } else if (key != null) {
        due.add(each);
      }
    }
    if (isRunning) {
      queue.add(due);
    } else {
      run(due, false);
    }
  }

  /** Whether changes are only looked at; actions are never put off. */
  private static boolean isCheck(ForeignKeyEntry key, KeyChanges changes) {
    return !changes.watched().isReferenced() || action(key, changes) == Action.NO_ACTION;
  }

  private static Action action(ForeignKeyEntry key, KeyChanges changes) {
    return changes.after() == null ? key.onDelete() : key.onUpdate();
  }

  /** Checks all that was put off. To be called before the transaction commits. */
  public void checkDeferred() {
    while (!deferred.isEmpty()) {
      check(_ -> true);
    }
  }

  private void check(Predicate<KeyChanges> isDue) {
    List<KeyChanges> due = deferred.take(isDue);
    if (!due.isEmpty()) {
      run(merged(due), true);
    }
  }

  /** Checks of many statements as those of one, which do not look at what updates made of keys. */
  private static List<KeyChanges> merged(List<KeyChanges> changes) {
    Map<WatchedKey, KeyTable> added = new LinkedHashMap<>();
    Map<WatchedKey, RowStore> removed = new LinkedHashMap<>();
    Map<WatchedKey, RowStore> replaced = new LinkedHashMap<>();
    for (KeyChanges each : changes) {
      RowStore before = each.before();
      RowStore after = each.after();
      if (before != null) {
        var former = after == null ? removed : replaced;
        append(former.computeIfAbsent(each.watched(), _ -> new RowStore(before.types())), before);
      } else if (after != null) {
        append(added.computeIfAbsent(each.watched(), _ -> new KeyTable(after.types())), after);
      }
    }
    var merged = new ArrayList<KeyChanges>();
    added.forEach((key, table) -> merged.add(new KeyChanges(key, null, table.keys())));
    removed.forEach((key, rows) -> merged.add(new KeyChanges(key, rows, null)));
    replaced.forEach((key, rows) -> merged.add(new KeyChanges(key, rows, rows)));
    return merged;
  }

  private static void append(RowStore target, RowStore rows) {
    RowStore.Reader reader = rows.reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      target.append(batch);
    }
  }

  private static void append(KeyTable target, RowStore rows) {
    int[] numbers = new int[Batch.ROWS_MAX];
    RowStore.Reader reader = rows.reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      target.assign(batch.columns(), batch.selection(), batch.size(), numbers);
    }
  }

  /**
   * Does what changes ask for, and what that asks for.
   *
   * @param isLate whether rows may have changed since
   */
  private void run(List<KeyChanges> changes, boolean isLate) {
    isRunning = true;
    try {
      boolean mayBeGone = isLate;
      for (List<KeyChanges> next = changes; next != null; next = queue.poll()) {
        for (KeyChanges each : next) {
          ForeignKeyEntry entry = session.catalog().foreignKey(each.watched().foreignKeyOid());
          if (entry != null) {
            run(ForeignKey.of(entry, session.catalog()), each, mayBeGone);
          }
        }
        mayBeGone = true;
      }
    } finally {
      isRunning = false;
      queue.clear();
    }
  }

  private void run(ForeignKey key, KeyChanges changes, boolean mayBeGone) {
    RowStore before = changes.before();
    RowStore after = changes.after();
    if (before == null) {
      if (after != null) {
        requirePresent(key, after, mayBeGone);
      }
      return;
    }
    KeySet keys = KeySet.complete(before);
    if (keys.isEmpty()) {
      return;
    }
    Action action = action(key.entry(), changes);
    switch (action) {
      case NO_ACTION -> requireUnreferenced(key, keys, true);
      case RESTRICT -> requireUnreferenced(key, keys, false);
      case CASCADE -> {
        if (after == null) {
          referencing.delete(key, keys);
        } else {
          referencing.follow(key, keys, after);
        }
        requireAllSeen(key, keys);
      }
      case SET_NULL, SET_DEFAULT -> {
        var columns = after == null ? key.columnsSetOnDelete() : key.columns();
        referencing.set(key, keys, columns, action);
        if (action == Action.SET_DEFAULT) {
          // A default that is the key taken away was no change to the row, so nothing has looked.
          requireUnreferenced(key, keys, true);
        } else {
          requireAllSeen(key, keys);
        }
      }
    }
  }

  /** Throws {@code 23503} unless all keys that rows reference are there. */
  private void requirePresent(ForeignKey key, RowStore wanted, boolean mayBeGone) {
    int mixed = key.entry().isFull() ? firstMixed(wanted) : -1;
    KeySet keys = KeySet.complete(wanted);
    KeySet missing = keys.isEmpty() ? keys : keys.where(not(referenced.present(key, keys)));
    if (!missing.isEmpty()) {
      missing = missing.where(not(areSeen(key, missing)));
    }
    if (mayBeGone && !missing.isEmpty()) {
      missing = missing.where(referencing.areReferenced(key, missing));
    }
    if (mixed >= 0 && (missing.isEmpty() || mixed < missing.row(0))) {
      throw key.mixed();
    }
    if (!missing.isEmpty()) {
      throw key.missing(KeySet.text(wanted, missing.row(0), session.execution()));
    }
  }

  /**
   * Which keys a transaction with one snapshot for all statements sees although no row that it sees
   * has them now: their rows have been changed since, but for their keys.
   *
   * @throws OrreryException {@code 40001} when such a key is gone
   */
  private boolean[] areSeen(ForeignKey key, KeySet keys) {
    Snapshot newest = session.transaction().newest();
    Snapshot own = session.snapshot();
    if (own.readTimestamp() >= newest.readTimestamp()) {
      return new boolean[keys.size()];
    }
    boolean[] seen = referencing.areThere(key, keys, own);
    boolean[] there = referencing.areThere(key, keys, newest);
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] && !there[i]) {
        throw OrreryException.of(
                SqlState.SERIALIZATION_FAILURE,
                "could not serialize access due to concurrent update")
            .withContext(ReferenceSql.ofReferenced(key, 1).lookupContext());
      }
    }
    return seen;
  }

  private static int firstMixed(RowStore keys) {
    for (int row = 0; row < keys.rowCount(); row++) {
      int nulls = KeySet.nullCount(keys, row);
      if (nulls > 0 && nulls < keys.types().size()) {
        return row;
      }
    }
    return -1;
  }

  /**
   * Throws {@code 23503} when a row references one of the keys.
   *
   * @param mayReappear whether another row may have the key by now
   */
  private void requireUnreferenced(ForeignKey key, KeySet keys, boolean mayReappear) {
    KeySet suspects = keys.where(referencing.areReferenced(key, keys));
    if (mayReappear && !suspects.isEmpty()) {
      suspects = suspects.where(not(referenced.present(key, suspects)));
    }
    // Another transaction may be about to delete what references them.
    if (suspects.isEmpty() || !referencing.lockOne(key, suspects)) {
      return;
    }
    suspects = suspects.where(referencing.areReferenced(key, suspects));
    if (!suspects.isEmpty()) {
      throw key.stillReferenced(
          KeySet.text(suspects.store(), suspects.row(0), session.execution()));
    }
  }

  /** Throws {@code 40001} when rows that the transaction cannot see reference the keys. */
  private void requireAllSeen(ForeignKey key, KeySet keys) {
    boolean isNewest =
        session.transaction().newest().readTimestamp() == session.snapshot().readTimestamp();
    if (isNewest) {
      return;
    }
    for (boolean isReferenced : referencing.areReferenced(key, keys)) {
      if (isReferenced) {
        throw OrreryException.of(
            SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
      }
    }
  }

  private static boolean[] not(boolean[] values) {
    boolean[] inverted = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      inverted[i] = !values[i];
    }
    return inverted;
  }

  // ---- SET CONSTRAINTS

  /** SET CONSTRAINTS ALL; what is due then is checked. */
  public void setAll(boolean isDeferred) {
    deferred.setAll(isDeferred);
    if (!isDeferred) {
      checkDeferred();
    }
  }

  /** SET CONSTRAINTS of some; what is due then is checked. */
  public void set(List<ForeignKeyEntry> keys, boolean isDeferred) {
    List<Integer> oids = keys.stream().map(ForeignKeyEntry::oid).toList();
    deferred.set(oids, isDeferred);
    if (!isDeferred) {
      check(changes -> oids.contains(changes.watched().foreignKeyOid()));
    }
  }

  // ---- existing rows

  /** Checks all rows of a table against a foreign key that is new. */
  public void validate(ForeignKeyEntry entry) {
    CatalogValue catalog = session.catalog();
    ForeignKey key = ForeignKey.of(entry, catalog);
    RowStore keys = referencing.allKeys(key);
    if (keys.rowCount() > 0) {
      requirePresent(key, keys, false);
    }
  }

  /** Whether a column of one type can reference a key of another. */
  public static boolean isComparable(CatalogValue catalog, SqlType from, SqlType to) {
    return ReferencedKeys.isComparable(catalog.functions(), from, to);
  }
}
