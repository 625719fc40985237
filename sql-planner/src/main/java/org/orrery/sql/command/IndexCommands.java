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
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.DdlStatement.CreateIndex;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** CREATE INDEX, and the indexes behind PRIMARY KEY and UNIQUE. */
final class IndexCommands {

  /** Columns of an index, as in PostgreSQL. */
  private static final int KEYS_MAX = 32;

  private final SessionAccess session;

  IndexCommands(SessionAccess session) {
    this.session = session;
  }

  String create(CreateIndex create) {
    TableEntry table = Names.withRows(session, create.table(), LockMode.SHARE);
    checkSupported(create, table);
    String given = create.name();
    if (given != null && Names.isThere(session, table.schemaOid(), given, create.ifNotExists())) {
      return "CREATE INDEX";
    }
    List<IndexEntry.Key> keys = keys(create, table);
    if (create.unique()) {
      checkUnique(table, keys);
    }
    String name =
        given != null
            ? given
            : Names.choose(table.name(), about(create), "idx", taken -> isTaken(table, taken));
    int oid = (int) session.tables().catalog().allocateOids(1);
    var index =
        new IndexEntry(oid, table.schemaOid(), name, table.oid(), keys, create.unique(), false, 0);
    TableEntry changed = table.nextVersion();
    session.apply(new CatalogChange(session.catalog()).put(changed).put(index));
    session.tables().buildIndexes(session.catalog().storageSchema(changed));
    if (index.isUnique()) {
      new RowChecks(session).unique(table, index);
    }
    return "CREATE INDEX";
  }

  private boolean isTaken(TableEntry table, String name) {
    return Names.isTaken(session.catalog(), table.schemaOid(), name);
  }

  private static void checkSupported(CreateIndex create, TableEntry table) {
    String method = create.method();
    String feature = null;
    if (create.concurrently() && table.hypertable() != null) {
      throw OrreryException.notSupported("hypertables do not support concurrent index creation");
    }
    if (method != null && !method.equals("btree")) {
      feature = "access method \"" + method + "\"";
    } else if (!create.include().isEmpty()) {
      feature = "INCLUDE";
    } else if (create.nullsNotDistinct()) {
      feature = "NULLS NOT DISTINCT";
    } else if (create.where() != null) {
      feature = "a partial index";
    }
    if (feature != null) {
      throw CommandRunner.unsupported(feature, create);
    }
    if (create.elements().size() > KEYS_MAX) {
      throw OrreryException.of(
          SqlState.TOO_MANY_COLUMNS, "cannot use more than %d columns in an index", KEYS_MAX);
    }
  }

  private static List<IndexEntry.Key> keys(CreateIndex create, TableEntry table) {
    var keys = new ArrayList<IndexEntry.Key>();
    for (IndexElement element : create.elements()) {
      boolean isDescending = element.direction() == SortItem.Direction.DESC;
      boolean nullsFirst =
          element.nulls() == SortItem.Nulls.FIRST
              || (element.nulls() == SortItem.Nulls.DEFAULT && isDescending);
      String name = element.column();
      if (name == null) {
        if (create.unique()) {
          throw OrreryException.notSupported("unique indexes on expressions are not supported")
              .at(element.position());
        }
        String sql = element.expression() == null ? "" : Deparser.expression(element.expression());
        keys.add(new IndexEntry.Key(0, sql, isDescending, nullsFirst));
      } else {
        ColumnEntry column = table.column(name);
        if (column == null) {
          throw OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
        }
        keys.add(new IndexEntry.Key(column.number(), null, isDescending, nullsFirst));
      }
    }
    return keys;
  }

  private static String about(CreateIndex create) {
    var names = new ArrayList<String>();
    for (IndexElement element : create.elements()) {
      String column = element.column();
      String base = column == null ? "expr" : column;
      String name = base;
      for (int i = 1; names.contains(name); i++) {
        name = base + i;
      }
      names.add(name);
    }
    return Names.joined(names);
  }

  /** {@code TS103} unless a hypertable's unique key has the time column. */
  private static void checkUnique(TableEntry table, List<IndexEntry.Key> keys) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable == null) {
      return;
    }
    if (keys.stream().noneMatch(key -> key.column() == hypertable.timeColumn())) {
      throw missingTime(columnName(table, hypertable.timeColumn()));
    }
  }

  /** {@code TS103 cannot create a unique index without the column}. */
  static OrreryException missingTime(String column) {
    return OrreryException.of(
            SqlState.TS_BAD_HYPERTABLE_INDEX,
            "cannot create a unique index without the column \"%s\" (used in partitioning)",
            column)
        .withHint(
            "If you're creating a hypertable on a table with a primary key, ensure the"
                + " partitioning column is part of the primary or composite key.");
  }

  private static String columnName(TableEntry table, int number) {
    return table.columns().stream()
        .filter(column -> column.number() == number)
        .map(ColumnEntry::name)
        .findFirst()
        .orElse("");
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
    checkUnique(table, keys);
    String name = key.name();
    if (name == null) {
      String about = key.isPrimary() ? null : Names.joined(key.columns());
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
        oids.next());
  }

  /** The first index of a table on exactly these columns, or null. */
  static @Nullable IndexEntry onColumns(List<IndexEntry> indexes, List<Integer> columns) {
    for (IndexEntry index : indexes) {
      if (index.keys().stream().map(IndexEntry.Key::column).toList().equals(columns)) {
        return index;
      }
    }
    return null;
  }
}
