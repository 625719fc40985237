package org.orrery.sql.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.parser.Deparser;

/** An expression as EXPLAIN shows it. */
final class ExprText {

  private ExprText() {}

  /**
   * The text of an expression.
   *
   * @param names of the input's columns, as far as they are known
   */
  static String of(Expr expression, List<String> names) {
    return switch (expression) {
      case Expr.Input(int index, var _) -> PlanText.name(names, index);
      case Expr.Constant constant -> constant(constant);
      case Expr.Parameter(int index, var _) -> "$" + (index + 1);
      case Expr.Outer(int _, int index, var _) -> "$" + index;
      case Expr.Call call -> call(call, names);
      case Expr.And(var operands) -> joined(operands, " AND ", names);
      case Expr.Or(var operands) -> joined(operands, " OR ", names);
      case Expr.Not(Expr operand) -> "(NOT " + of(operand, names) + ")";
      case Expr.IsNull(Expr operand, boolean isNegated) ->
          "(" + of(operand, names) + (isNegated ? " IS NOT NULL)" : " IS NULL)");
      case Expr.Relabel(Expr operand, var _) -> of(operand, names);
      case Expr.Subquery _ -> "(SubPlan)";
      default -> {
        List<String> children =
            Exprs.children(expression).stream().map(child -> of(child, names)).toList();
        yield expression.getClass().getSimpleName() + "(" + String.join(", ", children) + ")";
      }
    };
  }

  private static String joined(List<Expr> operands, String separator, List<String> names) {
    return "("
        + String.join(separator, operands.stream().map(operand -> of(operand, names)).toList())
        + ")";
  }

  private static String call(Expr.Call call, List<String> names) {
    List<String> arguments = call.arguments().stream().map(a -> of(a, names)).toList();
    return call.function().name() + "(" + String.join(", ", arguments) + ")";
  }

  private static String constant(Expr.Constant constant) {
    if (constant.value() == null) {
      return "NULL";
    }
    Vector vector = Vector.allocate(constant.type().kind(), 1);
    vector.set(0, constant.value());
    var sink = new ByteSink(32);
    constant.type().codec().formatText(vector, 0, FormatSettings.DEFAULT, sink);
    String text = new String(sink.toByteArray(), StandardCharsets.UTF_8);
    return constant.type().category() == 'N' ? text : Deparser.literal(text);
  }
}
