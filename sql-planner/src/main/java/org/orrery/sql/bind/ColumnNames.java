package org.orrery.sql.bind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TargetItem;

/** Names of result columns without an alias, as PostgreSQL chooses them. */
final class ColumnNames {

  private static final String ANONYMOUS = "?column?";

  private ColumnNames() {}

  /** A name, and whether it gives way to the name of a type around it. */
  private record Choice(String name, boolean isWeak) {}

  static String of(TargetItem item) {
    String alias = item.alias();
    return alias == null ? of(item.expression()) : alias;
  }

  static String of(Expression expression) {
    Choice choice = choose(expression);
    return choice == null ? ANONYMOUS : choice.name();
  }

  private static @Nullable Choice choose(Expression expression) {
    return switch (expression) {
      case Expression.ColumnRef reference -> strong(reference.names().getLast());
      case Expression.FunctionCall call -> strong(call.name().getLast());
      case Expression.TypeCast cast -> {
        Choice inner = choose(cast.operand());
        yield inner == null || inner.isWeak() ? new Choice(cast.type().name(), true) : inner;
      }
      case Expression.Collate collate -> choose(collate.operand());
      case Expression.Subscript subscript -> choose(subscript.operand());
      case Expression.FieldSelection selection -> {
        String field = selection.field();
        yield field == null ? choose(selection.operand()) : strong(field);
      }
      case Expression.AtTimeZone _ -> strong("timezone");
      case Expression.Grouping _ -> strong("grouping");
      case Expression.Exists _ -> strong("exists");
      case Expression.ArraySubquery _, Expression.ArrayConstructor _ -> strong("array");
      case Expression.ScalarSubquery subquery -> ofQuery(subquery.query());
      case Expression.Case branches -> {
        Expression otherwise = branches.otherwise();
        Choice inner = otherwise == null ? null : choose(otherwise);
        yield inner == null || inner.isWeak() ? new Choice("case", true) : inner;
      }
      case Expression.Row _ -> strong("row");
      case Expression.Coalesce _ -> strong("coalesce");
      case Expression.MinMax minMax -> strong(minMax.greatest() ? "greatest" : "least");
      case Expression.NullIf _ -> strong("nullif");
      case Expression.SqlValueFunction function ->
          strong(function.kind().name().toLowerCase(Locale.ROOT));
      default -> null;
    };
  }

  private static Choice strong(String name) {
    return new Choice(name, false);
  }

  private static @Nullable Choice ofQuery(SelectStatement query) {
    QueryBody body = query.body();
    while (true) {
      switch (body) {
        case QueryBody.Select select -> {
          if (select.targets().isEmpty()) {
            return null;
          }
          TargetItem first = select.targets().getFirst();
          if (first.expression() instanceof Expression.ColumnRef reference && reference.star()) {
            return null;
          }
          return strong(of(first));
        }
        case QueryBody.Values _ -> {
          return strong("column1");
        }
        case QueryBody.SetOperation operation -> body = operation.left();
        case QueryBody.Nested nested -> body = nested.query().body();
      }
    }
  }
}
