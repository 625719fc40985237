package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.setting.SessionSettings;
import org.orrery.sql.cagg.ChangedRanges;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.SharedCatalog;
import org.orrery.sql.reference.DeferredChecks;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;

/**
 * The session's transaction: none, implicit (of one request), a block, or a failed block.
 *
 * <pre>
 *          BEGIN            error
 *   NONE ────────► BLOCK ─────────► FAILED
 *    │ ▲  any       │ ▲  ROLLBACK TO  │
 *    ▼ │            ▼ └───────────────┤
 *  IMPLICIT ──BEGIN─┘                 │
 *      ▲ COMMIT, ROLLBACK: to NONE ◄──┘
 * </pre>
 *
 * The storage transaction starts with the first statement that needs one.
 */
final class SessionTransaction {

  /** Where the session is. */
  enum State {
    NONE,
    IMPLICIT,
    BLOCK,
    FAILED
  }

  /** A savepoint; what came after it is undone by these numbers. */
  private record Savepoint(
      String name,
      int storage,
      int changeCount,
      int lockMark,
      int portalMark,
      DeferredChecks.State deferred) {}

  private final TableAccess access;
  private final SharedCatalog shared;
  private final SessionSettings settings;
  private final SessionLocks locks;
  private final List<Savepoint> savepoints = new ArrayList<>();
  private final DeferredChecks deferred = new DeferredChecks();
  private final ChangedRanges changedRanges = new ChangedRanges();
  private State state = State.NONE;
  private @Nullable Transaction transaction;

  /** The transaction's changes of the catalog, and what they make of the newest committed one. */
  private final List<CatalogChange> changes = new ArrayList<>();

  private @Nullable CatalogValue ownCatalog;
  private @Nullable CatalogValue ownBase;

  private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
  private boolean isReadOnly;
  private boolean hasRun;
  private long startMicros;

  SessionTransaction(
      TableAccess access, SharedCatalog shared, SessionSettings settings, SessionLocks locks) {
    this.locks = locks;
    this.access = access;
    this.shared = shared;
    this.settings = settings;
  }

  State state() {
    return state;
  }

  boolean isBlock() {
    return state == State.BLOCK || state == State.FAILED;
  }

  boolean isReadOnly() {
    return isReadOnly;
  }

  /** Wall time at which the transaction started. */
  long startMicros() {
    return startMicros;
  }

  /** What is put off to the transaction's end. */
  DeferredChecks deferred() {
    return deferred;
  }

  /** In which ranges of time it has changed rows that continuous aggregates read. */
  ChangedRanges changedRanges() {
    return changedRanges;
  }

  /** Starts an implicit transaction unless one is open. */
  void ensure(long nowMicros) {
    if (state == State.NONE) {
      state = State.IMPLICIT;
      startMicros = nowMicros;
      settings.push();
      hasRun = false;
      setIsolation(defaultIsolation());
      setReadOnly(settings.isOn("default_transaction_read_only"));
    }
  }

  private IsolationLevel defaultIsolation() {
    IsolationLevel level = IsolationLevel.of(settings.text("default_transaction_isolation"));
    return level == null ? IsolationLevel.READ_COMMITTED : checked(level);
  }

  /** Refuses SERIALIZABLE unless the user has said that a snapshot will do. */
  IsolationLevel checked(IsolationLevel level) {
    if (level == IsolationLevel.SERIALIZABLE
        && !settings.text("orrery.serializable_as").equals("snapshot")) {
      throw OrreryException.notSupported(
              "transaction isolation level SERIALIZABLE is not supported")
          .withHint(
              "Use REPEATABLE READ, or set orrery.serializable_as to \"snapshot\" to get that.");
    }
    return level;
  }

  /** Makes the open implicit transaction a block. */
  void beginBlock() {
    state = State.BLOCK;
  }

  /** Notes that a statement ran, after which the isolation level is fixed. */
  void markRun() {
    hasRun = true;
  }

  /** Sets the isolation level of the open transaction. */
  void changeIsolation(IsolationLevel level) {
    checked(level);
    if (level != isolation && (hasRun || !savepoints.isEmpty())) {
      throw OrreryException.of(
          SqlState.ACTIVE_SQL_TRANSACTION,
          savepoints.isEmpty()
              ? "SET TRANSACTION ISOLATION LEVEL must be called before any query"
              : "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction");
    }
    setIsolation(level);
  }

  private void setIsolation(IsolationLevel level) {
    isolation = level;
    settings.setFact("transaction_isolation", level.shown());
  }

