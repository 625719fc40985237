package org.orrery.sql.cagg;

import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.command.StoredQueries;
import org.orrery.sql.session.SessionAccess;

/**
 * A continuous aggregate with all that belongs to it, as the session's catalog has it.
 *
 * @param view what users read
 * @param table what keeps its rows
 * @param query its query
 */
record ContinuousAggregate(
    ContinuousAggregateEntry entry, ViewEntry view, TableEntry table, AggregateQuery query) {

  /**
   * The aggregate of a view.
   *
   * @throws OrreryException {@code 42809} when the relation is none
   */
  static ContinuousAggregate of(SessionAccess session, int viewOid) {
    CatalogValue catalog = session.catalog();
    ContinuousAggregateEntry entry = catalog.continuousAggregate(viewOid);
    if (entry == null) {
      var relation = catalog.relation(viewOid);
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE,
          "relation \"%s\" is not a continuous aggregate",
          relation == null ? Integer.toUnsignedString(viewOid) : relation.name());
    }
    if (catalog.relation(viewOid) instanceof ViewEntry view
        && catalog.relation(entry.tableOid()) instanceof TableEntry table
        && catalog.relation(entry.directViewOid()) instanceof ViewEntry direct) {
      return new ContinuousAggregate(
          entry, view, table, new AggregateQuery(session, StoredQueries.parse(direct.sql())));
    }
    throw Invariant.broken("a continuous aggregate in pieces: " + viewOid);
  }

  /** The number of the hypertable that keeps its rows. */
  int id() {
    return idOf(table);
  }

  /** A hypertable's number. */
  static int idOf(TableEntry table) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable == null) {
      throw Invariant.broken("not a hypertable: " + table.name());
    }
    return hypertable.id();
  }

  /** The column that says which bucket. */
  ColumnEntry bucket() {
    return Tracking.timeColumn(table);
  }

  /** The type of time. */
  SqlType time() {
    return query.timeColumn().type();
  }
}
