package org.orrery.sql.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.orrery.sql.parser.ast.AstNode;
import org.orrery.sql.parser.ast.Expression;

/** Finds the columns an expression names, by walking over the records of its tree. */
final class ColumnReferences {

  private ColumnReferences() {}

  /** Names of the columns, in the order of their first mention. */
  static Set<String> of(Expression expression) {
    var names = new LinkedHashSet<String>();
    collect(expression, names);
    return names;
  }

  private static void collect(AstNode node, Set<String> names) {
    switch (node) {
      case Expression.ColumnRef column when !column.star() -> names.add(column.names().getLast());
      case Expression.TypeCast cast -> collect(cast.operand(), names);
      case Expression.FunctionCall call ->
          call.arguments().forEach(argument -> collect(argument.value(), names));
      case Expression.OperatorCall call -> {
        if (call.left() != null) {
          collect(call.left(), names);
        }
        collect(call.right(), names);
      }
      case Expression.And(List<Expression> operands, int _) ->
          operands.forEach(operand -> collect(operand, names));
      case Expression.Or(List<Expression> operands, int _) ->
          operands.forEach(operand -> collect(operand, names));
      case Expression.Not not -> collect(not.operand(), names);
      case Expression.NullTest test -> collect(test.operand(), names);
      case Expression.BooleanTest test -> collect(test.operand(), names);
      case Expression.DistinctTest test -> {
        collect(test.left(), names);
        collect(test.right(), names);
      }
      case Expression.Between between -> {
        collect(between.operand(), names);
        collect(between.low(), names);
        collect(between.high(), names);
      }
      case Expression.InList in -> {
        collect(in.operand(), names);
        in.values().forEach(value -> collect(value, names));
      }
      case Expression.PatternMatch match -> {
        collect(match.operand(), names);
        collect(match.pattern(), names);
      }
      case Expression.QuantifiedArray quantified -> {
        collect(quantified.left(), names);
        collect(quantified.array(), names);
      }
      case Expression.Coalesce coalesce ->
          coalesce.arguments().forEach(argument -> collect(argument, names));
      default -> {
        // Other forms are rare in constraints, and only a chosen name depends on them.
      }
    }
  }
}
