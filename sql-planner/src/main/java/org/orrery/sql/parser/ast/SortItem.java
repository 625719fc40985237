package org.orrery.sql.parser.ast;

import org.jspecify.annotations.Nullable;

/**
 * One entry of ORDER BY.
 *
 * @param using the operator of {@code USING op}; only with direction USING
 */
public record SortItem(
    Expression expression,
    Direction direction,
    Nulls nulls,
    @Nullable OperatorName using,
    int position)
    implements AstNode {

  /** The direction as written. */
  public enum Direction {
    DEFAULT,
    ASC,
    DESC,
    USING
  }

  /** NULLS FIRST, LAST or neither; DEFAULT means last for ascending and first for descending. */
  public enum Nulls {
    DEFAULT,
    FIRST,
    LAST
  }
}
