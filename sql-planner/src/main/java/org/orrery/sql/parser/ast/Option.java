package org.orrery.sql.parser.ast;

import org.jspecify.annotations.Nullable;

/**
 * A name with an optional value, as in WITH (fillfactor = 70, timescaledb.compress), COPY and
 * EXPLAIN options, and clauses of CREATE FUNCTION or ROLE.
 *
 * @param namespace {@code timescaledb} of {@code timescaledb.compress}; null when not qualified
 * @param value a literal; words are StringLiterals, lists are Rows of them, {@code *} is a
 *     ColumnRef star; null when no value was written
 */
public record Option(
    @Nullable String namespace, String name, @Nullable Expression value, int position)
    implements AstNode {

  /** The value as text: a literal's content; null when there is no value or it is a list. */
  public @Nullable String text() {
    return switch (value) {
      case Expression.StringLiteral s -> s.value();
      case Expression.IntegerLiteral i -> Integer.toString(i.value());
      case Expression.NumericLiteral n -> n.text();
      case Expression.BooleanLiteral b -> b.value() ? "true" : "false";
      case null, default -> null;
    };
  }
}
