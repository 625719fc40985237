package org.orrery.sql.command;

import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
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

  /** Inserts the rows of a plan, of the target's columns; returns how many. */
  static long insert(SessionAccess session, TableTarget target, PhysicalPlan rows) {
    var insert = new PhysicalPlan.Modify(PhysicalPlan.Modify.Kind.INSERT, target, rows, null);
    long count = 0;
    try (Operator operator = new OperatorFactory(session.execution()).create(insert)) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        count += ((LongVector) batch.column(0)).getLong(batch.position(0));
      }
    }
    return count;
  }
}
