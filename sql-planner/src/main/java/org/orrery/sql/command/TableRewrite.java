package org.orrery.sql.command;

import java.util.List;
import java.util.stream.Collectors;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.SessionAccess;

/**
 * Puts a table's rows into a new storage, where what the table computes of them is kept beside
 * them. The table is locked against everybody.
 */
final class TableRewrite {

  private final SessionAccess session;

  TableRewrite(SessionAccess session) {
    this.session = session;
  }

  /**
   * Moves the rows.
   *
   * @param before the table as it is
   * @param after the table as it shall be; columns that are new in it are NULL or generated
   * @param change what else changes with it
   */
  void run(TableEntry before, TableEntry after, CatalogChange change) {
    String values =
        after.columns().stream()
            .map(column -> value(before, column))
            .collect(Collectors.joining(", "));
    String sql = "SELECT " + values + " FROM " + new RowChecks(session).name(before);
    if (!(PgParser.parse(sql).getFirst().statement() instanceof SelectStatement query)) {
      throw Invariant.broken("not a query: " + sql);
    }
    PhysicalPlan rows = session.plan(query, List.of()).plan();
    long storage = session.tables().catalog().allocateOids(1);
    TableEntry moved = after.withStorage(storage).nextVersion();
    session.apply(change.put(moved).createStorage(storage).dropStorage(before.storageId()));
    TableRows.insert(session, TableRows.target(session, moved), rows);
  }

  private static String value(TableEntry before, ColumnEntry column) {
    boolean isThere = before.columns().stream().anyMatch(each -> each.number() == column.number());
    return isThere
        ? Deparser.identifier(column.name())
        : "NULL::" + TypeNames.format(column.type(), column.typmod());
  }
}
