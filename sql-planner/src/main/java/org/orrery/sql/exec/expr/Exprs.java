package org.orrery.sql.exec.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Walks over expressions. */
public final class Exprs {

  private Exprs() {}

  /** Indexes of the input columns an expression reads, ascending. All of them when unknown. */
  public static Set<Integer> inputs(Expr expression) {
    var inputs = new TreeSet<Integer>();
    visit(
        expression,
        node -> {
          if (node instanceof Expr.Input(int index, var _)) {
            inputs.add(index);
          }
        });
    return inputs;
  }

  /** Whether a subquery is somewhere in the expression. */
  public static boolean hasSubquery(Expr expression) {
    var found = new boolean[1];
    visit(expression, node -> found[0] |= node instanceof Expr.Subquery);
    return found[0];
  }

  /**
   * Calls {@code action} for the expression and everything below it, subqueries' plans excluded.
   */
  public static void visit(Expr expression, Consumer<Expr> action) {
    action.accept(expression);
    children(expression).forEach(child -> visit(child, action));
  }

  /** Direct operands of an expression. */
  public static List<Expr> children(Expr expression) {
    return switch (expression) {
      case Expr.Input _, Expr.Constant _, Expr.Parameter _, Expr.Outer _ -> List.of();
      case Expr.Call call -> call.arguments();
      case Expr.TextCast cast -> List.of(cast.operand());
      case Expr.Relabel relabel -> List.of(relabel.operand());
      case Expr.And and -> and.operands();
      case Expr.Or or -> or.operands();
      case Expr.Not not -> List.of(not.operand());
      case Expr.IsNull test -> List.of(test.operand());
      case Expr.IsBoolean test -> List.of(test.operand());
      case Expr.IsDistinct test -> List.of(test.left(), test.right());
      case Expr.Case branches -> {
        var children = new ArrayList<Expr>();
        for (Expr.Case.When when : branches.whens()) {
          children.add(when.condition());
          children.add(when.result());
        }
        children.add(branches.otherwise());
        yield children;
      }
      case Expr.Coalesce coalesce -> coalesce.operands();
      case Expr.In in -> List.of(in.operand());
      case Expr.Quantified quantified -> List.of(quantified.operand(), quantified.array());
      case Expr.ArrayOf array -> array.elements();
      case Expr.Subscript subscript -> {
        var children = new ArrayList<Expr>(subscript.indexes());
        children.add(subscript.array());
        yield children;
      }
      case Expr.RowOf row -> row.fields();
      case Expr.Subquery subquery -> {
        var children = new ArrayList<Expr>(subquery.captures());
        if (subquery.operand() != null) {
          children.add(subquery.operand());
        }
        yield children;
      }
    };
  }
}
