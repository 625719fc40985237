package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query is made of before ORDER BY and LIMIT. */
public sealed interface QueryBody extends AstNode {

  /**
   * SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW. {@code TABLE t} is {@code SELECT * FROM t}.
   *
   * @param targets may be empty, as PostgreSQL allows
   */
  record Select(
      Distinct distinct,
      List<TargetItem> targets,
      @Nullable IntoClause into,
      List<TableRef> from,
      @Nullable Expression where,
      @Nullable GroupBy groupBy,
      @Nullable Expression having,
      List<WindowDefinition> windows,
      int position)
      implements QueryBody {}

  /** VALUES (…), (…): every row has at least one expression; rows may differ in length here. */
  record Values(List<List<Expression>> rows, int position) implements QueryBody {}

  /** UNION, INTERSECT or EXCEPT; chains of the same level are left-deep. */
  record SetOperation(
      SetOperator operator, boolean all, QueryBody left, QueryBody right, int position)
      implements QueryBody {}

  /** A parenthesised query that carries clauses of its own. */
  record Nested(SelectStatement query, int position) implements QueryBody {}

  /** The set operators. */
  enum SetOperator {
    UNION,
    INTERSECT,
    EXCEPT
  }

  /** ALL, DISTINCT or DISTINCT ON (expressions). */
  record Distinct(boolean isDistinct, List<Expression> on) {

    /** SELECT [ALL]. */
    public static final Distinct NONE = new Distinct(false, List.of());

    /** SELECT DISTINCT. */
    public static final Distinct ROWS = new Distinct(true, List.of());
  }

  /** SELECT … INTO [TEMP] table. */
  record IntoClause(QualifiedName table, Persistence persistence, int position)
      implements AstNode {}

  /** GROUP BY [DISTINCT] elements; never empty. */
  record GroupBy(boolean distinct, List<GroupingElement> elements, int position)
      implements AstNode {}

  /** One element of GROUP BY. */
  sealed interface GroupingElement extends AstNode {

    /** An expression; a bare row {@code (a, b)} stands for its fields. */
    record GroupingExpression(Expression expression, int position) implements GroupingElement {}

    /** The empty grouping set {@code ()}. */
    record EmptyGroupingSet(int position) implements GroupingElement {}

    /** ROLLUP (…). */
    record Rollup(List<Expression> expressions, int position) implements GroupingElement {}

    /** CUBE (…). */
    record Cube(List<Expression> expressions, int position) implements GroupingElement {}

    /** GROUPING SETS (…). */
    record GroupingSets(List<GroupingElement> sets, int position) implements GroupingElement {}
  }
}
