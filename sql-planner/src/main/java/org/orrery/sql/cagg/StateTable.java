package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.orrery.base.error.Invariant;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.catalog.AggregateTables;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;

/** A table of the catalog schema that keeps numbers; read and written without a plan. */
final class StateTable {

  private final SessionAccess session;
  private final TableSchema schema;

  private StateTable(SessionAccess session, int oid) {
    this.session = session;
    this.schema = session.catalog().storageSchema(entry(session, oid));
  }

  /** Up to where changes are logged, by source. */
  static StateTable thresholds(SessionAccess session) {
    return new StateTable(session, AggregateTables.THRESHOLD);
  }

  /** What writers have changed, by source. */
  static StateTable changes(SessionAccess session) {
    return new StateTable(session, AggregateTables.HYPERTABLE_LOG);
  }

  /** What is to be computed anew, by aggregate. */
  static StateTable invalidations(SessionAccess session) {
    return new StateTable(session, AggregateTables.MATERIALIZATION_LOG);
  }

  /** Up to where rows are kept, by aggregate. */
  static StateTable watermarks(SessionAccess session) {
    return new StateTable(session, AggregateTables.WATERMARK);
  }

  private static TableEntry entry(SessionAccess session, int oid) {
    if (session.catalog().relation(oid) instanceof TableEntry table) {
      return table;
    }
    throw Invariant.broken("no table of continuous aggregates: " + oid);
  }

  /** A row with its name. */
  record Row(long[] values, long chunkId, long rowId) {

    /** The id of the hypertable that it is about. */
    int id() {
      return (int) values[0];
    }

    /** A log's row as a range. */
    Range range() {
      return new Range(values[1], values[2]);
    }
  }

  /** The rows about a hypertable. */
  List<Row> about(int id, Snapshot snapshot) {
    return rows(session.tables(), schema, snapshot, row -> row.id() == id);
  }

  private static List<Row> rows(
      TableAccess tables, TableSchema schema, Snapshot snapshot, Predicate<Row> wanted) {
    int[] columns = IntStream.range(0, schema.columns().size()).toArray();
    var request = new ScanRequest(schema, columns, snapshot, List.of(), null);
    var rows = new ArrayList<Row>();
    for (Split split : tables.splits(request)) {
      try (ScanCursor cursor = tables.open(request, split)) {
        while (cursor.next()) {
          int[] visible = cursor.visible();
          for (int i = 0; i < cursor.visibleCount(); i++) {
            int position = visible == null ? i : visible[i];
            long[] values = new long[columns.length];
            for (int column = 0; column < values.length; column++) {
              values[column] = ((LongVector) cursor.column(column)).getLong(position);
            }
            var row = new Row(values, split.chunk().chunkId(), cursor.rowIds()[position]);
            if (wanted.test(row)) {
              rows.add(row);
            }
          }
        }
      }
    }
    return rows;
  }

  /** Adds a row. */
  void add(long... values) {
    var columns = new Vector[values.length];
    for (int i = 0; i < values.length; i++) {
      var column = new LongVector(1);
      column.setLong(0, values[i]);
      columns[i] = column;
    }
    session.transaction().append(schema, new Batch(columns, 1));
    // The batch may be read until then.
    session.transaction().flush();
  }

  /** Deletes rows that a snapshot sees. */
  void delete(List<Row> rows, Snapshot snapshot) {
    for (Row row : rows) {
      session.transaction().delete(schema, snapshot, row.chunkId(), new long[] {row.rowId()}, 1);
    }
    session.transaction().flush();
  }

  /** Puts one row in the place of those about a hypertable. */
  void replace(int id, long value, Snapshot snapshot) {
    delete(about(id, snapshot), snapshot);
    add(id, value);
  }

  /** The value kept for a hypertable; {@link InternalTime#MIN} when there is none. */
  long value(int id, Snapshot snapshot) {
    List<Row> rows = about(id, snapshot);
    return rows.isEmpty() ? InternalTime.MIN : rows.getLast().values()[1];
  }
}
