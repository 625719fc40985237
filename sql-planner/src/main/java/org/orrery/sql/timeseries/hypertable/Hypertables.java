package org.orrery.sql.timeseries.hypertable;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** Looks up hypertables. */
final class Hypertables {

  private Hypertables() {}

  static Relation relation(SessionAccess session, @Nullable Object oid) {
    if (oid == null) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "relation cannot be NULL");
    }
    Relation relation = session.catalog().relation(((Long) oid).intValue());
    if (relation == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_TABLE,
          "relation with OID %s does not exist",
          Long.toString((Long) oid));
    }
    return kept(session, relation);
  }

  /** For a continuous aggregate the hypertable that keeps its rows. */
  private static Relation kept(SessionAccess session, Relation relation) {
    ContinuousAggregateEntry aggregate = session.catalog().continuousAggregate(relation.oid());
    Relation table = aggregate == null ? null : session.catalog().relation(aggregate.tableOid());
    return table == null ? relation : table;
  }

  /** A relation by OID, locked until the transaction ends. */
  static Relation locked(SessionAccess session, @Nullable Object oid, LockMode mode) {
    session.lock(relation(session, oid), mode);
    return relation(session, oid);
  }

  /** A hypertable by OID; TS001 for another relation. */
  static TableEntry hypertable(SessionAccess session, @Nullable Object oid) {
    Relation relation = relation(session, oid);
    if (relation instanceof TableEntry table && table.hypertable() != null) {
      return table;
    }
    throw OrreryException.of(
        SqlState.TS_HYPERTABLE_NOT_EXIST, "table \"%s\" is not a hypertable", relation.name());
  }

  /** A hypertable by OID for the chunk functions, whose TS001 is another one. */
  static TableEntry withChunks(SessionAccess session, @Nullable Object oid) {
    Relation relation = relation(session, oid);
    if (relation instanceof TableEntry table && table.hypertable() != null) {
      return table;
    }
    throw OrreryException.of(
            SqlState.TS_HYPERTABLE_NOT_EXIST,
            "\"%s\" is not a hypertable or a continuous aggregate",
            relation.name())
        .withHint("The operation is only possible on a hypertable or continuous aggregate.");
  }

  static Hypertable of(TableEntry table) {
    return Objects.requireNonNull(table.hypertable());
  }

  static ColumnEntry timeColumn(TableEntry table) {
    return table.column(of(table).timeColumn());
  }
}
