package org.orrery.sql.session;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.function.CastDef;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.sql.function.OperatorDef;
import org.orrery.sql.parser.Deparser;

/** Expressions as EXPLAIN shows them: operators between their operands, constants with a type. */
final class ExprText {

  /** Symbols of operators by the OID of their function. */
  private final Map<Integer, String> operators = new HashMap<>();

  private final Set<Integer> casts = new HashSet<>();

  ExprText(FunctionRegistry functions) {
    for (OperatorDef operator : functions.allOperators()) {
      operators.putIfAbsent(operator.function().oid(), operator.name());
    }
    for (CastDef cast : functions.allCasts()) {
      FunctionDef function = cast.function();
      if (function != null) {
        casts.add(function.oid());
      }
    }
  }

  /**
   * The text of an expression.
   *
   * @param names of the input's columns, as far as they are known
   */
  String of(Expr expression, List<String> names) {
    return switch (expression) {
      case Expr.Input(int index, var _) -> PlanText.name(names, index);
      case Expr.Constant(var value, SqlType type) -> constant(value, type);
      case Expr.Parameter(int index, var _) -> "$" + (index + 1);
      case Expr.Outer(int _, int index, var _) -> "$" + index;
      case Expr.Call call -> call(call, names);
      case Expr.And(var operands) -> joined(operands, " AND ", names);
      case Expr.Or(var operands) -> joined(operands, " OR ", names);
      case Expr.Not(Expr operand) -> "(NOT " + of(operand, names) + ")";
      case Expr.IsNull(Expr operand, boolean isNegated) ->
          "(" + of(operand, names) + (isNegated ? " IS NOT NULL)" : " IS NULL)");
      case Expr.IsBoolean(Expr operand, boolean value, boolean isNegated) ->
          "("
              + of(operand, names)
              + (isNegated ? " IS NOT " : " IS ")
              + (value ? "TRUE)" : "FALSE)");
      case Expr.IsDistinct(Expr left, Expr right, var _, boolean isNegated) ->
          "("
              + of(left, names)
              + (isNegated ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
              + of(right, names)
              + ")";
      case Expr.Relabel(Expr operand, SqlType type) -> cast(operand, type, names);
      case Expr.TextCast(Expr operand, SqlType type, int _) -> cast(operand, type, names);
      case Expr.In in -> in(in, names);
      case Expr.Quantified(Expr operand, Expr array, FunctionDef operator, boolean isAll) ->
          "("
              + of(operand, names)
              + " "
              + symbol(operator)
              + (isAll ? " ALL (" : " ANY (")
              + of(array, names)
              + "))";
      case Expr.Coalesce(var operands, var _) -> "COALESCE(" + list(operands, names) + ")";
      case Expr.ArrayOf array -> "ARRAY[" + list(array.elements(), names) + "]";
      case Expr.RowOf row -> "ROW(" + list(row.fields(), names) + ")";
      case Expr.Case branches -> branches(branches, names);
      case Expr.Subquery _ -> "(SubPlan)";
      default ->
          expression.getClass().getSimpleName()
              + "("
              + list(Exprs.children(expression), names)
              + ")";
    };
  }

  private String list(List<Expr> expressions, List<String> names) {
    return expressions.stream().map(e -> of(e, names)).collect(Collectors.joining(", "));
  }

  private String joined(List<Expr> operands, String separator, List<String> names) {
    return operands.stream()
        .map(operand -> of(operand, names))
        .collect(Collectors.joining(separator, "(", ")"));
  }

  private String symbol(FunctionDef function) {
    return operators.getOrDefault(function.oid(), function.name());
  }

  private String call(Expr.Call call, List<String> names) {
    List<Expr> arguments = call.arguments();
    FunctionDef function = call.function();
    String symbol = operators.get(function.oid());
    if (symbol != null && arguments.size() == 2) {
      return "("
          + of(arguments.get(0), names)
          + " "
          + symbol
          + " "
          + of(arguments.get(1), names)
          + ")";
    }
    if (symbol != null && arguments.size() == 1) {
      return "(" + symbol + " " + of(arguments.getFirst(), names) + ")";
    }
    if (arguments.size() == 1
        && casts.contains(function.oid())
        && function.name().equals(call.type().name())) {
      return cast(arguments.getFirst(), call.type(), names);
    }
    return function.name() + "(" + list(arguments, names) + ")";
  }

  private String cast(Expr operand, SqlType type, List<String> names) {
    return "(" + of(operand, names) + ")::" + TypeNames.format(type, -1);
  }

  private String branches(Expr.Case branches, List<String> names) {
    var text = new StringBuilder("CASE");
    for (Expr.Case.When when : branches.whens()) {
      text.append(" WHEN ").append(of(when.condition(), names));
      text.append(" THEN ").append(of(when.result(), names));
    }
    return text.append(" ELSE ").append(of(branches.otherwise(), names)).append(" END").toString();
  }

  private String in(Expr.In in, List<String> names) {
    SqlType type = in.operand().type();
    String elements =
        in.values().stream()
            .map(value -> element(text(value, type)))
            .collect(Collectors.joining(","));
    return "("
        + of(in.operand(), names)
        + " = ANY ("
        + Deparser.literal("{" + elements + (in.hasNull() ? ",NULL}" : "}"))
        + "::"
        + TypeNames.format(type, -1)
        + "[]))";
  }

  /** An element as array literals hold it. */
  private static String element(String text) {
    boolean isPlain =
        !text.isEmpty()
            && !text.equalsIgnoreCase("null")
            && text.chars().noneMatch(c -> "{},\"\\ \t\n".indexOf(c) >= 0);
    return isPlain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A constant; only what is read back as its own type goes without one. */
  private static String constant(@Nullable Object value, SqlType type) {
    String label = "::" + TypeNames.format(type, -1);
    if (value == null) {
      return "NULL" + label;
    }
    String text = text(value, type);
    if (type == BuiltinTypes.BOOL) {
      return text.startsWith("t") ? "true" : "false";
    }
    boolean isNumber = type == BuiltinTypes.INT4 || type == BuiltinTypes.NUMERIC;
    return isNumber && Character.isDigit(text.charAt(0)) ? text : Deparser.literal(text) + label;
  }

  private static String text(Object value, SqlType type) {
    Vector vector = Vector.allocate(type.kind(), 1);
    vector.set(0, value);
    var sink = new ByteSink(32);
    type.codec().formatText(vector, 0, FormatSettings.DEFAULT, sink);
    return new String(sink.toByteArray(), StandardCharsets.UTF_8);
  }
}
