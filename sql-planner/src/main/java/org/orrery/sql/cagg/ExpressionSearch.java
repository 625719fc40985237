package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;

/** Looks for what an expression as written holds. */
final class ExpressionSearch {

  private ExpressionSearch() {}

  /** Whether a call has OVER. */
  static boolean hasWindow(Expression expression) {
    var calls = new ArrayList<Expression.FunctionCall>();
    addCalls(expression, calls);
    return calls.stream().anyMatch(each -> each.over() != null);
  }

  /** Whether a query is somewhere in the expression. */
  static boolean hasSubquery(Expression expression) {
    return switch (expression) {
      case Expression.ScalarSubquery _,
          Expression.ArraySubquery _,
          Expression.Exists _,
          Expression.InSubquery _,
          Expression.QuantifiedSubquery _ ->
          true;
      default -> children(expression).stream().anyMatch(ExpressionSearch::hasSubquery);
    };
  }

  /** Adds all calls of functions. */
  static void addCalls(Expression expression, List<Expression.FunctionCall> calls) {
    if (expression instanceof Expression.FunctionCall call) {
      calls.add(call);
    }
    children(expression).forEach(each -> addCalls(each, calls));
  }

  private static List<Expression> children(Expression expression) {
    var children = new ArrayList<Expression>();
    switch (expression) {
      case Expression.TypeCast cast -> children.add(cast.operand());
      case Expression.FunctionCall call -> {
        call.arguments().forEach(each -> children.add(each.value()));
        call.orderBy().forEach(each -> children.add(each.expression()));
        add(children, call.filter());
      }
      case Expression.OperatorCall call -> {
        add(children, call.left());
        children.add(call.right());
      }
      case Expression.And and -> children.addAll(and.operands());
      case Expression.Or or -> children.addAll(or.operands());
      case Expression.Not not -> children.add(not.operand());
      case Expression.NullTest test -> children.add(test.operand());
      case Expression.BooleanTest test -> children.add(test.operand());
      case Expression.DistinctTest test -> {
        children.add(test.left());
        children.add(test.right());
      }
      case Expression.Between between -> {
        children.add(between.operand());
        children.add(between.low());
        children.add(between.high());
      }
      case Expression.InList in -> {
        children.add(in.operand());
        children.addAll(in.values());
      }
      case Expression.Case choice -> addCase(children, choice);
      case Expression.Coalesce coalesce -> children.addAll(coalesce.arguments());
      case Expression.NullIf nullIf -> {
        children.add(nullIf.left());
        children.add(nullIf.right());
      }
      case Expression.MinMax minMax -> children.addAll(minMax.arguments());
      case Expression.ArrayConstructor array -> children.addAll(array.elements());
      case Expression.Row row -> children.addAll(row.fields());
      case Expression.AtTimeZone at -> {
        children.add(at.operand());
        children.add(at.zone());
      }
      case Expression.Collate collate -> children.add(collate.operand());
      case Expression.Subscript subscript -> children.add(subscript.operand());
      case Expression.FieldSelection field -> children.add(field.operand());
      default -> {
        // The others hold no calls or are queries of their own.
      }
    }
    return children;
  }

  private static void addCase(List<Expression> children, Expression.Case choice) {
    add(children, choice.operand());
    choice
        .whens()
        .forEach(
            when -> {
              children.add(when.condition());
              children.add(when.result());
            });
    add(children, choice.otherwise());
  }

  private static void add(List<Expression> children, @Nullable Expression expression) {
    if (expression != null) {
      children.add(expression);
    }
  }
}
