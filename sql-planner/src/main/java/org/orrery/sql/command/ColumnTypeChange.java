package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.function.CastDef;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.AlterTableCommand.AlterColumnType;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.session.PlanningContext;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.session.StatementPlanner.IndexExpression;
import org.orrery.sql.session.StatementPlanner.TypeReference;

/**
 * ALTER COLUMN … TYPE. What only widens a text is a change of the catalog; anything else puts the
 * table's rows, converted, into a new storage.
 */
final class ColumnTypeChange {

  private final SessionAccess session;

  ColumnTypeChange(SessionAccess session) {
    this.session = session;
  }

  /** Changes a column's type; its errors have no place, since they may be of stored expressions. */
  void run(TableEntry table, ColumnEntry column, AlterColumnType alter) {
    try {
      change(table, column, alter);
    } catch (OrreryException e) {
      throw e.at(OrreryException.NO_POSITION);
    }
  }

  private void change(TableEntry table, ColumnEntry column, AlterColumnType alter) {
    TypeReference type = session.planner().type(alter.type(), session.planning());
    refuse(table, column, alter, type.type());
    var changed = column.withType(type.type(), type.typmod()).withMissing(null);
    if (alter.using() == null && isWidening(column, type)) {
      var widened = column.withType(type.type(), type.typmod());
      session.apply(
          new CatalogChange(session.catalog()).put(typed(table.withColumn(widened).nextVersion())));
      new ForeignKeyCommands(session).recheck(table, changed);
      return;
    }
    long storage = session.tables().catalog().allocateOids(1);
    TableEntry after = typed(table.withColumn(changed).withStorage(storage).nextVersion());
    PhysicalPlan rows = rows(table, column, after, alter.using());
    var catalogChange =
        new CatalogChange(session.catalog())
            .put(after)
            .createStorage(storage)
            .dropStorage(table.storageId());
    for (IndexEntry index : session.catalog().indexes(table.oid())) {
      if (!index.isPlain()) {
        catalogChange.put(retyped(after, index));
      }
    }
    session.apply(catalogChange);
    TableRows.insert(session, TableRows.target(session, after), rows);
    var checks = new RowChecks(session);
    after.checks().forEach(check -> checks.check(after, check));
    new ForeignKeyCommands(session).recheck(after, changed);
  }

  /** An index on expressions as they are over the changed table. */
  private IndexEntry retyped(TableEntry after, IndexEntry index) {
    var keys = new ArrayList<IndexEntry.Key>();
    for (IndexEntry.Key key : index.keys()) {
      String sql = key.expressionSql();
      if (sql == null) {
        keys.add(key);
      } else {
        IndexExpression typed =
            session
                .planner()
                .indexExpression(after, Constants.parsed(sql), false, session.planning());
        keys.add(key.withExpression(typed.sql(), typed.type()));
      }
    }
    return index.withKeys(keys, index.predicateSql());
  }

  private TableEntry typed(TableEntry table) {
    return session.planner().typed(table, session.planning());
  }

