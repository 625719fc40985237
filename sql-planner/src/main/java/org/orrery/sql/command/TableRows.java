package org.orrery.sql.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableSchema;

/** Looks into tables for commands. */
public final class TableRows {

  private TableRows() {}

  /** Whether a table has rows that the session's transaction sees. */
  public static boolean exist(SessionAccess session, TableEntry table) {
    TableSchema schema = session.catalog().storageSchema(table);
    Snapshot snapshot = session.snapshot();
    var request = new ScanRequest(schema, new int[0], snapshot, List.of(), null);
    for (Split split : session.tables().splits(request)) {
      try (ScanCursor cursor = session.tables().open(request, split)) {
        if (cursor.next()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Deletes all rows that the session's transaction sees. */
  static void deleteAll(SessionAccess session, TableTarget target) {
    TableSchema schema = target.schema();
    int[] columns = IntStream.range(0, target.columnTypes().size()).toArray();
    var scan =
        new PhysicalPlan.TableScan(
            schema,
            Arrays.stream(columns).boxed().toList(),
            target.columnTypes(),
            List.of(),
            null,
            null,
            true);
    run(session, new PhysicalPlan.Modify(PhysicalPlan.Modify.Kind.DELETE, target, scan, null));
  }

  /** A table for rows that need no checks, because they have been in a table already. */
  static TableTarget target(SessionAccess session, TableEntry table) {
    return new TableTarget(
        session.catalog().storageSchema(table),
        table.name(),
        table.columns().stream().map(ColumnEntry::name).toList(),
        table.columns().stream().map(ColumnEntry::type).toList(),
        session.planner().tableExpressions(table, session.planning()).computed(),
        List.of(),
        false,
        List.of(),
        null);
  }

  /** Inserts the rows of a plan, of the target's columns; returns how many. */
  static long insert(SessionAccess session, TableTarget target, PhysicalPlan rows) {
    return run(
        session, new PhysicalPlan.Modify(PhysicalPlan.Modify.Kind.INSERT, target, rows, null));
  }

  private static long run(SessionAccess session, PhysicalPlan.Modify modify) {
    long count = 0;
    try (Operator operator = new OperatorFactory(session.execution()).start(modify)) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        count += ((LongVector) batch.column(0)).getLong(batch.position(0));
      }
    }
    return count;
  }

  /** Deletes the rows of a chunk. */
  static void delete(SessionAccess session, ChunkRelation chunk) {
    Statement delete =
        PgParser.parse("DELETE FROM " + chunk.qualifiedName()).getFirst().statement();
    PlannedStatement plan = session.plan((PreparableStatement) delete, List.of());
    try (Operator operator = new OperatorFactory(session.execution()).start(plan.plan())) {
      while (operator.next() != null) {
        // It gives nothing but how many there were.
      }
    }
  }
}
