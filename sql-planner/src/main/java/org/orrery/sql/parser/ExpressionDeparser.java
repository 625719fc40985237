package org.orrery.sql.parser;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.Argument;
import org.orrery.sql.parser.ast.Expression.FunctionCall;
import org.orrery.sql.parser.ast.Expression.Index;
import org.orrery.sql.parser.ast.Expression.PatternKind;
import org.orrery.sql.parser.ast.Expression.PatternMatch;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.parser.ast.WindowDefinition;

/** Writes expressions for {@link Deparser}. */
final class ExpressionDeparser {

  private final StringBuilder out;

  ExpressionDeparser(StringBuilder out) {
    this.out = out;
  }

  void append(Expression expression) {
    switch (expression) {
      case Expression.ColumnRef e -> columnRef(e);
      case Expression.Parameter e -> out.append('$').append(e.number());
      case Expression.IntegerLiteral e -> out.append(e.value());
      case Expression.NumericLiteral e -> out.append(e.text());
      case StringLiteral e -> out.append(Deparser.literal(e.value()));
      case Expression.BitStringLiteral e ->
          out.append(e.hex() ? "X'" : "B'").append(e.digits()).append('\'');
      case Expression.BooleanLiteral e -> out.append(e.value());
      case Expression.NullLiteral _ -> out.append("NULL");
      case Expression.TypeCast e -> cast(e);
      case FunctionCall e -> call(e);
      case Expression.OperatorCall e -> operator(e);
      case Expression.And e -> chain(e.operands(), " AND ");
      case Expression.Or e -> chain(e.operands(), " OR ");
      case Expression.Not e -> prefixed("(NOT ", e.operand(), ")");
      case Expression.NullTest e -> test(e.operand(), e.negated() ? "IS NOT NULL" : "IS NULL");
      case Expression.BooleanTest e ->
          test(e.operand(), (e.negated() ? "IS NOT " : "IS ") + e.value());
      case Expression.DistinctTest e ->
          infix(e.left(), e.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ", e.right());
      case Expression.Between e -> between(e);
      case Expression.InList e -> inList(e);
      case Expression.InSubquery e -> inSubquery(e);
      case PatternMatch e -> pattern(e);
      case Expression.QuantifiedArray e -> {
        quantifier(e.left(), e.operator(), e.all());
        prefixed("(", e.array(), "))");
      }
      case Expression.QuantifiedSubquery e -> {
        quantifier(e.left(), e.operator(), e.all());
        prefixed("", e.query(), ")");
      }
      case Expression.Exists e -> prefixed("(EXISTS ", e.query(), ")");
      case Expression.ScalarSubquery e -> subquery(e.query());
      case Expression.ArraySubquery e -> prefixed("ARRAY", e.query(), "");
      case Expression.ArrayConstructor e -> bracketed("ARRAY[", e.elements(), ']');
      case Expression.Row e -> bracketed("ROW(", e.fields(), ')');
      case Expression.Case e -> caseExpression(e);
      case Expression.Coalesce e -> bracketed("COALESCE(", e.arguments(), ')');
      case Expression.NullIf e -> bracketed("NULLIF(", List.of(e.left(), e.right()), ')');
      case Expression.MinMax e ->
          bracketed(e.greatest() ? "GREATEST(" : "LEAST(", e.arguments(), ')');
      case Expression.Subscript e -> subscript(e);
      case Expression.FieldSelection e -> {
        wrapped(e.operand());
        out.append('.').append(e.field() == null ? "*" : Deparser.identifier(e.field()));
      }
      case Expression.Collate e ->
          prefixed("(", e.operand(), " COLLATE " + Deparser.qualifiedName(e.collation()) + ")");
      case Expression.AtTimeZone e -> infix(e.operand(), " AT TIME ZONE ", e.zone());
      case Expression.SqlValueFunction e ->
          out.append(e.kind()).append(e.precision() == null ? "" : "(" + e.precision() + ")");
      case Expression.Grouping e -> bracketed("GROUPING(", e.arguments(), ')');
      case Expression.SetToDefault _ -> out.append("DEFAULT");
      case Expression.CurrentOf e ->
          out.append("CURRENT OF ").append(Deparser.identifier(e.cursor()));
    }
  }

  private void prefixed(String before, Expression expression, String after) {
    out.append(before);
    append(expression);
    out.append(after);
  }

  private void prefixed(String before, SelectStatement query, String after) {
    out.append(before);
    subquery(query);
    out.append(after);
  }

  private void inSubquery(Expression.InSubquery in) {
    out.append('(');
    append(in.operand());
    out.append(in.negated() ? " NOT IN " : " IN ");
    prefixed("", in.query(), ")");
  }

  void appendList(List<Expression> list) {
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      append(list.get(i));
    }
  }

