package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.ForeignKeyEntry.Action;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.Constraint.Kind;
import org.orrery.sql.parser.ast.Constraint.MatchType;
import org.orrery.sql.parser.ast.Constraint.ReferentialAction;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.reference.ReferentialIntegrity;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** Makes, changes and drops FOREIGN KEY constraints. */
final class ForeignKeyCommands {

  /** Columns of a foreign key, as in PostgreSQL. */
  private static final int COLUMNS_MAX = 32;

  private final SessionAccess session;

  ForeignKeyCommands(SessionAccess session) {
    this.session = session;
  }

  /**
   * Adds foreign keys to a table that is in the session's catalog, and checks its rows.
   *
   * @param isNew whether the table cannot have rows
   */
  void add(int tableOid, List<TableDefinition.Reference> references, boolean isNew) {
    for (TableDefinition.Reference reference : references) {
      if (session.catalog().relation(tableOid) instanceof TableEntry table) {
        add(table, reference, isNew);
      }
    }
  }

  private void add(TableEntry table, TableDefinition.Reference reference, boolean isNew) {
    Kind.ForeignKey kind = reference.kind();
    TableEntry referenced = referenced(kind.referencedTable(), table);
    String name = name(table, reference);
    List<ColumnEntry> columns = columns(table, reference.columns());
    List<Integer> set = numbers(columns(table, kind.onDeleteColumns()));
    for (int i = 0; i < set.size(); i++) {
      if (!numbers(columns).contains(set.get(i))) {
        throw OrreryException.of(
            SqlState.INVALID_COLUMN_REFERENCE,
            "column \"%s\" referenced in ON DELETE SET action must be part of foreign key",
            kind.onDeleteColumns().get(i));
      }
    }
    IndexEntry index;
    List<ColumnEntry> keys;
    if (kind.referencedColumns().isEmpty()) {
      index = primaryKey(referenced);
      keys = index.keys().stream().map(key -> column(referenced, key.column())).toList();
    } else {
      keys = columns(referenced, kind.referencedColumns());
      index = uniqueIndex(referenced, numbers(keys));
    }
    if (keys.size() != columns.size()) {
      throw OrreryException.of(
          SqlState.INVALID_FOREIGN_KEY,
          "number of referencing and referenced columns for foreign key disagree");
    }
    checkTypes(name, columns, keys);
    boolean isValid = isNew || !reference.constraint().notValid();
    var entry =
        new ForeignKeyEntry(
            (int) session.tables().catalog().allocateOids(1),
            name,
            table.oid(),
            numbers(columns),
            referenced.oid(),
            numbers(keys),
            index.oid(),
            kind.match() == MatchType.FULL,
            action(kind.onUpdate()),
            action(kind.onDelete()),
            set,
            Boolean.TRUE.equals(reference.constraint().deferrable()),
            reference.constraint().initiallyDeferred(),
            isValid);
    var change = new CatalogChange(session.catalog()).put(entry);
    touch(change, entry);
    session.apply(change);
    if (isValid && !isNew) {
      session.integrity().validate(entry);
    }
  }

  /** Statements over the tables of a foreign key have to be planned anew. */
  private void touch(CatalogChange change, ForeignKeyEntry entry) {
    for (int oid : new TreeSet<>(List.of(entry.tableOid(), entry.referencedOid()))) {
      if (session.catalog().relation(oid) instanceof TableEntry table && !change.removes(table)) {
        change.put(table.nextVersion());
      }
    }
  }

