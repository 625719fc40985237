package org.orrery.sql.command;

import java.util.List;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.cagg.AggregateChanges;
import org.orrery.sql.cagg.AggregateCreation;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.MaterializedViewEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.AlterStatement;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.DdlStatement.CreateTableAs;
import org.orrery.sql.parser.ast.DdlStatement.RefreshMaterializedView;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** CREATE, REFRESH and ALTER MATERIALIZED VIEW. */
final class MaterializedViewCommands {

  private static final String CREATE_TAG = "CREATE MATERIALIZED VIEW";
  private static final String ALTER_TAG = "ALTER MATERIALIZED VIEW";

  private final SessionAccess session;

  MaterializedViewCommands(SessionAccess session) {
    this.session = session;
  }

  String create(CreateTableAs create) {
    if (AggregateCreation.isAskedFor(create.options())) {
      return new AggregateCreation(session).create(create);
    }
    if (!(create.query() instanceof SelectStatement query)) {
      throw CommandRunner.unsupported(CREATE_TAG + " of this query", create);
    }
    SchemaEntry schema = Names.creationSchema(session, create.name());
    if (Names.isThere(session, schema.oid(), create.name().name(), create.ifNotExists())) {
      return CREATE_TAG;
    }
    PlannedStatement plan = session.plan(query, List.of());
    TableEntry table = CreateTableAsCommand.table(session, create, schema, plan);
    session.apply(
        new CatalogChange(session.catalog())
            .dependOn(schema)
            .createStorage(table.storageId())
            .put(table)
            .put(new MaterializedViewEntry(table.oid(), Deparser.query(query), create.withData())));
    return create.withData() ? "SELECT " + fill(table, plan.plan()) : CREATE_TAG;
  }

  private long fill(TableEntry table, PhysicalPlan rows) {
    return TableRows.insert(session, TableRows.target(session, table), rows);
  }

  /** REFRESH: a new storage with the query's rows, or with CONCURRENTLY other rows in the same. */
  String refresh(RefreshMaterializedView refresh) {
    LockMode mode = refresh.concurrently() ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
    Relation relation = Names.relation(session, refresh.name(), mode);
    if (AggregateChanges.isAggregate(session.catalog(), relation)) {
      throw OrreryException.notSupported("operation not supported on continuous aggregate")
          .withHint(
              "Use \"refresh_continuous_aggregate\" or set up a policy to refresh the continuous"
                  + " aggregate.");
    }
    MaterializedViewEntry view = session.catalog().materializedView(relation.oid());
    if (view == null || !(relation instanceof TableEntry table)) {
      throw OrreryException.notSupported("\"%s\" is not a materialized view", relation.name());
    }
    if (refresh.concurrently()) {
      if (!refresh.withData()) {
        throw OrreryException.of(
            SqlState.SYNTAX_ERROR, "CONCURRENTLY and WITH NO DATA options cannot be used together");
      }
      checkConcurrent(table, view);
      replaceRows(table, view);
      return "REFRESH MATERIALIZED VIEW";
    }
    PlannedStatement plan =
        refresh.withData() ? session.plan(StoredQueries.parse(view.sql()), List.of()) : null;
    long storage = session.tables().catalog().allocateOids(1);
    TableEntry fresh = table.withStorage(storage).nextVersion();
    session.apply(
        new CatalogChange(session.catalog())
            .put(fresh)
            .put(new MaterializedViewEntry(view.oid(), view.sql(), refresh.withData()))
            .createStorage(storage)
            .dropStorage(table.storageId()));
    if (plan != null) {
      fill(fresh, plan.plan());
    }
    return "REFRESH MATERIALIZED VIEW";
  }

  private void checkConcurrent(TableEntry table, MaterializedViewEntry view) {
    if (!view.isPopulated()) {
      throw OrreryException.notSupported(
          "CONCURRENTLY cannot be used when the materialized view is not populated");
    }
    boolean hasKey =
        session.catalog().indexes(table.oid()).stream()
            .anyMatch(index -> index.isUnique() && index.isPlain());
    if (!hasKey) {
      throw OrreryException.of(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "cannot refresh materialized view \"%s\" concurrently",
              qualified(table))
          .withHint(
              "Create a unique index with no WHERE clause on one or more columns of the"
                  + " materialized view.");
    }
  }

  private String qualified(TableEntry table) {
    return Deparser.qualifiedName(
        List.of(session.catalog().storageSchema(table).schemaName(), table.name()));
  }

  /** Others go on reading the rows as they were until the transaction commits. */
  private void replaceRows(TableEntry table, MaterializedViewEntry view) {
    PlannedStatement plan = session.plan(StoredQueries.parse(view.sql()), List.of());
    deleteAll(table);
    fill(table, plan.plan());
  }

  private void deleteAll(TableEntry table) {
    TableRows.deleteAll(session, TableRows.target(session, table));
  }

  /** ALTER MATERIALIZED VIEW but for RENAME and SET SCHEMA. */
  String alter(AlterStatement.AlterTable alter) {
    QualifiedName name = alter.name();
    if (alter.ifExists() && Names.find(session, name) == null) {
      session.notice(Notice.notice("relation \"" + name.display() + "\" does not exist, skipping"));
      return ALTER_TAG;
    }
    Relation relation = Names.relation(session, name, LockMode.ACCESS_EXCLUSIVE);
    if (relation instanceof ViewEntry view
        && AggregateChanges.isAggregate(session.catalog(), view)) {
      alter.commands().forEach(each -> alterAggregate(view, each));
      return ALTER_TAG;
    }
    TableEntry table = Names.table(session, name, alter.kind(), LockMode.ACCESS_EXCLUSIVE);
    for (AlterTableCommand command : alter.commands()) {
      switch (command) {
        case AlterTableCommand.OwnerTo owner ->
            new RelationChanges(session).owner(table, owner.owner());
        case AlterTableCommand.RelationOptions options
            when options.options().stream().allMatch(each -> each.namespace() == null) -> {
          // Storage parameters mean nothing to this storage.
        }
        case AlterTableCommand.ColumnStatistics _, AlterTableCommand.ColumnStorage _ -> {
          // Nor do these.
        }
        default ->
            throw OrreryException.notSupported(
                    "this form of ALTER MATERIALIZED VIEW is not supported")
                .at(command.position());
      }
    }
    return ALTER_TAG;
  }

  private void alterAggregate(ViewEntry view, AlterTableCommand command) {
    var changes = new AggregateChanges(session);
    switch (command) {
      case AlterTableCommand.OwnerTo owner ->
          changes.owner(view, new RelationChanges(session).role(owner.owner()).oid());
      case AlterTableCommand.RelationOptions options when !options.reset() -> {
        List<Option> columnstore = changes.set(view, options.options());
        if (!columnstore.isEmpty()) {
          new ColumnstoreOptions(session, changes.table(view, LockMode.ACCESS_EXCLUSIVE))
              .run(new AlterTableCommand.RelationOptions(false, columnstore, options.position()));
        }
      }
      case AlterTableCommand.RelationOptions options ->
          new ColumnstoreOptions(session, changes.table(view, LockMode.ACCESS_EXCLUSIVE))
              .run(options);
      default ->
          throw OrreryException.notSupported(
                  "this form of ALTER MATERIALIZED VIEW is not supported")
              .at(command.position());
    }
  }
}
