package org.orrery.sql.parser;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.QueryBody.GroupingElement;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.SelectStatement.LockingClause;
import org.orrery.sql.parser.ast.TableElement.ColumnDefinition;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.WindowDefinition;
import org.orrery.sql.parser.ast.WithClause;
import org.orrery.sql.parser.ast.WithClause.CommonTableExpression;

/** Writes queries for {@link Deparser}: over several lines, or on one when nested. */
final class QueryDeparser {

  private final StringBuilder out;
  private final ExpressionDeparser expressions;
  private final boolean lines;

  QueryDeparser(StringBuilder out, ExpressionDeparser expressions, boolean lines) {
    this.out = out;
    this.expressions = expressions;
    this.lines = lines;
  }

  void append(SelectStatement query) {
    if (query.with() != null) {
      with(query.with());
    }
    body(query.body());
    if (!query.orderBy().isEmpty()) {
      clause("\n  ");
      expressions.orderBy(query.orderBy());
    }
    if (query.limit() != null && !query.withTies()) {
      clause("\n LIMIT ");
      expressions.append(query.limit());
    }
    if (query.offset() != null) {
      clause("\n OFFSET ");
      expressions.append(query.offset());
    }
    if (query.limit() != null && query.withTies()) {
      clause("\n FETCH FIRST ");
      out.append('(');
      expressions.append(query.limit());
      out.append(") ROWS WITH TIES");
    }
    query.locking().forEach(this::locking);
  }

  /** A clause's start; on one line its line break is a space. */
  private void clause(String text) {
    out.append(lines ? text : " " + text.stripLeading());
  }

  private void locking(LockingClause locking) {
    clause("\n FOR ");
    out.append(locking.strength().name().replace('_', ' '));
    for (int i = 0; i < locking.of().size(); i++) {
      out.append(i == 0 ? " OF " : ", ");
      out.append(Deparser.qualifiedName(locking.of().get(i).parts()));
    }
    switch (locking.lockWait()) {
      case NOWAIT -> out.append(" NOWAIT");
      case SKIP_LOCKED -> out.append(" SKIP LOCKED");
      case BLOCK -> {}
    }
  }

  private void nested(SelectStatement query) {
    out.append('(');
    new QueryDeparser(out, expressions, false).append(query);
    out.append(')');
  }

  private void columns(List<String> columns) {
    if (columns.isEmpty()) {
      return;
    }
    out.append('(');
    for (int i = 0; i < columns.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(Deparser.identifier(columns.get(i)));
    }
    out.append(')');
  }

  private void with(WithClause with) {
    out.append(lines ? " WITH " : "WITH ").append(with.recursive() ? "RECURSIVE " : "");
    for (int i = 0; i < with.ctes().size(); i++) {
      CommonTableExpression cte = with.ctes().get(i);
      out.append(i == 0 ? "" : ", ").append(Deparser.identifier(cte.name()));
      columns(cte.columns());
      out.append(" AS ");
      if (cte.materialized() != null) {
        out.append(cte.materialized() ? "MATERIALIZED " : "NOT MATERIALIZED ");
      }
      if (!(cte.statement() instanceof SelectStatement query)) {
        throw OrreryException.notSupported("data-modifying statements in WITH of a view")
            .at(cte.position());
      }
      nested(query);
      searchAndCycle(cte);
    }
    out.append(lines ? "\n" : " ");
  }

  private void searchAndCycle(CommonTableExpression cte) {
    if (cte.search() != null) {
      out.append(" SEARCH ").append(cte.search().breadthFirst() ? "BREADTH" : "DEPTH");
      out.append(" FIRST BY ").append(names(cte.search().columns()));
      out.append(" SET ").append(Deparser.identifier(cte.search().sequenceColumn()));
    }
    if (cte.cycle() != null) {
      out.append(" CYCLE ").append(names(cte.cycle().columns()));
      out.append(" SET ").append(Deparser.identifier(cte.cycle().markColumn())).append(" TO ");
      expressions.append(cte.cycle().markValue());
      out.append(" DEFAULT ");
      expressions.append(cte.cycle().markDefault());
      out.append(" USING ").append(Deparser.identifier(cte.cycle().pathColumn()));
    }
  }

