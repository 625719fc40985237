package org.orrery.it.random;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.orrery.it.random.Scope.Column;
import org.orrery.it.random.Scope.Kind;

/** Makes expressions that raise no errors, so that the order of evaluation does not show. */
final class Expressions {

  private static final LocalDateTime DAY = LocalDateTime.of(2024, 1, 1, 0, 0);
  private static final int OUTER_PERCENT = 30;

  /** Before and after the number of a parameter. */
  static final String MARK = "\u0001";

  private final Dice dice;
  private final RandomQueries queries;
  private final List<Object> parameters = new ArrayList<>();

  Expressions(Dice dice, RandomQueries queries) {
    this.dice = dice;
    this.queries = queries;
  }

  /** The value of a parameter, which stands in the text between two marks by its number. */
  Object parameter(int number) {
    return parameters.get(number);
  }

  String of(Kind kind, Scope scope, int depth) {
    return switch (kind) {
      case INT -> integer(scope, depth);
      case TEXT -> text(scope, depth);
      case TIME -> time(scope, depth);
    };
  }

  private String column(Kind kind, Scope scope) {
    Scope from = scope;
    while (from.outer() != null && (from.of(kind).isEmpty() || dice.percent(OUTER_PERCENT))) {
      from = from.outer();
    }
    List<Column> choices = from.of(kind);
    return choices.isEmpty() ? constant(kind) : dice.any(choices).sql();
  }

  private String constant(Kind kind) {
    if (dice.percent(8)) {
      return "NULL::" + (kind == Kind.INT ? "int" : kind == Kind.TEXT ? "text" : "timestamp");
    }
    Object value =
        switch (kind) {
          case INT -> dice.below(7);
          case TEXT -> dice.any("a", "b", "c", "ab", "", "B");
          case TIME -> DAY.plusHours(6L * dice.below(60));
        };
    if (dice.percent(15)) {
      parameters.add(value);
      return MARK
          + (parameters.size() - 1)
          + MARK
          + "::"
          + (kind == Kind.INT ? "int" : kind == Kind.TEXT ? "text" : "timestamp");
    }
    return switch (kind) {
      case INT -> value.toString();
      case TEXT -> "'" + value + "'" + (dice.percent(50) ? "::text" : "");
      case TIME -> "timestamp '" + value.toString().replace('T', ' ') + "'";
    };
  }

  private String integer(Scope scope, int depth) {
    if (depth <= 0 || dice.percent(55)) {
      return dice.percent(75) ? column(Kind.INT, scope) : constant(Kind.INT);
    }
    return switch (dice.below(9)) {
      case 0 -> "(" + integer(scope, depth - 1) + " + " + integer(scope, depth - 1) + ")";
      case 1 -> "(" + integer(scope, depth - 1) + " - " + integer(scope, depth - 1) + ")";
      case 2 -> "coalesce(" + integer(scope, depth - 1) + ", " + integer(scope, depth - 1) + ")";
      case 3 -> "nullif(" + integer(scope, depth - 1) + ", " + integer(scope, depth - 1) + ")";
      case 4 -> conditional(Kind.INT, scope, depth);
      case 5 -> "length(" + text(scope, depth - 1) + ")";
      case 6 -> "greatest(" + integer(scope, depth - 1) + ", " + integer(scope, depth - 1) + ")";
      case 7 -> "abs(" + integer(scope, depth - 1) + ")";
      default -> queries.scalar(Kind.INT, scope);
    };
  }

  private String text(Scope scope, int depth) {
    if (depth <= 0 || dice.percent(65)) {
      return dice.percent(75) ? column(Kind.TEXT, scope) : constant(Kind.TEXT);
    }
    return switch (dice.below(5)) {
      case 0 -> "(" + text(scope, depth - 1) + " || " + text(scope, depth - 1) + ")";
      case 1 -> "upper(" + text(scope, depth - 1) + ")";
      case 2 -> "coalesce(" + text(scope, depth - 1) + ", " + text(scope, depth - 1) + ")";
      case 3 -> conditional(Kind.TEXT, scope, depth);
      default -> queries.scalar(Kind.TEXT, scope);
    };
  }