  private void bracketed(String open, List<Expression> list, char close) {
    out.append(open);
    appendList(list);
    out.append(close);
  }

  private void wrapped(Expression expression) {
    out.append('(');
    append(expression);
    out.append(')');
  }

  private void columnRef(Expression.ColumnRef ref) {
    out.append(Deparser.qualifiedName(ref.names()));
    if (ref.star()) {
      out.append(ref.names().isEmpty() ? "*" : ".*");
    }
  }

  private void cast(Expression.TypeCast cast) {
    boolean plain =
        cast.operand() instanceof StringLiteral
            || cast.operand() instanceof Expression.NullLiteral
            || cast.operand() instanceof Expression.Parameter;
    if (plain) {
      append(cast.operand());
    } else {
      wrapped(cast.operand());
    }
    out.append("::").append(Deparser.typeName(cast.type()));
  }

  // ---- operators

  private void operatorName(OperatorName operator) {
    if (operator.schema().isEmpty()) {
      out.append(operator.symbol());
    } else {
      out.append("OPERATOR(").append(Deparser.qualifiedName(operator.schema()));
      out.append('.').append(operator.symbol()).append(')');
    }
  }

  private void operator(Expression.OperatorCall call) {
    out.append('(');
    if (call.left() != null) {
      append(call.left());
      out.append(' ');
    }
    operatorName(call.operator());
    out.append(' ');
    append(call.right());
    out.append(')');
  }

  private void infix(Expression left, String operator, Expression right) {
    out.append('(');
    append(left);
    out.append(operator);
    append(right);
    out.append(')');
  }

  private void chain(List<Expression> operands, String word) {
    out.append('(');
    for (int i = 0; i < operands.size(); i++) {
      out.append(i == 0 ? "" : word);
      append(operands.get(i));
    }
    out.append(')');
  }

  private void test(Expression operand, String words) {
    out.append('(');
    append(operand);
    out.append(' ').append(words).append(')');
  }

  /** BETWEEN is two comparisons, as PostgreSQL stores it. */
  private void between(Expression.Between e) {
    if (e.symmetric()) {
      out.append('(');
      append(e.operand());
      out.append(e.negated() ? " NOT BETWEEN SYMMETRIC " : " BETWEEN SYMMETRIC ");
      append(e.low());
      out.append(" AND ");
      append(e.high());
      out.append(')');
      return;
    }
    out.append('(');
    infix(e.operand(), e.negated() ? " < " : " >= ", e.low());
    out.append(e.negated() ? " OR " : " AND ");
    infix(e.operand(), e.negated() ? " > " : " <= ", e.high());
    out.append(')');
  }

  private void inList(Expression.InList e) {
    out.append('(');
    append(e.operand());
    bracketed(e.negated() ? " NOT IN (" : " IN (", e.values(), ')');
    out.append(')');
  }

  private void pattern(PatternMatch e) {
    boolean similar = e.kind() == PatternKind.SIMILAR_TO;
    if (!similar && e.escape() == null) {
      String symbol = (e.negated() ? " !~~" : " ~~") + (e.kind() == PatternKind.ILIKE ? "* " : " ");
      infix(e.operand(), symbol, e.pattern());
      return;
    }
    out.append('(');
    append(e.operand());
    out.append(e.negated() ? " NOT " : " ");
    out.append(e.kind().name().replace('_', ' ')).append(' ');
    append(e.pattern());
    if (e.escape() != null) {
      out.append(" ESCAPE ");
      append(e.escape());
    }
    out.append(')');
  }

  private void quantifier(Expression left, OperatorName operator, boolean all) {
    out.append('(');
    append(left);
    out.append(' ');
    operatorName(operator);
    out.append(all ? " ALL " : " ANY ");
  }

  // ---- compound

  private void subquery(SelectStatement query) {
    out.append('(');
    new QueryDeparser(out, this, false).append(query);
    out.append(')');
  }

  private void caseExpression(Expression.Case e) {
    out.append("CASE");
    if (e.operand() != null) {
      out.append(' ');
      append(e.operand());
    }
    for (Expression.When when : e.whens()) {
      out.append(" WHEN ");
      append(when.condition());
      out.append(" THEN ");
      append(when.result());
    }
    if (e.otherwise() != null) {
      out.append(" ELSE ");
      append(e.otherwise());
    }
    out.append(" END");
  }

