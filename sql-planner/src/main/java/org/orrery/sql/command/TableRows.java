package org.orrery.sql.command;

import java.util.List;
import org.orrery.sql.catalog.TableEntry;
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
}
