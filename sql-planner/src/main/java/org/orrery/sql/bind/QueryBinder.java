package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.plan.Rels;

/** Binds queries: WITH, VALUES, set operations, ORDER BY and LIMIT around SELECT. */
final class QueryBinder {

  private final Analysis analysis;

  QueryBinder(Analysis analysis) {
    this.analysis = analysis;
  }

  /** Binds a query inside {@code outer}, which is null for a statement of its own. */
  QueryDraft bind(SelectStatement statement, @Nullable Scope outer) {
    switch (statement.body()) {
      case QueryBody.Select _ -> {}
      case QueryBody.Values _ -> RowLocking.refuse(statement.locking(), "VALUES");
      case QueryBody.SetOperation _, QueryBody.Nested _ ->
          RowLocking.refuse(statement.locking(), "UNION/INTERSECT/EXCEPT");
    }
    Scope scope = Scope.inside(analysis, outer);
    var with = statement.with();
    if (with != null) {
      new WithBinder(analysis, scope).bind(with);
    }
    QueryDraft draft =
        switch (statement.body()) {
          case QueryBody.Select select ->
              new SelectBinder(scope, select, statement.orderBy(), statement.locking()).bind();
          case QueryBody.Nested nested when statement.orderBy().isEmpty() ->
              QueryDraft.of(analysis, bind(nested.query(), scope).finish());
          case QueryBody.Values _, QueryBody.SetOperation _, QueryBody.Nested _ ->
              sorted(body(statement.body(), scope), statement.orderBy());
        };
    limit(statement, draft, scope);
    return draft;
  }

  /** An operand of a set operation, or VALUES. */
  QueryDraft body(QueryBody body, Scope scope) {
    return switch (body) {
      case QueryBody.Select select ->
          new SelectBinder(Scope.inside(analysis, scope), select, List.of(), List.of()).bind();
      case QueryBody.Values values -> values(values, scope);
      case QueryBody.SetOperation operation -> setOperation(operation, scope);
      case QueryBody.Nested nested -> bind(nested.query(), scope);
    };
  }

  /** ORDER BY of a set operation or VALUES: output columns only. */
  private QueryDraft sorted(QueryDraft body, List<SortItem> orderBy) {
    if (orderBy.isEmpty()) {
      return body;
    }
    BoundQuery query = body.finish();
    QueryDraft draft = QueryDraft.of(analysis, query);
    Scope scope = Scope.inside(analysis, null);
    scope.setItems(List.of(), query.rel().getRowType());
    for (SortItem item : orderBy) {
      int column = outputColumn(item.expression(), draft.columns());
      draft.sortBy(
          column,
          SortDirections.of(
              new OperatorResolver(analysis),
              item,
              draft.columns().get(column).value().type(),
              item.expression().position()));
    }
    return draft;
  }

