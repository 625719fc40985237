package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ForeignKeyEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.ast.AlterStatement;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.ObjectKind;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** ALTER TABLE and the renames. */
final class AlterTableCommands {

  private final SessionAccess session;
  private final IndexCommands indexes;
  private final RelationChanges relations;
  private final ForeignKeyCommands foreignKeys;
  private final IdentityCommands identities;

  AlterTableCommands(SessionAccess session, IndexCommands indexes) {
    this.session = session;
    this.indexes = indexes;
    this.relations = new RelationChanges(session);
    this.foreignKeys = new ForeignKeyCommands(session);
    this.identities = new IdentityCommands(session);
  }

  String alter(AlterStatement.AlterTable alter) {
    if (alter.kind() != ObjectKind.TABLE) {
      throw CommandRunner.unsupported("ALTER " + alter.kind().sql(), alter);
    }
    if (alter.ifExists() && Names.find(session, alter.name()) == null) {
      skip("relation", alter.name());
      return "ALTER TABLE";
    }
    for (AlterTableCommand command : alter.commands()) {
      run(Names.table(session, alter.name(), LockMode.ACCESS_EXCLUSIVE), command);
    }
    return "ALTER TABLE";
  }

  private void skip(String noun, QualifiedName name) {
    notice(noun + " \"" + name.display() + "\" does not exist, skipping");
  }

  private void notice(String message) {
    session.notice(Notice.notice(message));
  }

  private void run(TableEntry table, AlterTableCommand command) {
    switch (command) {
      case AlterTableCommand.AddColumn add -> addColumn(table, add);
      case AlterTableCommand.DropColumn drop -> dropColumn(table, drop);
      case AlterTableCommand.ColumnDefault change -> columnDefault(table, change);
      case AlterTableCommand.ColumnNotNull change -> columnNotNull(table, change);
      case AlterTableCommand.AlterColumnType change ->
          new ColumnTypeChange(session).run(table, column(table, change.column()), change);
      case AlterTableCommand.AddIdentity add ->
          identities.add(table, column(table, add.column()), add);
      case AlterTableCommand.AlterIdentity alter ->
          identities.alter(table, column(table, alter.column()), alter);
      case AlterTableCommand.DropIdentity drop ->
          identities.drop(table, column(table, drop.column()), drop);
      case AlterTableCommand.DropExpression drop ->
          identities.dropExpression(table, column(table, drop.column()), drop.ifExists());
      case AlterTableCommand.AddConstraint add -> addConstraint(table, add);
      case AlterTableCommand.DropConstraint drop -> dropConstraint(table, drop);
      case AlterTableCommand.ValidateConstraint validate -> foreignKeys.validate(table, validate);
      case AlterTableCommand.AlterConstraint alter -> foreignKeys.alter(table, alter);
      case AlterTableCommand.OwnerTo owner -> relations.owner(table, owner.owner());
      case AlterTableCommand.ColumnStatistics _, AlterTableCommand.ColumnStorage _ -> {
        // These options mean nothing to this storage.
      }
      case AlterTableCommand.RelationOptions options ->
          new ColumnstoreOptions(session, table).run(options);
      default ->
          throw OrreryException.notSupported("this form of ALTER TABLE is not supported")
              .at(command.position());
    }
  }

