package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of FROM. */
public sealed interface TableRef extends AstNode {

  /** A table, view or CTE by name; {@code only} for ONLY t. */
  record Relation(
      QualifiedName name,
      boolean only,
      @Nullable Alias alias,
      @Nullable TableSample sample,
      int position)
      implements TableRef {}

  /** (query) AS alias; PostgreSQL 15 demands the alias and the parser does too. */
  record Subquery(SelectStatement query, boolean lateral, @Nullable Alias alias, int position)
      implements TableRef {}

  /**
   * One function, or several by ROWS FROM. Each call is an {@link Expression.FunctionCall} or
   * another function-like expression (CURRENT_DATE, COALESCE …).
   *
   * @param columnDefinitions the list of {@code f() AS (a int, …)}; for ROWS FROM see {@link
   *     TableFunction#columnDefinitions}
   */
  record Function(
      List<TableFunction> functions,
      boolean rowsFrom,
      boolean withOrdinality,
      boolean lateral,
      @Nullable Alias alias,
      List<TableElement.ColumnDefinition> columnDefinitions,
      int position)
      implements TableRef {}

  /** One function of a {@link Function} item. */
  record TableFunction(
      Expression call, List<TableElement.ColumnDefinition> columnDefinitions, int position)
      implements AstNode {}

  /**
   * A join.
   *
   * @param using the columns of USING; empty otherwise
   * @param usingAlias USING (…) AS alias
   * @param condition the ON expression; null for CROSS, NATURAL and USING
   * @param alias alias of the parenthesised join
   */
  record Join(
      JoinType type,
      boolean natural,
      TableRef left,
      TableRef right,
      List<String> using,
      @Nullable String usingAlias,
      @Nullable Expression condition,
      @Nullable Alias alias,
      int position)
      implements TableRef {}

  /** The kinds of joins. */
  enum JoinType {
    CROSS,
    INNER,
    LEFT,
    RIGHT,
    FULL
  }

  /** AS name (columns); {@code columns} may be shorter than the relation's. */
  record Alias(String name, List<String> columns, int position) implements AstNode {}

  /** TABLESAMPLE method (arguments) REPEATABLE (seed). */
  record TableSample(
      QualifiedName method,
      List<Expression> arguments,
      @Nullable Expression repeatable,
      int position)
      implements AstNode {}
}
