package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.bind.BindContext;
import org.orrery.sql.bind.Binder;
import org.orrery.sql.bind.BoundStatement;
import org.orrery.sql.bind.StoredExpressions;
import org.orrery.sql.bind.TableExpressionBinder;
import org.orrery.sql.bind.TypeResolver;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.PlannedStatement.Dependency;
import org.orrery.sql.session.PlanningContext;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.StatementPlanner;

/** Binds and plans statements for sessions. Thread-safe. */
public final class SqlPlanner implements StatementPlanner {

  private final Planner planner;
  private final String databaseName;

  /**
   * A planner for a database.
   *
   * @param statistics sizes to choose by
   * @param databaseName for names of three parts
   */
  public SqlPlanner(TableStatistics statistics, String databaseName) {
    this.planner = new Planner(statistics);
    this.databaseName = databaseName;
  }

  @Override
  public PlannedStatement plan(
      PreparableStatement statement,
      List<@Nullable SqlType> parameterTypes,
      PlanningContext context) {
    BoundStatement bound = Binder.bind(statement, bindContext(parameterTypes, context));
    PhysicalPlan plan = planner.plan(bound.rel(), context.catalog());
    List<ResultColumn> columns = null;
    if (bound.kind() == BoundStatement.Kind.SELECT || !bound.columns().isEmpty()) {
      columns = bound.columns().stream().map(SqlPlanner::column).toList();
    }
    return new PlannedStatement(
        kind(bound.kind()),
        plan,
        columns,
        bound.parameterTypes(),
        dependencies(bound, context.catalog()));
  }

  private BindContext bindContext(List<@Nullable SqlType> parameterTypes, PlanningContext context) {
    return new BindContext(
        context.catalog(),
        context.searchPath(),
        parameterTypes,
        true,
        context.evaluation().format(),
        databaseName,
        context.calledAt());
  }

  private static PlannedStatement.Kind kind(BoundStatement.Kind kind) {
    return switch (kind) {
      case SELECT -> PlannedStatement.Kind.SELECT;
      case INSERT -> PlannedStatement.Kind.INSERT;
      case UPDATE -> PlannedStatement.Kind.UPDATE;
      case DELETE -> PlannedStatement.Kind.DELETE;
    };
  }

  private static ResultColumn column(BoundStatement.OutputColumn column) {
    return new ResultColumn(
        column.name(),
        column.tableOid(),
        column.columnNumber(),
        column.type(),
        column.typmod(),
        (short) 0);
  }

  private static List<Dependency> dependencies(BoundStatement bound, Catalog catalog) {
    var relations = new ArrayList<Dependency>();
    bound
        .dependencies()
        .forEach(
            (oid, mode) -> {
              Relation relation = catalog.relation(oid);
              if (relation != null) {
                relations.add(new Dependency(relation, mode));
              }
            });
    return relations;
  }

  @Override
  public TableExpressions tableExpressions(TableEntry table, PlanningContext context) {
    TableExpressionBinder.TableRex bound =
        TableExpressionBinder.bind(table, bindContext(List.of(), context));
    var defaults = new ArrayList<@Nullable Expr>();
    for (RexNode value : bound.defaults()) {
      defaults.add(
          value == null
              ? null
              : RowExpressions.lower(List.of(value), bound.rex(), context.catalog()).getFirst());
    }
    List<Expr> conditions = RowExpressions.lower(bound.checks(), bound.rex(), context.catalog());
    var checks = new ArrayList<TableTarget.Check>();
    for (int i = 0; i < conditions.size(); i++) {
      checks.add(new TableTarget.Check(table.checks().get(i).name(), conditions.get(i)));
    }
    List<TableTarget.Computed> computed =
        bound.computed().stream()
            .map(each -> each.lowered(bound.rex(), context.catalog()))
            .toList();
    return new TableExpressions(defaults, computed, checks);
  }

  @Override
  public void checkWritten(TableEntry table, WrittenExpressions written, PlanningContext context) {
    TableExpressionBinder.checkWritten(
        table, written.defaults(), written.checks(), bindContext(List.of(), context));
  }

  @Override
  public TableEntry typed(TableEntry table, PlanningContext context) {
    return StoredExpressions.typed(table, bindContext(List.of(), context));
  }

  @Override
  public IndexExpression indexExpression(
      TableEntry table, Expression written, boolean isPredicate, PlanningContext context) {
    return StoredExpressions.ofIndex(table, written, isPredicate, bindContext(List.of(), context));
  }

  @Override
  public TypeReference type(TypeName name, PlanningContext context) {
    TypeResolver.TypeReference type =
        new TypeResolver(context.catalog(), context.searchPath()).resolve(name);
    return new TypeReference(type.type(), type.typmod());
  }
}