  private void addColumn(TableEntry table, AlterTableCommand.AddColumn add) {
    String name = add.column().name();
    if (table.column(name) != null) {
      if (add.ifNotExists()) {
        notice(
            "column \""
                + name
                + "\" of relation \""
                + table.name()
                + "\" already exists, skipping");
        return;
      }
      throw OrreryException.of(
          SqlState.DUPLICATE_COLUMN,
          "column \"%s\" of relation \"%s\" already exists",
          name,
          table.name());
    }
    var definition = new TableDefinition(session, table.schemaOid(), table.name());
    table.checks().forEach(check -> definition.reserve(check.name()));
    ColumnEntry column = definition.add(add.column(), table.lastColumnNumber() + 1);
    requireDefault(table, column);
    boolean hasRows = TableRows.exist(session, table);
    if (hasRows && !definition.sequences().isEmpty()) {
      throw OrreryException.notSupported(
          "adding a serial or identity column to a table with rows is not supported");
    }
    boolean isComputed = hasRows && column.isGenerated();
    String missing = hasRows && !isComputed ? constant(table, column, add) : null;
    if (hasRows && !isComputed && column.isNotNull() && missing == null) {
      throw OrreryException.of(
              SqlState.NOT_NULL_VIOLATION,
              "column \"%s\" of relation \"%s\" contains null values",
              name,
              table.name())
          .about(
              ErrorSubject.column(
                  session.catalog().storageSchema(table).schemaName(), table.name(), name));
    }
    var columns = new ArrayList<>(table.columns());
    columns.add(column.withMissing(missing));
    var oids =
        new TableCommands.OidRange(
            session
                .tables()
                .catalog()
                .allocateOids(1 + definition.checks().size() + 2 * definition.keys().size()));
    var checks = new ArrayList<>(table.checks());
    for (TableDefinition.Check check : definition.checks()) {
      checks.add(new TableEntry.CheckEntry(oids.next(), check.name(), check.conditionSql()));
    }
    TableEntry changed = table.with(columns, column.number(), checks).nextVersion();
    List<CatalogEntry> views = new StoredQueries(session).changedBy(table, changed);
    if (!views.isEmpty()) {
      throw OrreryException.notSupported(
          "adding a column to table \"%s\", whose columns view \"%s\" reads by *, is not"
              + " supported",
          table.name(), views.getFirst().name());
    }
    put(changed, definition, oids, hasRows);
  }

