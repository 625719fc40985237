package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RangeListener;
import org.orrery.sql.exec.plan.TrackedTime;

/** Tells the session in which ranges of time a statement changes rows of a hypertable. */
public final class RangeWatch {

  private final int tableOid;
  private final @Nullable TrackedTime tracked;
  private final @Nullable RangeListener listener;

  /**
   * Watches a statement's rows.
   *
   * @param tracked what to look at; null for nothing
   */
  public RangeWatch(int tableOid, @Nullable TrackedTime tracked, ExecutionContext context) {
    this.tableOid = tableOid;
    this.tracked = tracked;
    this.listener = tracked == null ? null : context.session(RangeListener.class);
  }

  /** Whether the rows that an UPDATE replaces must be told of as well as their successors. */
  boolean needsFormer() {
    return tracked != null && tracked.isAssigned();
  }

  /** The selected rows come or go. */
  public void changed(Batch rows) {
    if (tracked == null || listener == null || rows.size() == 0) {
      return;
    }
    var times = (LongVector) rows.column(tracked.column());
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int i = 0; i < rows.size(); i++) {
      long time = times.getLong(rows.position(i));
      low = Math.min(low, time);
      high = Math.max(high, time);
    }
    if (Math.floorDiv(low, tracked.width()) == Math.floorDiv(high, tracked.width())) {
      listener.changed(tableOid, tracked.width(), low, high);
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      long time = times.getLong(rows.position(i));
      listener.changed(tableOid, tracked.width(), time, time);
    }
  }
}
