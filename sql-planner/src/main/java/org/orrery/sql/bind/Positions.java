package org.orrery.sql.bind;

import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;

/** Where expressions start: PostgreSQL points at the leftmost token of an operator's operands. */
final class Positions {

  private Positions() {}

  /** The leftmost position of an expression, without binding it. */
  static int start(Expression expression) {
    return switch (expression) {
      case Expression.OperatorCall call -> leftmost(call.position(), call.left());
      case Expression.TypeCast cast -> leftmost(cast.position(), cast.operand());
      case Expression.And and -> leftmost(and.position(), and.operands().getFirst());
      case Expression.Or or -> leftmost(or.position(), or.operands().getFirst());
      case Expression.NullTest test -> leftmost(test.position(), test.operand());
      case Expression.BooleanTest test -> leftmost(test.position(), test.operand());
      case Expression.DistinctTest test -> leftmost(test.position(), test.left());
      case Expression.Between between -> leftmost(between.position(), between.operand());
      case Expression.InList in -> leftmost(in.position(), in.operand());
      case Expression.InSubquery in -> leftmost(in.position(), in.operand());
      case Expression.PatternMatch match -> leftmost(match.position(), match.operand());
      case Expression.Subscript subscript -> leftmost(subscript.position(), subscript.operand());
      default -> expression.position();
    };
  }

  private static int leftmost(int position, @Nullable Expression operand) {
    if (operand == null) {
      return position;
    }
    int start = start(operand);
    return start < 0 ? position : Math.min(position, start);
  }
}
