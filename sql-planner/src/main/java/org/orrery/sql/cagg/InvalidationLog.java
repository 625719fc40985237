package org.orrery.sql.cagg;

import java.util.List;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.AggregateTables;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks.Scope;
import org.orrery.storage.api.Snapshot;

/**
 * What transactions have changed of hypertables that continuous aggregates read. A transaction
 * writes its ranges when it commits, behind a lock that who moves a threshold excludes: either the
 * writer sees the threshold moved, or the mover sees what the writer has committed.
 */
public final class InvalidationLog {

  private final SessionAccess session;
  private final ChangedRanges ranges;

  /** For one session, whose transaction collects {@code ranges}. */
  public InvalidationLog(SessionAccess session, ChangedRanges ranges) {
    this.session = session;
    this.ranges = ranges;
  }

  /** Logs what the transaction has changed below thresholds. To be called before it commits. */
  public void write() {
    if (ranges.isEmpty()) {
      return;
    }
    lockThresholds(session, LockMode.ROW_SHARE);
    Snapshot newest = session.transaction().newest();
    StateTable thresholds = StateTable.thresholds(session);
    StateTable log = StateTable.changes(session);
    for (int oid : ranges.tables()) {
      if (session.catalog().relation(oid) instanceof TableEntry table
          && table.hypertable() != null
          && !session.catalog().aggregatesOver(oid).isEmpty()) {
        int id = table.hypertable().id();
        SqlType type = Tracking.timeColumn(table).type();
        long threshold = thresholds.value(id, newest);
        for (Range range : ranges.of(oid)) {
          long low = InternalTime.of(type, range.low());
          if (low < threshold) {
            log.add(id, low, InternalTime.of(type, range.high()));
          }
        }
      }
    }
  }

  /** Locks the thresholds until the transaction ends. */
  static void lockThresholds(SessionAccess session, LockMode mode) {
    session
        .locks()
        .acquire(new LockTag.Relation(AggregateTables.THRESHOLD), mode, Scope.TRANSACTION, true);
  }

  /**
   * Raises a source's threshold, and gives what is logged of it to the aggregates that read it. The
   * thresholds must be locked against writers.
   */
  static void advance(SessionAccess session, TableEntry source, int id, long threshold) {
    Snapshot newest = session.transaction().newest();
    StateTable thresholds = StateTable.thresholds(session);
    if (threshold > thresholds.value(id, newest)) {
      thresholds.replace(id, threshold, newest);
    }
    StateTable log = StateTable.changes(session);
    List<StateTable.Row> changes = log.about(id, newest);
    if (changes.isEmpty()) {
      return;
    }
    StateTable invalidations = StateTable.invalidations(session);
    for (ContinuousAggregateEntry aggregate : session.catalog().aggregatesOver(source.oid())) {
      if (session.catalog().relation(aggregate.tableOid()) instanceof TableEntry table
          && table.hypertable() != null) {
        for (StateTable.Row change : changes) {
          invalidations.add(table.hypertable().id(), change.values()[1], change.values()[2]);
        }
      }
    }
    log.delete(changes, newest);
  }
}
