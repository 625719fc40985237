package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.parser.ast.DdlStatement.CreateTableAs;
import org.orrery.sql.parser.ast.DdlStatement.OnCommit;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.SessionAccess;

/** CREATE TABLE AS and SELECT INTO. */
final class CreateTableAsCommand {

  private final SessionAccess session;

  CreateTableAsCommand(SessionAccess session) {
    this.session = session;
  }

  /** SELECT … INTO as the CREATE TABLE AS that it stands for. */
  static CreateTableAs ofSelectInto(SelectStatement select) {
    if (select.body() instanceof QueryBody.Select body && body.into() != null) {
      var plain =
          new QueryBody.Select(
              body.distinct(),
              body.targets(),
              null,
              body.from(),
              body.where(),
              body.groupBy(),
              body.having(),
              body.windows(),
              body.position());
      var query =
          new SelectStatement(
              select.with(),
              plain,
              select.orderBy(),
              select.limit(),
              select.withTies(),
              select.offset(),
              select.locking(),
              select.position());
      return new CreateTableAs(
          body.into().table(),
          false,
          body.into().persistence(),
          false,
          List.of(),
          null,
          List.of(),
          OnCommit.NOT_SET,
          null,
          query,
          true,
          select.position());
    }
    throw CommandRunner.unsupported("SELECT INTO", select);
  }

  String run(CreateTableAs create) {
    if (create.persistence() != Persistence.PERMANENT) {
      throw CommandRunner.unsupported("CREATE TEMPORARY TABLE", create);
    }
    if (!(create.query() instanceof SelectStatement query)) {
      throw CommandRunner.unsupported("CREATE TABLE AS EXECUTE", create);
    }
    SchemaEntry schema = Names.creationSchema(session, create.name());
    String name = create.name().name();
    if (Names.isThere(session, schema.oid(), name, create.ifNotExists())) {
      return "CREATE TABLE AS";
    }
    PlannedStatement plan = session.plan(query, List.of());
    TableEntry table = table(session, create, schema, plan);
    session.apply(
        new CatalogChange(session.catalog())
            .dependOn(schema)
            .createStorage(table.storageId())
            .put(table));
    return create.withData() ? "SELECT " + fill(table, plan.plan()) : "CREATE TABLE AS";
  }

  /** A table with the columns of a query. */
  static TableEntry table(
      SessionAccess session, CreateTableAs create, SchemaEntry schema, PlannedStatement plan) {
    List<ResultColumn> results = plan.columns() == null ? List.of() : plan.columns();
    if (create.columns().size() > results.size()) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "too many column names were specified");
    }
    var columns = new ArrayList<ColumnEntry>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < results.size(); i++) {
      ResultColumn result = results.get(i);
      String name = i < create.columns().size() ? create.columns().get(i) : result.name();
      if (!seen.add(name)) {
        throw OrreryException.of(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
      }
      columns.add(new ColumnEntry(i + 1, name, result.type(), result.typmod(), false, null, null));
    }
    var oids = new TableCommands.OidRange(session.tables().catalog().allocateOids(2));
    return new TableEntry(
        oids.next(),
        schema.oid(),
        create.name().name(),
        SystemSchemas.POSTGRES_ROLE,
        Integer.toUnsignedLong(oids.next()),
        1,
        columns,
        columns.size(),
        List.of(),
        null);
  }

  private long fill(TableEntry table, PhysicalPlan rows) {
    return TableRows.insert(session, TableRows.target(session, table), rows);
  }
}
