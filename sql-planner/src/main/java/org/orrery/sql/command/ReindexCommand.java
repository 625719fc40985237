package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.UtilityStatement.Reindex;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** REINDEX: builds the files of indexes anew. */
final class ReindexCommand {

  private final SessionAccess session;

  ReindexCommand(SessionAccess session) {
    this.session = session;
  }

  String run(Reindex reindex, boolean isBlock) {
    String kind = reindex.kind().toUpperCase(Locale.ROOT);
    boolean isConcurrent =
        reindex.concurrently()
            || reindex.options().stream().anyMatch(each -> each.name().equals("concurrently"));
    boolean isAlone = !kind.equals("INDEX") && !kind.equals("TABLE");
    if (isBlock && (isConcurrent || isAlone)) {
      throw IndexCommands.noBlock("REINDEX " + (isConcurrent ? "CONCURRENTLY" : kind));
    }
    QualifiedName name = reindex.name();
    switch (kind) {
      case "INDEX" -> index(name);
      case "TABLE" -> table(name);
      case "SCHEMA" -> {
        SchemaEntry schema =
            Names.schema(session.catalog(), name.name(), OrreryException.NO_POSITION);
        all(schema);
      }
      default -> {
        if (!name.name().equals(session.databaseName())) {
          throw OrreryException.notSupported("can only reindex the currently open database");
        }
        if (kind.equals("DATABASE")) {
          all(null);
        }
      }
    }
    return "REINDEX";
  }

  private void index(QualifiedName name) {
    IndexEntry index = Names.findIndex(session, name);
    if (index == null) {
      Relation relation = Names.relation(session, name);
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not an index", relation.name());
    }
    if (session.catalog().relation(index.tableOid()) instanceof TableEntry table) {
      session.lock(table, LockMode.SHARE);
      rebuild(table.oid(), index.oid());
    }
  }

  private void table(QualifiedName name) {
    if (Names.find(session, name) == null && Names.findIndex(session, name) != null) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a table or materialized view", name.name());
    }
    TableEntry table = Names.withRows(session, name, LockMode.SHARE);
    if (session.catalog().indexes(table.oid()).isEmpty()) {
      session.notice(Notice.notice("table \"" + table.name() + "\" has no indexes to reindex"));
    }
    rebuild(table.oid(), 0);
  }

  private void all(@Nullable SchemaEntry schema) {
    var tables = new ArrayList<TableEntry>();
    for (Relation relation : session.catalog().relations()) {
      if (relation instanceof TableEntry table
          && (schema == null || table.schemaOid() == schema.oid())) {
        tables.add(table);
      }
    }
    for (TableEntry table : tables) {
      session.lock(table, LockMode.SHARE);
      rebuild(table.oid(), 0);
    }
  }

  /** Rebuilds one index of a table or, for 0, all, unless the table has gone meanwhile. */
  private void rebuild(int tableOid, int indexOid) {
    if (!(session.catalog().relation(tableOid) instanceof TableEntry table)) {
      return;
    }
    for (IndexEntry index : session.catalog().indexes(tableOid)) {
      if (indexOid == 0 || index.oid() == indexOid) {
        for (List<Integer> columns : List.of(index.columns(), index.storedColumns())) {
          session.tables().dropIndex(table.storageId(), columns);
        }
      }
    }
    session.tables().buildIndexes(session.catalog().storageSchema(table));
  }
}