  private static String names(List<String> names) {
    return String.join(", ", names.stream().map(Deparser::identifier).toList());
  }

  // ---- bodies

  private void body(QueryBody body) {
    switch (body) {
      case QueryBody.Select select -> select(select);
      case QueryBody.Values values -> values(values);
      case QueryBody.SetOperation operation -> setOperation(operation);
      case QueryBody.Nested nested -> nested(nested.query());
    }
  }

  private void setOperation(QueryBody.SetOperation operation) {
    operand(operation.left());
    clause("\n");
    out.append(operation.operator()).append(operation.all() ? " ALL" : "");
    out.append(lines ? "\n" : " ");
    operand(operation.right());
  }

  /** Operands of set operations are in parentheses when they are set operations themselves. */
  private void operand(QueryBody body) {
    if (body instanceof QueryBody.SetOperation) {
      out.append('(');
      new QueryDeparser(out, expressions, false).body(body);
      out.append(')');
    } else {
      body(body);
    }
  }

  private void values(QueryBody.Values values) {
    out.append(lines ? " VALUES " : "VALUES ");
    for (int i = 0; i < values.rows().size(); i++) {
      out.append(i == 0 ? "(" : ", (");
      expressions.appendList(values.rows().get(i));
      out.append(')');
    }
  }

  private void select(QueryBody.Select select) {
    out.append(lines ? " SELECT" : "SELECT");
    if (select.distinct().isDistinct()) {
      out.append(" DISTINCT");
      if (!select.distinct().on().isEmpty()) {
        out.append(" ON (");
        expressions.appendList(select.distinct().on());
        out.append(')');
      }
    }
    targets(select.targets());
    for (int i = 0; i < select.from().size(); i++) {
      if (i == 0) {
        clause("\n   FROM ");
      } else {
        out.append(lines ? ",\n    " : ", ");
      }
      tableRef(select.from().get(i));
    }
    if (select.where() != null) {
      clause("\n  WHERE ");
      expressions.append(select.where());
    }
    if (select.groupBy() != null) {
      clause("\n  GROUP BY ");
      out.append(select.groupBy().distinct() ? "DISTINCT " : "");
      grouping(select.groupBy().elements());
    }
    if (select.having() != null) {
      clause("\n HAVING ");
      expressions.append(select.having());
    }
    for (int i = 0; i < select.windows().size(); i++) {
      WindowDefinition window = select.windows().get(i);
      if (i == 0) {
        clause("\n  WINDOW ");
      } else {
        out.append(", ");
      }
      out.append(Deparser.identifier(String.valueOf(window.name()))).append(" AS ");
      expressions.specification(window);
    }
  }

  private void targets(List<TargetItem> targets) {
    for (int i = 0; i < targets.size(); i++) {
      TargetItem target = targets.get(i);
      if (i == 0) {
        out.append(' ');
      } else {
        out.append(lines ? ",\n    " : ", ");
      }
      expressions.append(target.expression());
      if (target.alias() != null) {
        out.append(" AS ").append(Deparser.identifier(target.alias()));
      }
    }
  }

  private void grouping(List<GroupingElement> elements) {
    for (int i = 0; i < elements.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      switch (elements.get(i)) {
        case GroupingElement.GroupingExpression e -> groupingExpression(e.expression());
        case GroupingElement.EmptyGroupingSet _ -> out.append("()");
        case GroupingElement.Rollup e -> groupingList("ROLLUP(", e.expressions());
        case GroupingElement.Cube e -> groupingList("CUBE(", e.expressions());
        case GroupingElement.GroupingSets e -> {
          out.append("GROUPING SETS (");
          grouping(e.sets());
          out.append(')');
        }
      }
    }
  }

