package org.orrery.sql.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry.Action;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.Executor;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ConcurrentChange;
import org.orrery.storage.api.Snapshot;

/** Finds and changes the rows that reference keys, by one statement for all keys. */
final class ReferencingRows {

  private final SessionAccess session;

  ReferencingRows(SessionAccess session) {
    this.session = session;
  }

  /** For each key whether a row references it now. */
  boolean[] areReferenced(ForeignKey key, KeySet keys) {
    return found(new ReferenceSql(key, keys.size()), keys, session.transaction().newest());
  }

  /** For each key whether a snapshot sees a referenced row with it. */
  boolean[] areThere(ForeignKey key, KeySet keys, Snapshot snapshot) {
    return found(ReferenceSql.ofReferenced(key, keys.size()), keys, snapshot);
  }

  private boolean[] found(ReferenceSql sql, KeySet keys, Snapshot snapshot) {
    var referenced = new KeyTable(keys.types());
    int[] numbers = new int[Batch.ROWS_MAX];
    run(
        sql.referencedKeys(keys.types()),
        keys,
        null,
        snapshot,
        batch -> referenced.assign(batch.columns(), batch.selection(), batch.size(), numbers));
    boolean[] found = new boolean[keys.size()];
    for (int from = 0; from < found.length && referenced.count() > 0; from += Batch.ROWS_MAX) {
      int count = Math.min(Batch.ROWS_MAX, found.length - from);
      Batch part = keys.batch(from, from + count);
      referenced.find(part.columns(), null, count, numbers);
      for (int i = 0; i < count; i++) {
        found[from + i] = numbers[i] >= 0;
      }
    }
    return found;
  }

  /** All distinct keys that rows reference or would, were they not NULL in part. */
  RowStore allKeys(ForeignKey key) {
    var keys = new KeyTable(key.columns().stream().map(ColumnEntry::type).toList());
    int[] numbers = new int[Batch.ROWS_MAX];
    run(
        new ReferenceSql(key, 0).allKeys(),
        List.of(),
        List.of(),
        session.transaction().newest(),
        batch -> keys.assign(batch.columns(), batch.selection(), batch.size(), numbers));
    return keys.keys();
  }

  /** Locks a row that references one of the keys, if there is one when those are waited for. */
  boolean lockOne(ForeignKey key, KeySet keys) {
    boolean[] isLocked = {false};
    Snapshot newest = session.transaction().newest();
    run(
        new ReferenceSql(key, keys.size()).lockRow(),
        keys,
        null,
        newest,
        batch -> isLocked[0] |= batch.size() > 0);
    return isLocked[0];
  }

  /** CASCADE of a DELETE. */
  void delete(ForeignKey key, KeySet keys) {
    var sql = new ReferenceSql(key, keys.size());
    change(sql.delete(), keys, null, sql.context(List.of(), "", true));
  }

  /**
   * CASCADE of an UPDATE.
   *
   * @param after the new keys, beside the old
   */
  void follow(ForeignKey key, KeySet keys, RowStore after) {
    var sql = new ReferenceSql(key, keys.size());
    change(sql.change(), keys, after, sql.context(key.columns(), "", false));
  }

  /** SET NULL and SET DEFAULT. */
  void set(ForeignKey key, KeySet keys, List<ColumnEntry> columns, Action action) {
    String value = action == Action.SET_NULL ? "NULL" : "DEFAULT";
    var sql = new ReferenceSql(key, keys.size());
    change(sql.set(columns, value), keys, null, sql.context(columns, value, false));
  }

  private void change(String sql, KeySet keys, @Nullable RowStore after, String context) {
    try {
      run(sql, keys, after, session.snapshot(), _ -> {});
    } catch (OrreryException e) {
      String inner = e.context();
      throw e.at(OrreryException.NO_POSITION)
          .withContext(inner == null ? context : inner + "\n" + context);
    }
  }

  /** Runs a statement over keys. */
  private void run(
      String sql,
      KeySet keys,
      @Nullable RowStore after,
      Snapshot snapshot,
      Consumer<Batch> output) {
    boolean isOne = keys.size() == 1;
    List<SqlType> types = new ArrayList<>(keys.types());
    List<Object> values =
        isOne ? KeySet.values(keys.store(), keys.row(0)) : keys.arrays(keys.store());
    if (after != null) {
      types.addAll(after.types());
      values.addAll(isOne ? KeySet.values(after, keys.row(0)) : keys.arrays(after));
    }
    if (!isOne) {
      types.replaceAll(KeySet::arrayOf);
    }
    run(sql, types, values, snapshot, output);
  }

  /** Runs a statement, again when it meets rows newer than its snapshot. */
  private void run(
      String sql,
      List<SqlType> types,
      List<Object> values,
      Snapshot snapshot,
      Consumer<Batch> output) {
    if (!(PgParser.parse(sql).getFirst().statement() instanceof PreparableStatement statement)) {
      throw Invariant.broken("not a query: " + sql);
    }
    PlannedStatement plan = session.plan(statement, new ArrayList<>(types));
    ExecutionContext context = session.execution(new ArrayList<>(values), snapshot);
    while (true) {
      try {
        Executor.run(plan.plan(), context, output);
        return;
      } catch (OrreryException e) {
        // Rows are locked before anything is written, so there is nothing to undo.
        boolean mayRestart = e.getCause() instanceof ConcurrentChange;
        Snapshot next = mayRestart ? session.transaction().restart(0) : null;
        if (next == null) {
          throw e;
        }
        context = context.restarted(next);
      }
    }
  }
}
