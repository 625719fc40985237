package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** WITH [RECURSIVE] and its common table expressions. */
public record WithClause(boolean recursive, List<CommonTableExpression> ctes, int position)
    implements AstNode {

  /**
   * {@code name (columns) AS [NOT] MATERIALIZED (statement)}.
   *
   * @param materialized null when not said
   */
  public record CommonTableExpression(
      String name,
      List<String> columns,
      @Nullable Boolean materialized,
      PreparableStatement statement,
      @Nullable SearchClause search,
      @Nullable CycleClause cycle,
      int position)
      implements AstNode {}

  /** SEARCH BREADTH|DEPTH FIRST BY columns SET name. */
  public record SearchClause(
      boolean breadthFirst, List<String> columns, String sequenceColumn, int position)
      implements AstNode {}

  /** CYCLE columns SET mark [TO value DEFAULT value] USING path. */
  public record CycleClause(
      List<String> columns,
      String markColumn,
      Expression markValue,
      Expression markDefault,
      String pathColumn,
      int position)
      implements AstNode {}
}