  private int outputColumn(Expression expression, List<Target> columns) {
    if (expression instanceof Expression.ColumnRef reference
        && reference.names().size() == 1
        && !reference.star()) {
      String name = reference.names().getFirst();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name)) {
          return i;
        }
      }
      throw OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", name)
          .at(reference.position());
    }
    if (expression instanceof Expression.IntegerLiteral(int number, int position)) {
      if (number < 1 || number > columns.size()) {
        throw OrreryException.of(
                SqlState.INVALID_COLUMN_REFERENCE,
                "ORDER BY position %d is not in select list",
                number)
            .at(position);
      }
      return number - 1;
    }
    throw OrreryException.notSupported("invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
        .withDetail("Only result column names can be used, not expressions or functions.")
        .withHint(
            "Add the expression/function to every SELECT, or move the UNION into a FROM clause.")
        .at(Positions.start(expression));
  }

  private void limit(SelectStatement statement, QueryDraft draft, Scope scope) {
    RexNode offset = count(statement.offset(), Clause.OFFSET, scope);
    RexNode fetch = count(statement.limit(), Clause.LIMIT, scope);
    draft.limit(offset, fetch, statement.withTies());
  }

  private @Nullable RexNode count(@Nullable Expression expression, Clause clause, Scope scope) {
    if (expression == null) {
      return null;
    }
    Scope alone = Scope.inside(analysis, scope.parent);
    ExpressionBinder binder = ExpressionBinder.plain(alone, clause);
    Bound value;
    try {
      value = binder.bind(expression);
    } catch (OrreryException e) {
      if (e.state() == SqlState.UNDEFINED_COLUMN && expression instanceof Expression.ColumnRef) {
        throw OrreryException.of(
                SqlState.INVALID_COLUMN_REFERENCE,
                "argument of %s must not contain variables",
                clause.label())
            .at(expression.position());
      }
      throw e;
    }
    return analysis.fold(analysis.coercion.required(value, BuiltinTypes.INT8, clause.label()));
  }

  /** VALUES with columns of common types. */
  private QueryDraft values(QueryBody.Values values, Scope scope) {
    int width = values.rows().getFirst().size();
    var rows = new ArrayList<List<Bound>>();
    var binder = ExpressionBinder.plain(scope, Clause.VALUES);
    for (List<Expression> row : values.rows()) {
      List<Bound> bound = binder.bindAll(row);
      if (bound.size() != width) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length")
            .at(row.getFirst().position());
      }
      rows.add(bound);
    }
    Set<CorrelationId> correlations = scope.takeCorrelations();
    var columns = new ArrayList<Target>();
    var converted = new ArrayList<List<RexNode>>();
    rows.forEach(_ -> converted.add(new ArrayList<>()));
    if (rows.size() == 1) {
      for (int i = 0; i < width; i++) {
        columns.add(Target.of("column" + (i + 1), rows.getFirst().get(i)));
      }
      return new QueryDraft(analysis, Relations.oneRow(analysis), columns, width, correlations);
    }
    for (int i = 0; i < width; i++) {
      int column = i;
      List<Bound> all = rows.stream().map(row -> row.get(column)).toList();
      UnionTypes.Common common = UnionTypes.of(analysis.coercion, all, "VALUES");
      for (int row = 0; row < rows.size(); row++) {
        converted
            .get(row)
            .add(UnionTypes.convert(analysis.coercion, all.get(row), common.type(), "VALUES"));
      }
      RexNode any = converted.getFirst().get(i);
      columns.add(
          Target.of(
              "column" + (i + 1),
              new Bound.Value(any, common.type(), common.typmod(), all.getFirst().position())));
    }
    RelNode rel = rows(analysis, converted, columns);
    return QueryDraft.of(analysis, rel, columns);
  }

  /** Literal rows; those with subqueries as a union of projections, whose rules apply. */
  static RelNode rows(Analysis analysis, List<List<RexNode>> rows, List<Target> columns) {
    if (rows.stream().flatMap(List::stream).noneMatch(QueryBinder::hasSubquery)) {
      return new Rels.ValueRows(analysis.cluster, rows, Relations.rowType(analysis, columns));
    }
    List<String> names = columns.stream().map(Target::name).toList();
    var inputs = new ArrayList<RelNode>();
    rows.forEach(row -> inputs.add(Relations.project(Relations.oneRow(analysis), row, names)));
    return inputs.size() == 1 ? inputs.getFirst() : LogicalUnion.create(inputs, true);
  }

  static boolean hasSubquery(RexNode expression) {
    try {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public @Nullable Void visitSubQuery(RexSubQuery subquery) {
              throw org.apache.calcite.util.Util.FoundOne.NULL;
            }
          });
      return false;
    } catch (org.apache.calcite.util.Util.FoundOne _) {
      return true;
    }
  }

  private QueryDraft setOperation(QueryBody.SetOperation operation, Scope scope) {
    String construct = operation.operator().name();
    QueryDraft left = body(operation.left(), scope);
    QueryDraft right = body(operation.right(), scope);
    SetOperands operands = unify(construct, left, right, operation);
    List<RelNode> inputs = List.of(operands.left(), operands.right());
    boolean all = operation.all();
    RelNode rel =
        switch (operation.operator()) {
          case UNION -> LogicalUnion.create(inputs, all);
          case INTERSECT -> LogicalIntersect.create(inputs, all);
          case EXCEPT -> LogicalMinus.create(inputs, all);
        };
    if (!all) {
      var operators = new OperatorResolver(analysis);
      for (Target column : operands.columns()) {
        operators.requireEquality(column.value().type(), column.value().position());
      }
    }
    return QueryDraft.of(analysis, rel, operands.columns());
  }

  /** Both sides of a set operation with columns of the same types. */
  record SetOperands(RelNode left, RelNode right, List<Target> columns) {}

  SetOperands unify(
      String construct, QueryDraft left, QueryDraft right, QueryBody.SetOperation operation) {
    int width = left.columns().size();
    if (width != right.columns().size()) {
      int position =
          right.columns().isEmpty()
              ? operation.right().position()
              : right.columns().getFirst().value().position();
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR,
              "each %s query must have the same number of columns",
              construct)
          .at(position);
    }
    var commons = new ArrayList<UnionTypes.Common>();
    for (int i = 0; i < width; i++) {
      Bound a = left.columns().get(i).value();
      Bound b = right.columns().get(i).value();
      UnionTypes.Common common = UnionTypes.of(analysis.coercion, List.of(a, b), construct);
      commons.add(common);
      settle(left, i, a, common, construct);
      settle(right, i, b, common, construct);
    }
    BoundQuery leftQuery = left.finish();
    BoundQuery rightQuery = right.finish();
    var columns = new ArrayList<Target>();
    for (int i = 0; i < width; i++) {
      Target column = leftQuery.columns().get(i);
      columns.add(
          new Target(
              column.name(),
              new Bound.Value(
                  analysis.rex.makeInputRef(leftQuery.rel(), i),
                  commons.get(i).type(),
                  commons.get(i).typmod(),
                  column.value().position()),
              0,
              0));
    }
    return new SetOperands(
        converted(leftQuery, commons, construct),
        converted(rightQuery, commons, construct),
        columns);
  }

  private void settle(
      QueryDraft draft, int column, Bound value, UnionTypes.Common common, String construct) {
    if (value.isUnknown()) {
      RexNode rex = UnionTypes.convert(analysis.coercion, value, common.type(), construct);
      draft.setValue(column, new Bound.Value(rex, common.type(), -1, value.position()));
    }
  }

  private RelNode converted(BoundQuery query, List<UnionTypes.Common> commons, String construct) {
    var expressions = new ArrayList<RexNode>();
    for (int i = 0; i < commons.size(); i++) {
      expressions.add(
          UnionTypes.convert(
              analysis.coercion, query.columns().get(i).value(), commons.get(i).type(), construct));
    }
    return Relations.project(query.rel(), expressions, query.names());
  }
}
