package org.orrery.sql.timeseries.hypertable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ChunkInfo;

/** The chunks that {@code show_chunks} and {@code drop_chunks} mean. */
final class ChunkSelection {

  /** A bound as given: null for none. */
  record Bound(@Nullable Object value, SqlType type) {

    boolean isGiven() {
      return value != null;
    }
  }

  private final EvaluationContext context;
  private final SessionAccess session;
  private final TableEntry table;
  private final Bound olderThan;
  private final Bound newerThan;
  private final Bound createdBefore;
  private final Bound createdAfter;

  ChunkSelection(
      EvaluationContext context,
      TableEntry table,
      Bound olderThan,
      Bound newerThan,
      Bound createdBefore,
      Bound createdAfter) {
    this.context = context;
    this.session = context.session(SessionAccess.class);
    this.table = table;
    this.olderThan = olderThan;
    this.newerThan = newerThan;
    this.createdBefore = createdBefore;
    this.createdAfter = createdAfter;
  }

  boolean hasRange() {
    return olderThan.isGiven() || newerThan.isGiven();
  }

  boolean hasCreation() {
    return createdBefore.isGiven() || createdAfter.isGiven();
  }

  /** The chunks, by range. */
  List<ChunkRelation> chunks() {
    if (hasRange() && hasCreation()) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "cannot specify \"older_than\" or \"newer_than\" together with \"created_before\""
                  + " or \"created_after\"")
          .withHint(
              "\"older_than\" and/or \"newer_than\" is recommended with \"time\"-like"
                  + " partitioning and \"created_before\" and/or \"created_after\" is recommended"
                  + " with \"integer\"-like partitioning.");
    }
    SqlType time = Hypertables.timeColumn(table).type();
    long end =
        olderThan.isGiven()
            ? TimeDimension.bound(context, time, olderThan.value(), olderThan.type())
            : Long.MAX_VALUE;
    long start =
        newerThan.isGiven()
            ? TimeDimension.bound(context, time, newerThan.value(), newerThan.type())
            : Long.MIN_VALUE;
    if (start > end) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid time range")
          .withHint("The start of the time range must be before the end.");
    }
    long before = creation(createdBefore, Long.MAX_VALUE);
    long after = creation(createdAfter, Long.MIN_VALUE);
    var chunks = new ArrayList<ChunkRelation>();
    for (ChunkInfo info : session.tables().chunks(table.storageId(), session.snapshot())) {
      boolean isMeant =
          info.rangeEnd() <= end
              && info.rangeStart() >= start
              && info.createdMicros() < before
              && info.createdMicros() >= after;
      if (isMeant) {
        chunks.add(Objects.requireNonNull(session.catalog().chunk(info)));
      }
    }
    return chunks;
  }

  private long creation(Bound bound, long none) {
    return bound.isGiven()
        ? TimeDimension.creationBound(context, bound.value(), bound.type())
        : none;
  }
}
