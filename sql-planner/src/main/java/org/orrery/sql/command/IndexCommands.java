package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.DdlStatement.CreateIndex;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.pgcatalog.relation.IndexColumns;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** CREATE INDEX, and the indexes behind PRIMARY KEY and UNIQUE. */
final class IndexCommands {

  private final SessionAccess session;

  IndexCommands(SessionAccess session) {
    this.session = session;
  }

  String create(CreateIndex create, boolean isBlock) {
    if (create.concurrently() && isBlock) {
      throw noBlock("CREATE INDEX CONCURRENTLY");
    }
    // Keys that are computed are put beside the rows.
    boolean mayRewrite =
        create.unique()
            && (create.where() != null
                || create.elements().stream().anyMatch(each -> each.expression() != null));
    TableEntry table =
        Names.withRows(
            session, create.table(), mayRewrite ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE);
    if (create.concurrently() && table.hypertable() != null) {
      throw OrreryException.notSupported("hypertables do not support concurrent index creation");
    }
    if (create.unique() && session.catalog().aggregateKeptIn(table.oid()) != null) {
      throw OrreryException.notSupported("continuous aggregates do not support UNIQUE indexes");
    }
    String given = create.name();
    if (given != null && Names.isThere(session, table.schemaOid(), given, create.ifNotExists())) {
      return "CREATE INDEX";
    }
    var definition = new IndexDefinition(session, create, table);
    List<IndexEntry.Key> keys = definition.keys();
    if (create.unique()) {
      HypertableKeys.check(table, keys);
    }
    if (create.nullsNotDistinct()) {
      throw CommandRunner.unsupported("NULLS NOT DISTINCT", create);
    }
    String name =
        given != null
            ? given
            : Names.choose(
                table.name(), about(table, keys, create), "idx", taken -> isTaken(table, taken));
    build(
        table,
        new IndexEntry(
            (int) session.tables().catalog().allocateOids(1),
            table.schemaOid(),
            name,
            table.oid(),
            definition.method(),
            keys,
            definition.included(),
            definition.predicate(),
            create.unique(),
            create.nullsNotDistinct(),
            false,
            0));
    return "CREATE INDEX";
  }

