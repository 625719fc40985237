package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.Snapshot;

/**
 * Brings the rows of a continuous aggregate up to date, in two transactions. The first raises the
 * threshold, so that from its commit on all writers of the window say what they change, and takes
 * over what they have said. The second computes what is invalid anew: its snapshot is later than
 * the first one's commit, so that it sees all that nobody has said.
 */
public final class AggregateRefresh {

  /** Ranges that are computed one by one; of more, all between the first and the last is. */
  private static final int RANGES_MAX = 64;

  private final SessionAccess session;
  private final InternalStatements statements;
  private final int viewOid;

  /** For a view, which is to be a continuous aggregate. */
  public AggregateRefresh(SessionAccess session, int viewOid) {
    this.session = session;
    this.statements = new InternalStatements(session);
    this.viewOid = viewOid;
  }

  /**
   * Computes what of a window is invalid. The session's transaction is committed on the way.
   *
   * @param asked limits as asked for; only buckets inside them are touched
   * @param isForced whether to compute everything anew
   * @param isFirst whether the aggregate has just been created, which the client is told
   * @throws OrreryException {@code 22023} when no whole bucket is in the window
   */
  public void run(Window asked, boolean isForced, boolean isFirst) {
    ContinuousAggregate aggregate = ContinuousAggregate.of(session, viewOid);
    Window window = aligned(aggregate, asked);
    Window writable = window.intersect(advance(aggregate, window));
    session.nextTransaction();
    // It may be another one by now.
    aggregate = ContinuousAggregate.of(session, viewOid);
    session.lock(aggregate.view(), LockMode.SHARE_UPDATE_EXCLUSIVE);
    List<Window> ranges = writable.isEmpty() ? List.of() : take(aggregate, writable, isForced);
    if (ranges.isEmpty()) {
      session.notice(
          Notice.notice(
              "continuous aggregate \"" + aggregate.view().name() + "\" is already up-to-date"));
      return;
    }
    if (isFirst) {
      session.notice(
          Notice.notice("refreshing continuous aggregate \"" + aggregate.view().name() + "\"")
              .withHint(
                  "Use WITH NO DATA if you do not want to refresh the continuous aggregate on"
                      + " creation."));
    }
    for (Window range : ranges) {
      compute(aggregate, range);
    }
    raiseWatermark(aggregate);
  }