  private void groupingList(String open, List<Expression> list) {
    out.append(open);
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      groupingExpression(list.get(i));
    }
    out.append(')');
  }

  /** (a, b) is a list of columns here and must not become ROW(a, b). */
  private void groupingExpression(Expression expression) {
    if (expression instanceof Expression.Row row && !row.explicit()) {
      out.append('(');
      expressions.appendList(row.fields());
      out.append(')');
    } else {
      expressions.append(expression);
    }
  }

  // ---- FROM

  private void tableRef(TableRef ref) {
    switch (ref) {
      case TableRef.Relation relation -> relation(relation);
      case TableRef.Subquery subquery -> {
        out.append(subquery.lateral() ? "LATERAL " : "");
        nested(subquery.query());
        alias(subquery.alias());
      }
      case TableRef.Function function -> function(function);
      case TableRef.Join join -> join(join);
    }
  }

  private void alias(TableRef.@org.jspecify.annotations.Nullable Alias alias) {
    if (alias != null) {
      out.append(' ').append(Deparser.identifier(alias.name()));
      columns(alias.columns());
    }
  }

  private void relation(TableRef.Relation relation) {
    out.append(relation.only() ? "ONLY " : "");
    out.append(Deparser.qualifiedName(relation.name().parts()));
    alias(relation.alias());
    if (relation.sample() != null) {
      TableRef.TableSample sample = relation.sample();
      out.append(" TABLESAMPLE ").append(Deparser.qualifiedName(sample.method().parts()));
      out.append(" (");
      expressions.appendList(sample.arguments());
      out.append(')');
      if (sample.repeatable() != null) {
        out.append(" REPEATABLE (");
        expressions.append(sample.repeatable());
        out.append(')');
      }
    }
  }

  private void function(TableRef.Function function) {
    out.append(function.lateral() ? "LATERAL " : "")
        .append(function.rowsFrom() ? "ROWS FROM(" : "");
    for (int i = 0; i < function.functions().size(); i++) {
      TableRef.TableFunction item = function.functions().get(i);
      out.append(i == 0 ? "" : ", ");
      expressions.append(item.call());
      if (!item.columnDefinitions().isEmpty()) {
        out.append(" AS ");
        definitions(item.columnDefinitions());
      }
    }
    out.append(function.rowsFrom() ? ")" : "");
    out.append(function.withOrdinality() ? " WITH ORDINALITY" : "");
    alias(function.alias());
    if (!function.columnDefinitions().isEmpty()) {
      out.append(function.alias() == null ? " AS " : "");
      definitions(function.columnDefinitions());
    }
  }

  private void definitions(List<ColumnDefinition> columns) {
    out.append('(');
    for (int i = 0; i < columns.size(); i++) {
      ColumnDefinition column = columns.get(i);
      out.append(i == 0 ? "" : ", ").append(Deparser.identifier(column.name()));
      if (column.type() != null) {
        out.append(' ').append(Deparser.typeName(column.type()));
      }
      if (column.collation() != null) {
        out.append(" COLLATE ").append(Deparser.qualifiedName(column.collation().parts()));
      }
    }
    out.append(')');
  }

  private void join(TableRef.Join join) {
    if (join.alias() != null) {
      out.append('(');
    }
    tableRef(join.left());
    clause("\n     ");
    out.append(join.natural() ? "NATURAL " : "");
    out.append(join.type() == TableRef.JoinType.INNER ? "" : join.type() + " ").append("JOIN ");
    boolean parenthesised = join.right() instanceof TableRef.Join right && right.alias() == null;
    out.append(parenthesised ? "(" : "");
    tableRef(join.right());
    out.append(parenthesised ? ")" : "");
    if (!join.using().isEmpty()) {
      out.append(" USING (").append(names(join.using())).append(')');
      if (join.usingAlias() != null) {
        out.append(" AS ").append(Deparser.identifier(join.usingAlias()));
      }
    }
    if (join.condition() != null) {
      out.append(" ON (");
      expressions.append(join.condition());
      out.append(')');
    }
    if (join.alias() != null) {
      out.append(')');
      alias(join.alias());
    }
  }
}