  private TableEntry referenced(QualifiedName name, TableEntry table) {
    Relation relation = Names.relation(session, name, LockMode.SHARE_ROW_EXCLUSIVE);
    if (!(relation instanceof TableEntry referenced)) {
      if (relation instanceof SystemRelation) {
        return Names.table(session, name);
      }
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE, "referenced relation \"%s\" is not a table", relation.name());
    }
    if (referenced.hypertable() != null) {
      throw OrreryException.notSupported(
          table.hypertable() == null
              ? "foreign keys that reference hypertables are not supported"
              : "hypertables cannot be used as foreign key references of hypertables");
    }
    return referenced;
  }

  private String name(TableEntry table, TableDefinition.Reference reference) {
    String given = reference.constraint().name();
    if (given == null) {
      return Names.choose(
          table.name(),
          Names.joined(reference.columns()),
          "fkey",
          candidate -> isUsed(session.catalog(), table.schemaOid(), candidate));
    }
    if (namesOf(session.catalog(), table).contains(given)) {
      throw OrreryException.of(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"%s\" for relation \"%s\" already exists",
          given,
          table.name());
    }
    return given;
  }

  /** Names of the constraints of a table. */
  static Set<String> namesOf(CatalogValue catalog, TableEntry table) {
    var names = new HashSet<String>();
    table.checks().forEach(check -> names.add(check.name()));
    catalog.foreignKeys(table.oid()).forEach(key -> names.add(key.name()));
    for (IndexEntry index : catalog.indexes(table.oid())) {
      if (index.constraintOid() != 0) {
        names.add(index.name());
      }
    }
    return names;
  }

  private static boolean isUsed(CatalogValue catalog, int schemaOid, String name) {
    return catalog.relations().stream()
        .anyMatch(
            relation ->
                relation instanceof TableEntry table
                    && table.schemaOid() == schemaOid
                    && namesOf(catalog, table).contains(name));
  }

  private List<ColumnEntry> columns(TableEntry table, List<String> names) {
    var columns = new ArrayList<ColumnEntry>();
    for (String name : names) {
      ColumnEntry column = table.column(name);
      if (column == null) {
        throw OrreryException.of(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" referenced in foreign key constraint does not exist",
            name);
      }
      columns.add(column);
      if (columns.size() > COLUMNS_MAX) {
        throw OrreryException.of(
            SqlState.TOO_MANY_COLUMNS,
            "cannot have more than %d keys in a foreign key",
            COLUMNS_MAX);
      }
    }
    return columns;
  }

  private static ColumnEntry column(TableEntry table, int number) {
    return table.columns().stream().filter(c -> c.number() == number).findFirst().orElseThrow();
  }

  private static List<Integer> numbers(List<ColumnEntry> columns) {
    return columns.stream().map(ColumnEntry::number).toList();
  }

  private IndexEntry primaryKey(TableEntry referenced) {
    for (IndexEntry index : session.catalog().indexes(referenced.oid())) {
      if (index.isPrimary()) {
        return index;
      }
    }
    throw OrreryException.of(
        SqlState.UNDEFINED_OBJECT,
        "there is no primary key for referenced table \"%s\"",
        referenced.name());
  }

  private IndexEntry uniqueIndex(TableEntry referenced, List<Integer> columns) {
    Set<Integer> wanted = Set.copyOf(new HashSet<>(columns));
    if (wanted.size() < columns.size()) {
      throw OrreryException.of(
          SqlState.INVALID_FOREIGN_KEY,
          "foreign key referenced-columns list must not contain duplicates");
    }
    for (IndexEntry index : session.catalog().indexes(referenced.oid())) {
      List<Integer> keys = index.columns();
      if (index.isUnique()
          && index.isPlain()
          && keys.size() == wanted.size()
          && wanted.containsAll(keys)) {
        return index;
      }
    }
    throw OrreryException.of(
        SqlState.INVALID_FOREIGN_KEY,
        "there is no unique constraint matching given keys for referenced table \"%s\"",
        referenced.name());
  }

  private void checkTypes(String name, List<ColumnEntry> columns, List<ColumnEntry> keys) {
    for (int i = 0; i < keys.size(); i++) {
      SqlType type = columns.get(i).type();
      SqlType wanted = keys.get(i).type();
      if (!ReferentialIntegrity.isComparable(session.catalog(), type, wanted)) {
        if (hasEquality(wanted, type)) {
          throw OrreryException.notSupported(
              "foreign keys from columns of type %s to columns of type %s are not supported",
              TypeNames.format(type, Typmods.NONE), TypeNames.format(wanted, Typmods.NONE));
        }
        throw OrreryException.of(
                SqlState.DATATYPE_MISMATCH,
                "foreign key constraint \"%s\" cannot be implemented",
                name)
            .withDetail(
                "Key columns \""
                    + columns.get(i).name()
                    + "\" and \""
                    + keys.get(i).name()
                    + "\" are of incompatible types: "
                    + TypeNames.format(type, Typmods.NONE)
                    + " and "
                    + TypeNames.format(wanted, Typmods.NONE)
                    + ".");
      }
    }
  }

  private boolean hasEquality(SqlType left, SqlType right) {
    return session.catalog().functions().operators("=").stream()
        .anyMatch(each -> left.equals(each.left()) && right.equals(each.right()));
  }

  private static Action action(ReferentialAction action) {
    return switch (action) {
      case NO_ACTION -> Action.NO_ACTION;
      case RESTRICT -> Action.RESTRICT;
      case CASCADE -> Action.CASCADE;
      case SET_NULL -> Action.SET_NULL;
      case SET_DEFAULT -> Action.SET_DEFAULT;
    };
  }

  // ---- changes

  /** A foreign key of a table by name, or null. */
  @Nullable ForeignKeyEntry find(TableEntry table, String name) {
    for (ForeignKeyEntry key : session.catalog().foreignKeys(table.oid())) {
      if (key.name().equals(name)) {
        return key;
      }
    }
    return null;
  }

  /** DROP CONSTRAINT. */
  void drop(ForeignKeyEntry key) {
    if (session.catalog().relation(key.referencedOid()) instanceof TableEntry referenced) {
      session.lock(referenced, LockMode.ACCESS_EXCLUSIVE);
    }
    var change = new CatalogChange(session.catalog());
    remove(change, key);
    session.apply(change);
  }

  /** Removes a foreign key as part of a change. */
  void remove(CatalogChange change, ForeignKeyEntry key) {
    touch(change, key);
    change.remove(key);
  }

  /** RENAME CONSTRAINT, to a name that is free. */
  void rename(ForeignKeyEntry key, String newName) {
    session.apply(new CatalogChange(session.catalog()).put(key.withName(newName)));
  }

  /** VALIDATE CONSTRAINT. */
  void validate(TableEntry table, AlterTableCommand.ValidateConstraint validate) {
    ForeignKeyEntry key = find(table, validate.name());
    if (key == null) {
      boolean isOther = namesOf(session.catalog(), table).contains(validate.name());
      boolean isCheck =
          table.checks().stream().anyMatch(check -> check.name().equals(validate.name()));
      if (isCheck) {
        return;
      }
      throw isOther
          ? OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "constraint \"%s\" of relation \"%s\" is not a foreign key or check constraint",
              validate.name(),
              table.name())
          : missing(table, validate.name());
    }
    if (!key.isValidated()) {
      session.apply(new CatalogChange(session.catalog()).put(key.validated()));
      session.integrity().validate(key);
    }
  }

  private static OrreryException missing(TableEntry table, String name) {
    return OrreryException.of(
        SqlState.UNDEFINED_OBJECT,
        "constraint \"%s\" of relation \"%s\" does not exist",
        name,
        table.name());
  }

  /** ALTER CONSTRAINT. */
  void alter(TableEntry table, AlterTableCommand.AlterConstraint alter) {
    ForeignKeyEntry key = find(table, alter.name());
    if (key == null) {
      throw namesOf(session.catalog(), table).contains(alter.name())
          ? OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "constraint \"%s\" of relation \"%s\" is not a foreign key constraint",
              alter.name(),
              table.name())
          : missing(table, alter.name());
    }
    boolean isDeferrable = Boolean.TRUE.equals(alter.deferrable());
    session.apply(
        new CatalogChange(session.catalog())
            .put(key.withTimes(isDeferrable, alter.initiallyDeferred())));
  }

  // ---- dependencies

  /** The foreign keys of other tables that need one of these objects. */
  Set<ForeignKeyEntry> needing(Set<? extends CatalogEntry> objects) {
    var found = new LinkedHashSet<ForeignKeyEntry>();
    for (ForeignKeyEntry key : session.catalog().foreignKeys()) {
      boolean isGone = false;
      boolean isNeeding = false;
      for (CatalogEntry each : objects) {
        isGone |= each.equals(key) || (each instanceof TableEntry t && t.oid() == key.tableOid());
        isNeeding |=
            each instanceof TableEntry t
                ? t.oid() == key.referencedOid()
                : each instanceof IndexEntry index && index.oid() == key.indexOid();
      }
      if (isNeeding && !isGone) {
        found.add(key);
      }
    }
    return found;
  }

  /** The foreign keys that need a column as part of the key they reference. */
  List<ForeignKeyEntry> referencing(TableEntry table, ColumnEntry column) {
    return session.catalog().referencing(table.oid()).stream()
        .filter(key -> key.referencedColumns().contains(column.number()))
        .toList();
  }

  /** Looks again at the foreign keys of a column that has another type now. */
  void recheck(TableEntry table, ColumnEntry column) {
    CatalogValue catalog = session.catalog();
    for (ForeignKeyEntry key : catalog.foreignKeys()) {
      boolean isOwn = key.tableOid() == table.oid() && key.columns().contains(column.number());
      boolean isOther =
          key.referencedOid() == table.oid() && key.referencedColumns().contains(column.number());
      if ((isOwn || isOther)
          && catalog.relation(key.tableOid()) instanceof TableEntry referencing
          && catalog.relation(key.referencedOid()) instanceof TableEntry referenced) {
        checkTypes(
            key.name(),
            key.columns().stream().map(number -> column(referencing, number)).toList(),
            key.referencedColumns().stream().map(number -> column(referenced, number)).toList());
        if (key.isValidated()) {
          session.integrity().validate(key);
        }
      }
    }
  }
}