  /** {@code 25001 … cannot run inside a transaction block}. */
  static OrreryException noBlock(String command) {
    return OrreryException.of(
        SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", command);
  }

  private void build(TableEntry table, IndexEntry written) {
    IndexEntry index = stored(table, written);
    var change = new CatalogChange(session.catalog()).put(index);
    if (index.keys().stream().anyMatch(key -> key.storedAs() != 0)) {
      new RowChecks(session).unique(table, index);
      new TableRewrite(session).run(table, table, change);
      return;
    }
    TableEntry changed = table.nextVersion();
    session.apply(change.put(changed));
    session.tables().buildIndexes(session.catalog().storageSchema(changed));
    if (index.isUnique()) {
      new RowChecks(session).unique(table, index);
    }
  }

  /** The same with columns for the keys that storage must keep to enforce them. */
  private IndexEntry stored(TableEntry table, IndexEntry index) {
    if (!index.isUnique() || index.isPlain()) {
      return index;
    }
    var keys = new ArrayList<IndexEntry.Key>(index.keys());
    int conditional = index.predicateSql() == null ? -1 : conditional(table, keys);
    for (int i = 0; i < keys.size(); i++) {
      if (i == conditional || keys.get(i).column() == 0) {
        keys.set(i, keys.get(i).withStoredAs((int) session.tables().catalog().allocateOids(1)));
      }
    }
    return index.withKeys(keys, index.predicateSql());
  }

  /** The key that is NULL outside of a partial index: not the time, by which chunks are found. */
  private static int conditional(TableEntry table, List<IndexEntry.Key> keys) {
    TableEntry.Hypertable hypertable = table.hypertable();
    for (int i = 0; i < keys.size(); i++) {
      if (hypertable == null || keys.get(i).column() != hypertable.timeColumn()) {
        return i;
      }
    }
    return 0;
  }

  private boolean isTaken(TableEntry table, String name) {
    return Names.isTaken(session.catalog(), table.schemaOid(), name);
  }

  private static String about(TableEntry table, List<IndexEntry.Key> keys, CreateIndex create) {
    var names = new ArrayList<String>();
    for (IndexEntry.Key key : keys) {
      String sql = key.expressionSql();
      String call = sql == null ? null : IndexColumns.callName(sql);
      String base = sql == null ? table.column(key.column()).name() : call == null ? "expr" : call;
      addName(names, base);
    }
    for (IndexElement element : create.include()) {
      String column = element.column();
      addName(names, column == null ? "expr" : column);
    }
    return Names.joined(names);
  }

  private static void addName(List<String> names, String base) {
    String name = base;
    for (int i = 1; names.contains(name); i++) {
      name = base + i;
    }
    names.add(name);
  }

  /** The index of a PRIMARY KEY or UNIQUE constraint. */
  IndexEntry ofKey(
      TableEntry table,
      TableDefinition.Key key,
      TableCommands.OidRange oids,
      Set<String> takenNames) {
    var keys = new ArrayList<IndexEntry.Key>();
    for (String name : key.columns()) {
      ColumnEntry column = table.column(name);
      if (column == null) {
        throw OrreryException.of(
                SqlState.UNDEFINED_COLUMN, "column \"%s\" named in key does not exist", name)
            .at(key.position());
      }
      if (keys.stream().anyMatch(k -> k.column() == column.number())) {
        throw OrreryException.of(
                SqlState.DUPLICATE_COLUMN,
                "column \"%s\" appears twice in %s constraint",
                name,
                key.isPrimary() ? "primary key" : "unique")
            .at(key.position());
      }
      keys.add(new IndexEntry.Key(column.number(), null, false, false));
    }
    var included = new ArrayList<Integer>();
    for (String name : key.included()) {
      ColumnEntry column = table.column(name);
      if (column == null) {
        throw OrreryException.of(
                SqlState.UNDEFINED_COLUMN, "column \"%s\" named in key does not exist", name)
            .at(key.position());
      }
      included.add(column.number());
    }
    HypertableKeys.check(table, keys);
    String name = key.name();
    if (name == null) {
      var named = new ArrayList<>(key.columns());
      named.addAll(key.included());
      String about = key.isPrimary() ? null : Names.joined(named);
      name =
          Names.choose(
              table.name(),
              about,
              key.isPrimary() ? "pkey" : "key",
              candidate -> takenNames.contains(candidate) || isTaken(table, candidate));
    } else if (isTaken(table, name) || takenNames.contains(name)) {
      throw Names.duplicate(name);
    }
    return new IndexEntry(
            oids.next(),
            table.schemaOid(),
            name,
            table.oid(),
            keys,
            true,
            key.isPrimary(),
            oids.next())
        .withIncluded(included);
  }

  /**
   * An index that is there as that of a constraint.
   *
   * @param name of the constraint and from now on of the index
   */
  static IndexEntry adopted(
      TableEntry table, IndexEntry index, String name, boolean isPrimary, int constraintOid) {
    if (index.constraintOid() != 0) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "index \"%s\" is already associated with a constraint",
          index.name());
    }
    if (index.tableOid() != table.oid()) {
      throw OrreryException.of(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "index \"%s\" does not belong to table \"%s\"",
          index.name(),
          table.name());
    }
    String flaw = null;
    if (!index.isUnique()) {
      flaw = "\"" + index.name() + "\" is not a unique index";
    } else if (index.columns().contains(0)) {
      flaw = "index \"" + index.name() + "\" contains expressions";
    } else if (!index.isPlain()) {
      flaw = "\"" + index.name() + "\" is a partial index";
    }
    for (int i = 0; flaw == null && i < index.keys().size(); i++) {
      IndexEntry.Key key = index.keys().get(i);
      if (key.isDescending() || key.nullsFirst()) {
        flaw =
            "index \""
                + index.name()
                + "\" column number "
                + (i + 1)
                + " does not have default sorting behavior";
      }
    }
    if (flaw != null) {
      throw OrreryException.of(SqlState.WRONG_OBJECT_TYPE, "%s", flaw)
          .withDetail("Cannot create a primary key or unique constraint using such an index.");
    }
    return index.withConstraint(name, isPrimary, constraintOid);
  }

  /** The first index of a table on exactly these columns, or null. */
  static @Nullable IndexEntry onColumns(List<IndexEntry> indexes, List<Integer> columns) {
    for (IndexEntry index : indexes) {
      if (index.isPlain() && index.columns().equals(columns)) {
        return index;
      }
    }
    return null;
  }
}