  private void subscript(Expression.Subscript e) {
    boolean plain =
        e.operand() instanceof Expression.ColumnRef || e.operand() instanceof Expression.Parameter;
    if (plain) {
      append(e.operand());
    } else {
      wrapped(e.operand());
    }
    for (Index index : e.indexes()) {
      out.append('[');
      if (index.slice()) {
        optional(index.lower());
        out.append(':');
      }
      optional(index.upper());
      out.append(']');
    }
  }

  private void optional(@Nullable Expression expression) {
    if (expression != null) {
      append(expression);
    }
  }

  // ---- functions

  private void call(FunctionCall call) {
    if (specialSyntax(call)) {
      return;
    }
    out.append(functionName(call.name())).append('(');
    if (call.star()) {
      out.append('*');
    }
    if (call.distinct()) {
      out.append("DISTINCT ");
    }
    arguments(call.arguments());
    if (!call.orderBy().isEmpty() && !call.withinGroup()) {
      out.append(' ');
      orderBy(call.orderBy());
    }
    out.append(')');
    if (call.withinGroup()) {
      out.append(" WITHIN GROUP (");
      orderBy(call.orderBy());
      out.append(')');
    }
    if (call.filter() != null) {
      out.append(" FILTER (WHERE ");
      append(call.filter());
      out.append(')');
    }
    if (call.over() != null) {
      out.append(" OVER ");
      window(call.over());
    }
  }

  /** A function's name: words that name types or functions only need no quotes here. */
  private static String functionName(List<String> name) {
    PgKeyword keyword = name.size() == 1 ? PgKeyword.of(name.getFirst()) : null;
    boolean bare = keyword != null && keyword.category() == PgKeyword.Category.TYPE_OR_FUNCTION;
    return bare ? name.getFirst() : Deparser.qualifiedName(name);
  }

  private void arguments(List<Argument> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      out.append(i == 0 ? "" : ", ").append(argument.variadic() ? "VARIADIC " : "");
      if (argument.name() != null) {
        out.append(Deparser.identifier(argument.name())).append(" => ");
      }
      append(argument.value());
    }
  }

  /** EXTRACT(field FROM x), the one special syntax that is common in views. */
  private boolean specialSyntax(FunctionCall call) {
    boolean extract =
        call.name().equals(List.of("pg_catalog", "extract")) && call.arguments().size() == 2;
    if (!extract || !(call.arguments().getFirst().value() instanceof StringLiteral field)) {
      return false;
    }
    out.append("EXTRACT(").append(Deparser.identifier(field.value())).append(" FROM ");
    append(call.arguments().getLast().value());
    out.append(')');
    return true;
  }

  void orderBy(List<SortItem> items) {
    out.append("ORDER BY ");
    for (int i = 0; i < items.size(); i++) {
      SortItem item = items.get(i);
      out.append(i == 0 ? "" : ", ");
      append(item.expression());
      if (item.using() != null) {
        out.append(" USING ");
        operatorName(item.using());
      } else if (item.direction() == SortItem.Direction.DESC) {
        out.append(" DESC");
      }
      if (item.nulls() != SortItem.Nulls.DEFAULT) {
        out.append(" NULLS ").append(item.nulls());
      }
    }
  }

  void window(WindowDefinition window) {
    if (window.name() != null) {
      out.append(Deparser.identifier(window.name()));
      return;
    }
    specification(window);
  }

  void specification(WindowDefinition window) {
    out.append('(');
    String space = "";
    if (window.reference() != null) {
      out.append(Deparser.identifier(window.reference()));
      space = " ";
    }
    if (!window.partitionBy().isEmpty()) {
      out.append(space).append("PARTITION BY ");
      appendList(window.partitionBy());
      space = " ";
    }
    if (!window.orderBy().isEmpty()) {
      out.append(space);
      orderBy(window.orderBy());
      space = " ";
    }
    if (window.frame() != null) {
      out.append(space);
      frame(window.frame());
    }
    out.append(')');
  }

  private void frame(WindowDefinition.Frame frame) {
    out.append(frame.unit()).append(" BETWEEN ");
    bound(frame.start());
    out.append(" AND ");
    bound(frame.end());
    if (frame.exclusion() != WindowDefinition.Exclusion.NO_OTHERS) {
      out.append(" EXCLUDE ").append(frame.exclusion().name().replace('_', ' '));
    }
  }

  private void bound(WindowDefinition.FrameBound bound) {
    if (bound.offset() != null) {
      append(bound.offset());
      out.append(' ');
    }
    String words = bound.kind().name().replace('_', ' ').toUpperCase(Locale.ROOT);
    out.append(words.startsWith("OFFSET ") ? words.substring("OFFSET ".length()) : words);
  }
}