  private void refuse(TableEntry table, ColumnEntry column, AlterColumnType alter, SqlType type) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null && hypertable.isPartitionedBy(column.number())) {
      throw OrreryException.notSupported(
              "changing the type of a partitioning column is not supported")
          .at(alter.position());
    }
    if (alter.collation() != null) {
      throw OrreryException.notSupported("COLLATE is not supported in ALTER TABLE")
          .at(alter.position());
    }
    if (type.variety() == SqlType.Variety.PSEUDO) {
      throw OrreryException.of(
          SqlState.INVALID_TABLE_DEFINITION,
          "column \"%s\" has pseudo-type %s",
          column.name(),
          TypeNames.format(type, Typmods.NONE));
    }
    List<CatalogEntry> views = new StoredQueries(session).readingColumn(table, column);
    if (!views.isEmpty()) {
      throw OrreryException.notSupported("cannot alter type of a column used by a view or rule")
          .withDetail(
              "rule _RETURN on view "
                  + views.getFirst().name()
                  + " depends on column \""
                  + column.name()
                  + "\"");
    }
    for (ColumnEntry each : table.columns()) {
      if (ColumnReferences.isIn(each, column)) {
        throw OrreryException.notSupported(
                "cannot alter type of a column used by a generated column")
            .withDetail(
                "Column \""
                    + column.name()
                    + "\" is used by generated column \""
                    + each.name()
                    + "\".");
      }
    }
    if (alter.using() != null && column.isGenerated()) {
      throw OrreryException.of(
              SqlState.INVALID_COLUMN_DEFINITION,
              "cannot specify USING when altering type of generated column")
          .withDetail("Column \"" + column.name() + "\" is a generated column.");
    }
    if (alter.using() == null && !isAssignable(column.type(), type)) {
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "column \"%s\" cannot be cast automatically to type %s",
              column.name(),
              TypeNames.format(type, Typmods.NONE))
          .withHint(
              "You might need to specify \"USING "
                  + Deparser.identifier(column.name())
                  + "::"
                  + TypeNames.format(
                      type, session.planner().type(alter.type(), session.planning()).typmod())
                  + "\".");
    }
  }

  /** Whether a value is converted without being asked for when it is stored. */
  private boolean isAssignable(SqlType from, SqlType to) {
    if (from == to || to.category() == 'S') {
      return true;
    }
    CastDef cast = session.catalog().functions().cast(from, to);
    return cast != null && cast.context() != CastDef.Context.EXPLICIT;
  }

  /** Whether all values are values of the new type as they are stored. */
  private static boolean isWidening(ColumnEntry column, TypeReference type) {
    boolean isText =
        (column.type() == BuiltinTypes.TEXT || column.type() == BuiltinTypes.VARCHAR)
            && (type.type() == BuiltinTypes.TEXT || type.type() == BuiltinTypes.VARCHAR);
    return isText
        && (type.typmod() == Typmods.NONE
            || (column.typmod() != Typmods.NONE && column.typmod() <= type.typmod()));
  }

  /** The table's rows with the column's values converted as an INSERT converts them. */
  private PhysicalPlan rows(
      TableEntry before, ColumnEntry column, TableEntry after, @Nullable Expression using) {
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (ColumnEntry each : before.columns()) {
      String name = Deparser.identifier(each.name());
      names.add(name);
      values.add(
          using != null && each.number() == column.number() ? Deparser.expression(using) : name);
    }
    // The table of the new type under a name of its own, for the planner alone.
    int oid = (int) session.tables().catalog().allocateOids(1);
    TableEntry renamed =
        new TableEntry(
            oid,
            after.schemaOid(),
            "pg_temp_" + Integer.toUnsignedString(oid),
            after.ownerOid(),
            after.storageId(),
            after.version(),
            after.columns().stream().map(ColumnTypeChange::bare).toList(),
            after.lastColumnNumber(),
            List.of(),
            null);
    var checks = new RowChecks(session);
    String sql =
        "INSERT INTO "
            + checks.name(renamed)
            + " ("
            + String.join(", ", names)
            + ") SELECT "
            + String.join(", ", values)
            + " FROM "
            + checks.name(before);
    var catalog = new CatalogChange(session.catalog()).put(renamed).appliedTo(session.catalog());
    var context =
        new PlanningContext(catalog, session.searchPath(), session.planning().evaluation());
    if (PgParser.parse(sql).getFirst().statement() instanceof PreparableStatement insert
        && session.planner().plan(insert, List.of(), context).plan()
            instanceof PhysicalPlan.Modify modify) {
      return modify.input();
    }
    throw Invariant.broken("not an INSERT: " + sql);
  }

  private static ColumnEntry bare(ColumnEntry column) {
    return new ColumnEntry(
        column.number(), column.name(), column.type(), column.typmod(), false, null, null);
  }
}
