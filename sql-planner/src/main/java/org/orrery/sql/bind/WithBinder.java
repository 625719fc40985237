package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.WithClause;
import org.orrery.sql.parser.ast.WithClause.CommonTableExpression;
import org.orrery.sql.plan.Rels;

/** Binds WITH: each common table expression once, to be read where it is named. */
final class WithBinder {

  private final Analysis analysis;
  private final Scope scope;

  WithBinder(Analysis analysis, Scope scope) {
    this.analysis = analysis;
    this.scope = scope;
  }

  void bind(WithClause with) {
    for (CommonTableExpression expression : with.ctes()) {
      if (scope.defines(expression.name())) {
        throw OrreryException.of(
                SqlState.DUPLICATE_ALIAS,
                "WITH query name \"%s\" specified more than once",
                expression.name())
            .at(expression.position());
      }
      if (!(expression.statement() instanceof SelectStatement query)) {
        throw OrreryException.notSupported(
                "data-modifying statements in WITH are not supported yet")
            .at(expression.position());
      }
      if (expression.search() != null || expression.cycle() != null) {
        throw OrreryException.notSupported("SEARCH and CYCLE are not supported yet")
            .at(expression.position());
      }
      QueryBody.SetOperation recursion = with.recursive() ? recursion(query) : null;
      scope.define(
          recursion == null ? plain(expression, query) : recursive(expression, query, recursion));
    }
  }

  private static QueryBody.@org.jspecify.annotations.Nullable SetOperation recursion(
      SelectStatement query) {
    return query.body() instanceof QueryBody.SetOperation operation
            && operation.operator() == QueryBody.SetOperator.UNION
        ? operation
        : null;
  }

  private CommonTable plain(CommonTableExpression expression, SelectStatement query) {
    BoundQuery bound = new QueryBinder(analysis).bind(query, scope).finish();
    List<Target> columns = renamed(expression, bound.columns());
    return CommonTable.of(expression.name(), bound.rel(), columns, spool(expression, bound.rel()));
  }

  /** The number of the shared result; -1 when it must be computed per outer row or is inlined. */
  private int spool(CommonTableExpression expression, RelNode rel) {
    boolean isInlined = Boolean.FALSE.equals(expression.materialized());
    if (isInlined || !RelOptUtil.getVariablesUsed(rel).isEmpty()) {
      return -1;
    }
    int number = analysis.nextNumber();
    if (Boolean.TRUE.equals(expression.materialized())) {
      analysis.materialized.add(number);
    }
    return number;
  }

  private static List<Target> renamed(CommonTableExpression expression, List<Target> columns) {
    if (expression.columns().size() > columns.size()) {
      throw OrreryException.of(
              SqlState.INVALID_COLUMN_REFERENCE,
              "WITH query \"%s\" has %d columns available but %d columns specified",
              expression.name(),
              columns.size(),
              expression.columns().size())
          .at(expression.position());
    }
    var renamed = new ArrayList<Target>();
    for (int i = 0; i < columns.size(); i++) {
      renamed.add(
          i < expression.columns().size()
              ? columns.get(i).withName(expression.columns().get(i))
              : columns.get(i));
    }
    return renamed;
  }

  private CommonTable recursive(
      CommonTableExpression expression, SelectStatement query, QueryBody.SetOperation union) {
    var queries = new QueryBinder(analysis);
    Scope inside = Scope.inside(analysis, scope);
    var inner = query.with();
    if (inner != null) {
      new WithBinder(analysis, inside).bind(inner);
    }
    inside.define(CommonTable.forbidden(expression.name()));
    BoundQuery initial = queries.body(union.left(), inside).finish();
    List<Target> columns = renamed(expression, initial.columns());
    int number = analysis.nextNumber();
    var workTable =
        new Rels.WorkTable(analysis.cluster, number, Relations.rowType(analysis, columns));
    CommonTable self =
        CommonTable.workTable(
            expression.name(), workTable, Relations.references(analysis, workTable, columns));
    inside.define(self);
    QueryDraft left = QueryDraft.of(analysis, initial);
    QueryDraft right = queries.body(union.right(), inside);
    QueryBinder.SetOperands operands = queries.unify("UNION", left, right, union);
    for (int i = 0; i < columns.size(); i++) {
      checkType(expression, i, columns.get(i), operands.columns().get(i));
    }
    if (!query.orderBy().isEmpty() || query.limit() != null || query.offset() != null) {
      throw OrreryException.notSupported(
              "ORDER BY, LIMIT and OFFSET in a recursive query are not implemented")
          .at(expression.position());
    }
    RelNode rel = new Rels.RecursiveUnion(operands.left(), operands.right(), number, union.all());
    return CommonTable.of(
        expression.name(),
        rel,
        Relations.references(analysis, rel, columns),
        spool(expression, rel));
  }

  private static void checkType(
      CommonTableExpression expression, int index, Target initial, Target overall) {
    if (initial.value().type() == overall.value().type()) {
      return;
    }
    throw OrreryException.of(
            SqlState.DATATYPE_MISMATCH,
            "recursive query \"%s\" column %d has type %s in non-recursive term but type %s"
                + " overall",
            expression.name(),
            index + 1,
            TypeNames.format(initial.value().type(), -1),
            TypeNames.format(overall.value().type(), -1))
        .withHint("Cast the output of the non-recursive term to the correct type.")
        .at(initial.value().position());
  }
}