  /** A column of a columnstore may be NOT NULL only where a default fills what is there. */
  private static void requireDefault(TableEntry table, ColumnEntry column) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null
        && hypertable.columnstore().isEnabled()
        && column.isNotNull()
        && column.defaultSql() == null) {
      throw OrreryException.notSupported(
          "cannot add column with NOT NULL constraint without default to a hypertable that has"
              + " columnstore enabled");
    }
  }

  /** Puts a table with new constraints, after a look at its rows. */
  private void put(
      TableEntry changed,
      TableDefinition definition,
      TableCommands.OidRange oids,
      boolean hasRows) {
    var change = new CatalogChange(session.catalog());
    var added = new ArrayList<IndexEntry>();
    TableEntry keyed = changed;
    for (TableDefinition.Key key : definition.keys()) {
      IndexEntry index = indexes.ofKey(keyed, key, oids, new HashSet<>());
      added.add(index);
      change.put(index);
      for (String name : key.isPrimary() ? key.columns() : List.<String>of()) {
        keyed = keyed.withColumn(column(keyed, name).withNotNull(true));
      }
    }
    for (TableDefinition.Sequence sequence : definition.sequences()) {
      SequenceEntry entry = sequence.entry();
      change
          .put(entry.ownedBy(changed.oid(), column(changed, sequence.column()).number()))
          .createStorage(entry.storageId());
    }
    TableEntry result = checked(keyed);
    if (hasRows
        && !definition.columns().isEmpty()
        && definition.columns().getFirst().isGenerated()) {
      new TableRewrite(session).run(current(changed), result, change);
    } else {
      session.apply(change.put(result));
    }
    if (hasRows) {
      var rows = new RowChecks(session);
      added.forEach(index -> rows.unique(result, index));
      result.columns().stream()
          .filter(each -> each.isNotNull() && (each.isGenerated() || isNullable(changed, each)))
          .forEach(each -> rows.notNull(result, each));
      result.checks().stream()
          .filter(each -> definition.checks().stream().anyMatch(c -> c.name().equals(each.name())))
          .forEach(each -> rows.check(result, each));
    }
    foreignKeys.add(changed.oid(), definition.references(), false);
  }

  /** A table as it is in the session's catalog. */
  private TableEntry current(TableEntry table) {
    if (session.catalog().relation(table.oid()) instanceof TableEntry current) {
      return current;
    }
    throw Invariant.broken("table " + table.name() + " is not there");
  }

  private static boolean isNullable(TableEntry table, ColumnEntry column) {
    return table.columns().stream()
        .anyMatch(each -> each.number() == column.number() && !each.isNotNull());
  }

  /** Text of a constant default, which rows from before the column have. */
  private @Nullable String constant(
      TableEntry table, ColumnEntry column, AlterTableCommand.AddColumn add) {
    if (column.defaultSql() == null) {
      return null;
    }
    var columns = new ArrayList<>(table.columns());
    columns.add(column);
    TableEntry changed = table.with(columns, column.number(), table.checks()).nextVersion();
    return Constants.text(session, changed, column, add.position());
  }

  private TableEntry checked(TableEntry table) {
    session.planner().tableExpressions(table, session.planning());
    return session.planner().typed(table, session.planning());
  }

  private ColumnEntry column(TableEntry table, String name) {
    ColumnEntry column = table.column(name);
    if (column == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          name,
          table.name());
    }
    return column;
  }

  private void dropColumn(TableEntry table, AlterTableCommand.DropColumn drop) {
    if (drop.ifExists() && table.column(drop.column()) == null) {
      notice(
          "column \""
              + drop.column()
              + "\" of relation \""
              + table.name()
              + "\" does not exist, skipping");
      return;
    }
    ColumnEntry column = column(table, drop.column());
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null && hypertable.isPartitionedBy(column.number())) {
      throw OrreryException.of(
              SqlState.INVALID_TABLE_DEFINITION, "cannot drop column named in partition key")
          .withDetail(
              "Cannot drop column that is a hypertable partitioning (space or time) dimension.");
    }
    OrreryException refused = ColumnstoreOptions.droppingRefused(table, column);
    if (refused != null) {
      throw refused;
    }
    var change = new CatalogChange(session.catalog());
    relations.dropReaders(table, column, drop.cascade(), change);
    for (ForeignKeyEntry key : session.catalog().foreignKeys(table.oid())) {
      if (key.columns().contains(column.number())) {
        foreignKeys.remove(change, key);
      }
    }
    for (IndexEntry index : session.catalog().indexes(table.oid())) {
      if (ColumnReferences.isIn(index, column)) {
        change.remove(index);
      }
    }
    for (SequenceEntry sequence : session.catalog().ownedSequences(table.oid())) {
      if (sequence.column() == column.number()) {
        change.remove(sequence).dropStorage(sequence.storageId());
      }
    }
    List<ColumnEntry> columns =
        table.columns().stream()
            .filter(c -> c.number() != column.number() && !ColumnReferences.isIn(c, column))
            .toList();
    List<TableEntry.CheckEntry> checks =
        table.checks().stream()
            .filter(check -> !Constants.columnsOf(check.conditionSql()).contains(column.name()))
            .toList();
    session.apply(change.put(table.with(columns, table.lastColumnNumber(), checks).nextVersion()));
  }

  private void columnDefault(TableEntry table, AlterTableCommand.ColumnDefault change) {
    ColumnEntry column = column(table, change.column());
    Expression expression = change.expression();
    identities.checkNoOrigin(table, column, expression == null);
    boolean isNone = expression == null || expression instanceof Expression.NullLiteral;
    String sql = isNone || expression == null ? null : TableCommands.deparse(expression);
    var changed = column.withDefault(sql);
    TableEntry result = checked(table.withColumn(changed).nextVersion());
    session.apply(new CatalogChange(session.catalog()).put(result));
  }

  private void columnNotNull(TableEntry table, AlterTableCommand.ColumnNotNull change) {
    ColumnEntry column = column(table, change.column());
    if (column.isNotNull() == change.notNull()) {
      return;
    }
    if (!change.notNull()) {
      checkMayBeNull(table, column);
    }
    session.apply(
        new CatalogChange(session.catalog())
            .put(table.withColumn(column.withNotNull(change.notNull())).nextVersion()));
    if (change.notNull()) {
      new RowChecks(session).notNull(table, column);
    }
  }

  private void checkMayBeNull(TableEntry table, ColumnEntry column) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null && hypertable.timeColumn() == column.number()) {
      throw OrreryException.of(
          SqlState.TS_OPERATION_NOT_SUPPORTED,
          "cannot drop not-null constraint from a time-partitioned column");
    }
    for (IndexEntry index : session.catalog().indexes(table.oid())) {
      boolean isInPrimary =
          index.isPrimary()
              && index.keys().stream().anyMatch(key -> key.column() == column.number());
      if (isInPrimary) {
        throw OrreryException.of(
            SqlState.INVALID_TABLE_DEFINITION, "column \"%s\" is in a primary key", column.name());
      }
    }
  }

  private void addConstraint(TableEntry table, AlterTableCommand.AddConstraint add) {
    var definition = new TableDefinition(session, table.schemaOid(), table.name());
    table.checks().forEach(check -> definition.reserve(check.name()));
    definition.add(add.constraint(), null);
    List<IndexEntry> existing = session.catalog().indexes(table.oid());
    for (TableDefinition.Key key : definition.keys()) {
      String using = key.usingIndex();
      if (using != null) {
        adopt(table, key, using);
        return;
      }
    }
    boolean addsPrimary = definition.keys().stream().anyMatch(TableDefinition.Key::isPrimary);
    if (addsPrimary && existing.stream().anyMatch(IndexEntry::isPrimary)) {
      throw OrreryException.of(
          SqlState.INVALID_TABLE_DEFINITION,
          "multiple primary keys for table \"%s\" are not allowed",
          table.name());
    }
    var oids =
        new TableCommands.OidRange(
            session
                .tables()
                .catalog()
                .allocateOids(definition.checks().size() + 2 * definition.keys().size()));
    var checks = new ArrayList<>(table.checks());
    for (TableDefinition.Check check : definition.checks()) {
      checks.add(new TableEntry.CheckEntry(oids.next(), check.name(), check.conditionSql()));
    }
    TableEntry changed =
        table.with(table.columns(), table.lastColumnNumber(), checks).nextVersion();
    put(changed, definition, oids, TableRows.exist(session, table));
  }

  /** ADD CONSTRAINT … USING INDEX. */
  private void adopt(TableEntry table, TableDefinition.Key key, String indexName) {
    if (table.hypertable() != null) {
      throw OrreryException.notSupported(
          "hypertables do not support adding a constraint using an existing index");
    }
    IndexEntry index = session.catalog().index(table.schemaOid(), indexName);
    if (index == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "index \"%s\" does not exist", indexName)
          .at(key.position());
    }
    String given = key.name();
    String name = given == null ? indexName : given;
    int oid = (int) session.tables().catalog().allocateOids(1);
    IndexEntry adopted = adopted(table, index, name, key, oid);
    boolean hasPrimary =
        session.catalog().indexes(table.oid()).stream().anyMatch(IndexEntry::isPrimary);
    if (key.isPrimary() && hasPrimary) {
      throw OrreryException.of(
          SqlState.INVALID_TABLE_DEFINITION,
          "multiple primary keys for table \"%s\" are not allowed",
          table.name());
    }
    if (!name.equals(indexName)) {
      checkFree(index.schemaOid(), name);
      notice(
          "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \""
              + indexName
              + "\" to \""
              + name
              + "\"");
    }
    TableEntry changed = table.nextVersion();
    var nowNotNull = new ArrayList<ColumnEntry>();
    for (ColumnEntry column : table.columns()) {
      if (key.isPrimary() && !column.isNotNull() && index.columns().contains(column.number())) {
        changed = changed.withColumn(column.withNotNull(true));
        nowNotNull.add(column);
      }
    }
    session.apply(new CatalogChange(session.catalog()).put(adopted).put(changed));
    var rows = new RowChecks(session);
    for (ColumnEntry column : nowNotNull) {
      rows.notNull(changed, column);
    }
  }

  private static IndexEntry adopted(
      TableEntry table, IndexEntry index, String name, TableDefinition.Key key, int oid) {
    try {
      return IndexCommands.adopted(table, index, name, key.isPrimary(), oid);
    } catch (OrreryException e) {
      throw e.at(key.position());
    }
  }

  private void dropConstraint(TableEntry table, AlterTableCommand.DropConstraint drop) {
    for (TableEntry.CheckEntry check : table.checks()) {
      if (check.name().equals(drop.name())) {
        List<TableEntry.CheckEntry> checks =
            table.checks().stream().filter(c -> c.oid() != check.oid()).toList();
        session.apply(
            new CatalogChange(session.catalog())
                .put(table.with(table.columns(), table.lastColumnNumber(), checks).nextVersion()));
        return;
      }
    }
    ForeignKeyEntry foreignKey = foreignKeys.find(table, drop.name());
    if (foreignKey != null) {
      foreignKeys.drop(foreignKey);
      return;
    }
    for (IndexEntry index : session.catalog().indexes(table.oid())) {
      if (index.constraintOid() != 0 && index.name().equals(drop.name())) {
        var change = new CatalogChange(session.catalog()).put(table.nextVersion());
        new DropCommands(session).dropNeeding(table, index, drop.cascade(), change);
        session.apply(change.remove(index));
        return;
      }
    }
    String message =
        "constraint \"" + drop.name() + "\" of relation \"" + table.name() + "\" does not exist";
    if (!drop.ifExists()) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "%s", message);
    }
    notice(message + ", skipping");
  }

  String rename(AlterStatement.RenameObject rename) {
    QualifiedName name = rename.object().name();
    switch (rename.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> renameRelation(rename, name);
      case INDEX -> renameIndex(rename, name);
      default ->
          throw CommandRunner.unsupported("ALTER " + rename.kind().sql() + " RENAME", rename);
    }
    return "ALTER " + rename.kind().sql();
  }

  private void renameRelation(AlterStatement.RenameObject rename, QualifiedName name) {
    Relation relation = Names.findLocked(session, name, LockMode.ACCESS_EXCLUSIVE);
    if (relation == null && rename.ifExists()) {
      skip("relation", name);
      return;
    }
    relation = Names.relation(session, name);
    boolean isAggregate = AggregateChanges.isAggregate(session.catalog(), relation);
    if (isAggregate && rename.kind() != ObjectKind.MATERIALIZED_VIEW) {
      throw AggregateChanges.viewCommand("ALTER " + rename.kind().sql());
    }
    checkFree(relation.schemaOid(), rename.newName());
    var change = new CatalogChange(session.catalog());
    switch (relation) {
      case TableEntry table -> {
        relations.refuseReaders(new StoredQueries(session).reading(table), "renaming");
        change.put(
            table.withPlace(table.schemaOid(), rename.newName(), table.ownerOid()).nextVersion());
      }
      case ViewEntry view -> {
        relations.refuseReaders(new StoredQueries(session).reading(view), "renaming");
        change.put(
            new ViewEntry(
                view.oid(),
                view.schemaOid(),
                rename.newName(),
                view.ownerOid(),
                view.columns(),
                view.sql()));
      }
      case SequenceEntry sequence -> change.put(sequence.withName(rename.newName()));
      case ChunkRelation _ -> throw Names.notOnChunks();
      default -> throw Names.wrongType(relation, "a table").at(name.position());
    }
    session.apply(change);
  }

  private void renameIndex(AlterStatement.RenameObject rename, QualifiedName name) {
    IndexEntry index = Names.findIndex(session, name);
    if (index == null) {
      if (rename.ifExists()) {
        skip("relation", name);
        return;
      }
      throw Names.missing(session, name);
    }
    checkFree(index.schemaOid(), rename.newName());
    session.apply(
        new CatalogChange(session.catalog())
            .put(index.withPlace(index.schemaOid(), rename.newName())));
  }

  private void checkFree(int schemaOid, String name) {
    if (Names.isTaken(session.catalog(), schemaOid, name)) {
      throw Names.duplicate(name);
    }
  }

  /** RENAME COLUMN of a continuous aggregate; whether it was one. */
  private boolean renamesAggregate(AlterStatement.RenameMember rename) {
    if (rename.kind() != ObjectKind.MATERIALIZED_VIEW
        || !(Names.findLocked(session, rename.name(), LockMode.ACCESS_EXCLUSIVE)
            instanceof ViewEntry view)
        || !AggregateChanges.isAggregate(session.catalog(), view)) {
      return false;
    }
    relations.refuseReaders(new StoredQueries(session).reading(view), "renaming a column of");
    new AggregateChanges(session).renameColumn(view, rename.memberName(), rename.newName());
    return true;
  }

  String renameMember(AlterStatement.RenameMember rename) {
    if (rename.kind() != ObjectKind.TABLE && rename.kind() != ObjectKind.MATERIALIZED_VIEW) {
      throw CommandRunner.unsupported("this form of RENAME", rename);
    }
    String tag = "ALTER " + rename.kind().sql();
    if (renamesAggregate(rename)) {
      return tag;
    }
    if (rename.ifExists() && Names.find(session, rename.name()) == null) {
      skip("relation", rename.name());
      return tag;
    }
    TableEntry table =
        Names.table(session, rename.name(), rename.kind(), LockMode.ACCESS_EXCLUSIVE);
    if (rename.constraint()) {
      relations.renameConstraint(table, rename.memberName(), rename.newName());
      return tag;
    }
    ColumnEntry column = table.column(rename.memberName());
    if (column == null) {
      throw OrreryException.of(
          SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", rename.memberName());
    }
    if (table.column(rename.newName()) != null) {
      throw OrreryException.of(
          SqlState.DUPLICATE_COLUMN,
          "column \"%s\" of relation \"%s\" already exists",
          rename.newName(),
          table.name());
    }
    relations.refuseReaders(new StoredQueries(session).readingColumn(table, column), "renaming");
    renameColumn(table, column, rename.newName());
    return tag;
  }

  /** A column under another name, also in the expressions of the table and its indexes. */
  private void renameColumn(TableEntry table, ColumnEntry column, String newName) {
    UnaryOperator<String> renamed = sql -> ColumnReferences.renamed(sql, column.name(), newName);
    var columns = new ArrayList<ColumnEntry>();
    for (ColumnEntry each : table.columns()) {
      String sql = each.defaultSql();
      ColumnEntry changed =
          each.isGenerated() && sql != null ? each.asGenerated(renamed.apply(sql)) : each;
      columns.add(each.number() == column.number() ? changed.withName(newName) : changed);
    }
    var checks = new ArrayList<TableEntry.CheckEntry>();
    for (TableEntry.CheckEntry check : table.checks()) {
      checks.add(
          new TableEntry.CheckEntry(
              check.oid(), check.name(), renamed.apply(check.conditionSql())));
    }
    var change =
        new CatalogChange(session.catalog())
            .put(table.with(columns, table.lastColumnNumber(), checks).nextVersion());
    for (IndexEntry index : session.catalog().indexes(table.oid())) {
      if (!index.isPlain()) {
        change.put(index.withExpressions(renamed));
      }
    }
    session.apply(change);
  }
}