  private Window aligned(ContinuousAggregate aggregate, Window asked) {
    if (asked.isEmpty()) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid refresh window")
          .withHint("The start of the window must be before the end.");
    }
    Buckets buckets = aggregate.query().buckets();
    var window = new Window(buckets.ceiling(asked.start()), buckets.start(asked.end()));
    if (window.isEmpty()) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "refresh window too small")
          .withDetail("The refresh window must cover at least one bucket of data.")
          .withHint(
              "Align the refresh window with the bucket time zone or use at least two buckets.");
    }
    return window;
  }

  /** The first transaction; gives the window below the threshold. */
  private Window advance(ContinuousAggregate aggregate, Window window) {
    TableEntry source = aggregate.query().source();
    SqlType time = aggregate.time();
    String schema = session.catalog().storageSchema(source).schemaName();
    PlannedStatement last = statements.plan(AggregateSql.lastTime(schema, source));
    // Not before the source is locked: who truncates it has it and then wants this one.
    InvalidationLog.lockThresholds(session, LockMode.EXCLUSIVE);
    Snapshot newest = session.transaction().newest();
    Buckets buckets = aggregate.query().buckets();
    long wanted = InternalTime.MIN;
    if (statements.value(last, newest) instanceof Long lastTime) {
      wanted = Math.min(window.end(), buckets.end(buckets.start(lastTime)));
    }
    int id = ContinuousAggregate.idOf(source);
    long before = StateTable.thresholds(session).value(id, newest);
    long threshold = Math.max(before, InternalTime.of(time, wanted));
    InvalidationLog.advance(session, source, id, threshold);
    return new Window(InternalTime.MIN, buckets.start(InternalTime.physical(time, threshold)));
  }

  /** What of a window is to be computed anew, by time, which it then is not any more. */
  private List<Window> take(ContinuousAggregate aggregate, Window window, boolean isForced) {
    // Locks the sources before the snapshot is taken, so that it is of the storage that is read.
    plans(aggregate, window);
    SqlType time = aggregate.time();
    Buckets buckets = aggregate.query().buckets();
    StateTable log = StateTable.invalidations(session);
    Snapshot snapshot = session.snapshot();
    var taken = new ArrayList<StateTable.Row>();
    var left = new ArrayList<Range>();
    var ranges = new ArrayList<Window>();
    for (StateTable.Row row : log.about(aggregate.id(), snapshot)) {
      var invalid =
          new Window(
              InternalTime.physical(time, row.range().low()),
              after(InternalTime.physical(time, row.range().high())));
      Window inside = invalid.intersect(window);
      if (inside.isEmpty()) {
        continue;
      }
      taken.add(row);
      ranges.add(
          new Window(
              Math.max(window.start(), buckets.start(inside.start())),
              Math.min(window.end(), buckets.ceiling(inside.end()))));
      if (invalid.start() < window.start()) {
        left.add(new Range(row.range().low(), InternalTime.of(time, window.start()) - 1));
      }
      if (window.hasEnd() && invalid.end() > window.end()) {
        left.add(new Range(InternalTime.of(time, window.end()), row.range().high()));
      }
    }
    log.delete(taken, snapshot);
    left.forEach(each -> log.add(aggregate.id(), each.low(), each.high()));
    return isForced ? List.of(window) : List.copyOf(merged(ranges));
  }

  private static long after(long time) {
    return time == InternalTime.MAX ? time : time + 1;
  }

  /** The ranges by time, those that touch as one. */
  private static List<Window> merged(List<Window> ranges) {
    var merged = new ArrayList<Window>();
    for (Window each : ranges.stream().sorted(Comparator.comparingLong(Window::start)).toList()) {
      if (!merged.isEmpty() && each.start() <= merged.getLast().end()) {
        Window last = merged.removeLast();
        merged.add(new Window(last.start(), Math.max(last.end(), each.end())));
      } else {
        merged.add(each);
      }
    }
    if (merged.size() > RANGES_MAX) {
      var all = new Window(merged.getFirst().start(), merged.getLast().end());
      merged.clear();
      merged.add(all);
    }
    return merged;
  }

  private record Plans(PlannedStatement delete, PlannedStatement insert) {}

  private Plans plans(ContinuousAggregate aggregate, Window range) {
    SqlType time = aggregate.time();
    String bucket = aggregate.bucket().name();
    return new Plans(
        statements.plan(AggregateSql.delete(aggregate.table(), bucket, range), time, time),
        statements.plan(
            AggregateSql.insert(aggregate.query(), aggregate.table(), bucket, range), time, time));
  }

  private void compute(ContinuousAggregate aggregate, Window range) {
    Plans plans = plans(aggregate, range);
    List<Object> limits = List.of(range.start(), range.end());
    Snapshot snapshot = session.snapshot();
    statements.run(plans.delete(), new ArrayList<>(limits), snapshot);
    statements.run(plans.insert(), new ArrayList<>(limits), snapshot);
  }

  private void raiseWatermark(ContinuousAggregate aggregate) {
    PlannedStatement last =
        statements.plan(AggregateSql.lastBucket(aggregate.table(), aggregate.bucket().name()));
    Snapshot snapshot = session.snapshot();
    if (statements.value(last, snapshot) instanceof Long start) {
      long end = InternalTime.of(aggregate.time(), aggregate.query().buckets().end(start));
      StateTable watermarks = StateTable.watermarks(session);
      if (end > watermarks.value(aggregate.id(), snapshot)) {
        watermarks.replace(aggregate.id(), end, snapshot);
      }
    }
  }
}
