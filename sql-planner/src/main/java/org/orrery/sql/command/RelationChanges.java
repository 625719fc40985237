package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.ast.AlterStatement.SetSchema;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.RoleName;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** Changes of tables that leave their rows alone: owner, schema, names of constraints. */
final class RelationChanges {

  private final SessionAccess session;

  RelationChanges(SessionAccess session) {
    this.session = session;
  }

  /** OWNER TO. */
  void owner(TableEntry table, RoleName name) {
    put(table.withPlace(table.schemaOid(), table.name(), role(name).oid()).nextVersion());
  }

  /** A role as OWNER TO names it. */
  RoleEntry role(RoleName name) {
    String wanted = name.kind() == RoleName.Kind.NAMED ? name.name() : session.currentUser();
    RoleEntry role = session.catalog().role(wanted);
    if (role == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", wanted);
    }
    return role;
  }

  private void put(TableEntry table) {
    session.apply(new CatalogChange(session.catalog()).put(table));
  }

  /** ALTER TABLE … SET SCHEMA: its indexes go along. */
  String setSchema(SetSchema set) {
    if (set.kind() != ObjectKind.TABLE && set.kind() != ObjectKind.MATERIALIZED_VIEW) {
      throw CommandRunner.unsupported("ALTER " + set.kind().sql() + " SET SCHEMA", set);
    }
    String tag = "ALTER " + set.kind().sql();
    QualifiedName name = set.object().name();
    if (set.ifExists() && Names.find(session, name) == null) {
      session.notice(Notice.notice("relation \"" + name.display() + "\" does not exist, skipping"));
      return tag;
    }
    SchemaEntry schema =
        Names.schema(session.catalog(), set.newSchema(), OrreryException.NO_POSITION);
    Relation relation = Names.relation(session, name, LockMode.ACCESS_EXCLUSIVE);
    if (set.kind() == ObjectKind.MATERIALIZED_VIEW
        && relation instanceof ViewEntry view
        && AggregateChanges.isAggregate(session.catalog(), view)) {
      moveView(view, schema);
      return tag;
    }
    TableEntry table = Names.table(session, name, set.kind(), LockMode.ACCESS_EXCLUSIVE);
    if (schema.oid() == table.schemaOid()) {
      return tag;
    }
    refuseReaders(new StoredQueries(session).reading(table), "moving");
    checkFree(schema, table.name());
    var change = new CatalogChange(session.catalog()).dependOn(schema);
    for (IndexEntry index : session.catalog().indexes(table.oid())) {
      checkFree(schema, index.name());
      change.put(index.withPlace(schema.oid(), index.name()));
    }
    session.apply(
        change.put(table.withPlace(schema.oid(), table.name(), table.ownerOid()).nextVersion()));
    return tag;
  }

  private void moveView(ViewEntry view, SchemaEntry schema) {
    if (schema.oid() != view.schemaOid()) {
      refuseReaders(new StoredQueries(session).reading(view), "moving");
      checkFree(schema, view.name());
      session.apply(
          new CatalogChange(session.catalog())
              .dependOn(schema)
              .put(
                  new ViewEntry(
                      view.oid(),
                      schema.oid(),
                      view.name(),
                      view.ownerOid(),
                      view.columns(),
                      view.sql())));
    }
  }

  private void checkFree(SchemaEntry schema, String name) {
    if (Names.isTaken(session.catalog(), schema.oid(), name)) {
      throw OrreryException.of(
          SqlState.DUPLICATE_TABLE,
          "relation \"%s\" already exists in schema \"%s\"",
          name,
          schema.name());
    }
  }

  /** RENAME CONSTRAINT: a key's index has its name. */
  void renameConstraint(TableEntry table, String name, String newName) {
    List<IndexEntry> indexes = session.catalog().indexes(table.oid());
    var foreignKeys = new ForeignKeyCommands(session);
    boolean isTaken =
        table.checks().stream().anyMatch(check -> check.name().equals(newName))
            || indexes.stream().anyMatch(i -> i.constraintOid() != 0 && i.name().equals(newName))
            || foreignKeys.find(table, newName) != null;
    for (IndexEntry index : indexes) {
      if (index.constraintOid() != 0 && index.name().equals(name)) {
        if (Names.isTaken(session.catalog(), index.schemaOid(), newName)) {
          throw Names.duplicate(newName);
        }
        session.apply(
            new CatalogChange(session.catalog())
                .put(index.withPlace(index.schemaOid(), newName))
                .put(table.nextVersion()));
        return;
      }
    }
    var checks = new ArrayList<TableEntry.CheckEntry>();
    boolean isFound = false;
    for (TableEntry.CheckEntry check : table.checks()) {
      boolean isIt = check.name().equals(name);
      isFound |= isIt;
      checks.add(
          isIt ? new TableEntry.CheckEntry(check.oid(), newName, check.conditionSql()) : check);
    }
    ForeignKeyEntry foreignKey = foreignKeys.find(table, name);
    if (!isFound && foreignKey == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_OBJECT,
          "constraint \"%s\" for table \"%s\" does not exist",
          name,
          table.name());
    }
    if (isTaken) {
      throw OrreryException.of(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"%s\" for relation \"%s\" already exists",
          newName,
          table.name());
    }
    if (foreignKey != null) {
      foreignKeys.rename(foreignKey, newName);
      return;
    }
    put(table.with(table.columns(), table.lastColumnNumber(), checks).nextVersion());
  }

  /** Views keep the names of what they read as they were written. */
  void refuseReaders(List<CatalogEntry> views, String what) {
    if (!views.isEmpty()) {
      throw OrreryException.notSupported(
          "%s what view \"%s\" reads is not supported", what, views.getFirst().name());
    }
  }

  /** Drops what needs a column that goes, or refuses when it is to stay. */
  void dropReaders(TableEntry table, ColumnEntry column, boolean isCascade, CatalogChange change) {
    Set<CatalogEntry> dependents = new LinkedHashSet<>();
    var foreignKeys = new ForeignKeyCommands(session);
    var drops = new DropCommands(session);
    String about = "column " + column.name() + " of " + drops.describe(table);
    List<String> generated =
        table.columns().stream()
            .filter(each -> ColumnReferences.isIn(each, column))
            .map(each -> "column " + each.name() + " of " + drops.describe(table))
            .toList();
    dependents.addAll(foreignKeys.referencing(table, column));
    dependents.addAll(new StoredQueries(session).readingColumn(table, column));
    drops.dropDependents(about, about, generated, dependents, isCascade, change);
  }
}