  private String time(Scope scope, int depth) {
    if (depth <= 0 || dice.percent(65)) {
      return dice.percent(70) ? column(Kind.TIME, scope) : constant(Kind.TIME);
    }
    return switch (dice.below(5)) {
      case 0 ->
          "("
              + time(scope, depth - 1)
              + dice.any(" + ", " - ")
              + dice.any("interval '1 day'", "interval '6 hours'", "interval '1 month'")
              + ")";
      case 1 -> "date_trunc('day', " + time(scope, depth - 1) + ")";
      case 2 ->
          "time_bucket("
              + dice.any("'1 day'", "'7 days'")
              + "::interval, "
              + time(scope, depth - 1)
              + ")";
      case 3 -> conditional(Kind.TIME, scope, depth);
      default -> "coalesce(" + time(scope, depth - 1) + ", " + time(scope, depth - 1) + ")";
    };
  }

  private String conditional(Kind kind, Scope scope, int depth) {
    String head =
        "CASE WHEN " + condition(scope, depth - 1) + " THEN " + of(kind, scope, depth - 1);
    return dice.percent(70) ? head + " ELSE " + of(kind, scope, depth - 1) + " END" : head + " END";
  }

  /** A boolean expression. */
  String condition(Scope scope, int depth) {
    if (depth > 0 && dice.percent(35)) {
      return switch (dice.below(4)) {
        case 0 -> "(" + condition(scope, depth - 1) + " OR " + condition(scope, depth - 1) + ")";
        case 1 -> "NOT (" + condition(scope, depth - 1) + ")";
        case 2 ->
            "("
                + condition(scope, depth - 1)
                + ") IS "
                + dice.any("TRUE", "NOT TRUE", "FALSE", "UNKNOWN", "NOT UNKNOWN");
        default -> condition(scope, depth - 1) + " AND " + condition(scope, depth - 1);
      };
    }
    if (depth > 0 && scope.depth() < 3 && dice.percent(30)) {
      return subqueryTest(scope, depth);
    }
    return simple(scope, depth);
  }

  private String simple(Scope scope, int depth) {
    Kind kind = dice.any(Kind.INT, Kind.INT, Kind.TEXT, Kind.TIME);
    String left = of(kind, scope, depth - 1);
    return switch (dice.below(12)) {
      case 0 -> left + " IS NULL";
      case 1 -> left + " IS NOT NULL";
      case 2 -> left + dice.any(" IN (", " NOT IN (") + list(kind, scope) + ")";
      case 3 ->
          left
              + dice.any(" BETWEEN ", " NOT BETWEEN ", " BETWEEN SYMMETRIC ")
              + of(kind, scope, 0)
              + " AND "
              + of(kind, scope, 0);
      case 4 ->
          left
              + dice.any(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ")
              + of(kind, scope, depth - 1);
      case 5 -> dice.any("true", "false", "NULL::boolean", left + " IS NULL");
      case 6 -> left + dice.any(" = ANY (", " <> ALL (") + "ARRAY[" + list(kind, scope) + "])";
      case 7 ->
          "("
              + left
              + ", "
              + of(Kind.INT, scope, 0)
              + ") "
              + dice.any("=", "<", "<>")
              + " ("
              + of(kind, scope, 0)
              + ", "
              + of(Kind.INT, scope, 0)
              + ")";
      default -> left + " " + comparison() + " " + of(kind, scope, depth - 1);
    };
  }

  private String comparison() {
    return dice.any("=", "=", "=", "<>", "<", "<=", ">", ">=");
  }

  private String list(Kind kind, Scope scope) {
    List<String> items = new ArrayList<>();
    for (int i = 1 + dice.below(4); i > 0; i--) {
      items.add(dice.percent(85) ? constant(kind) : of(kind, scope, 0));
    }
    return String.join(", ", items);
  }

  private String subqueryTest(Scope scope, int depth) {
    Kind kind = dice.any(Kind.INT, Kind.INT, Kind.TEXT, Kind.TIME);
    return switch (dice.below(7)) {
      case 0, 1 -> dice.any("EXISTS (", "NOT EXISTS (") + queries.rows(scope) + ")";
      case 2, 3 ->
          of(kind, scope, depth - 1)
              + dice.any(" IN (", " NOT IN (")
              + queries.column(kind, scope)
              + ")";
      case 4 ->
          of(kind, scope, depth - 1)
              + " "
              + comparison()
              + dice.any(" ANY (", " ALL (")
              + queries.column(kind, scope)
              + ")";
      default ->
          of(kind, scope, depth - 1) + " " + comparison() + " " + queries.scalar(kind, scope);
    };
  }
}