  /** Sets whether the open transaction may write. */
  void changeReadOnly(boolean readOnly) {
    if (!readOnly && isReadOnly && hasRun) {
      throw OrreryException.of(
          SqlState.ACTIVE_SQL_TRANSACTION,
          savepoints.isEmpty()
              ? "transaction read-write mode must be set before any query"
              : "cannot set transaction read-write mode inside a read-only transaction");
    }
    setReadOnly(readOnly);
  }

  private void setReadOnly(boolean readOnly) {
    isReadOnly = readOnly;
    settings.setFact("transaction_read_only", readOnly ? "on" : "off");
  }

  /** The storage transaction, started if need be. */
  Transaction storage() {
    if (transaction == null) {
      transaction = access.begin(isolation.storage(), locks);
    }
    return transaction;
  }

  Snapshot snapshot() {
    return storage().snapshot();
  }

  /** The newest committed catalog with this transaction's changes. */
  CatalogValue catalog() {
    CatalogValue current = shared.current();
    if (changes.isEmpty()) {
      return current;
    }
    if (ownCatalog == null || !current.equals(ownBase)) {
      CatalogValue own = current;
      for (CatalogChange change : changes) {
        own = change.appliedTo(own);
      }
      ownCatalog = own;
      ownBase = current;
    }
    return ownCatalog;
  }

  void apply(CatalogChange change) {
    storage().change(change.edit());
    changes.add(change);
    ownCatalog = null;
  }

  /**
   * Commits; when that fails the transaction is rolled back and the error goes on.
   *
   * @param checks what must hold first
   */
  void commit(Runnable checks) {
    boolean isCommitted = false;
    try {
      checks.run();
      if (transaction != null) {
        transaction.commit();
      }
      isCommitted = true;
    } finally {
      end(isCommitted);
    }
  }

  void rollback() {
    end(false);
  }

  private void end(boolean isCommitted) {
    if (state == State.NONE) {
      return;
    }
    try {
      if (transaction != null) {
        transaction.close();
      }
    } finally {
      for (int i = 0; i <= savepoints.size(); i++) {
        if (isCommitted) {
          settings.commit();
        } else {
          settings.rollback();
        }
      }
      savepoints.clear();
      settings.clearFact("transaction_isolation");
      settings.clearFact("transaction_read_only");
      transaction = null;
      locks.releaseTransaction();
      changes.clear();
      deferred.clear();
      changedRanges.clear();
      ownCatalog = null;
      ownBase = null;
      isReadOnly = false;
      state = State.NONE;
    }
  }

  /** After an error: a block fails, an implicit transaction is undone. */
  void fail() {
    if (state == State.BLOCK) {
      state = State.FAILED;
      if (savepoints.isEmpty()) {
        undoAll();
      } else {
        undoTo(savepoints.getLast());
      }
    } else if (state == State.IMPLICIT) {
      rollback();
    }
  }

  /**
   * Sets a savepoint.
   *
   * @param portalMark portals from this number on are newer
   */
  void savepoint(String name, int portalMark) {
    savepoints.add(
        new Savepoint(
            name,
            storage().savepoint(),
            changes.size(),
            locks.mark(),
            portalMark,
            deferred.state()));
    settings.push();
  }

  /** Portals from this number on go with a rollback to the savepoint. */
  int portalMark(String name) {
    return savepoints.get(find(name)).portalMark();
  }

  /** Portals from this number on go with an error. */
  int portalMark() {
    return isBlock() && !savepoints.isEmpty() ? savepoints.getLast().portalMark() : 0;
  }

  void release(String name) {
    int index = find(name);
    while (savepoints.size() > index) {
      savepoints.removeLast();
      settings.commit();
    }
  }

  void rollbackTo(String name) {
    int index = find(name);
    while (savepoints.size() > index + 1) {
      savepoints.removeLast();
      settings.rollback();
    }
    undoTo(savepoints.get(index));
    settings.rollback();
    settings.push();
    state = State.BLOCK;
  }

  private void undoAll() {
    if (transaction != null) {
      transaction.rollback();
    }
    locks.releaseTransaction();
  }

  /** Undoes what came after a savepoint and lets its locks go. */
  private void undoTo(Savepoint savepoint) {
    storage().rollbackTo(savepoint.storage());
    changes.subList(savepoint.changeCount(), changes.size()).clear();
    ownCatalog = null;
    deferred.restore(savepoint.deferred());
    locks.releaseTo(savepoint.lockMark());
  }

  private int find(String name) {
    for (int i = savepoints.size() - 1; i >= 0; i--) {
      if (savepoints.get(i).name().equals(name)) {
        return i;
      }
    }
    throw OrreryException.of(
        SqlState.INVALID_SAVEPOINT_SPECIFICATION, "savepoint \"%s\" does not exist", name);
  }
}
