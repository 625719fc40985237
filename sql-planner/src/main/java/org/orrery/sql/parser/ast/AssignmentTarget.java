package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column to be assigned, with what follows it: {@code c}, {@code c.field}, {@code c[1]}. */
public record AssignmentTarget(String column, List<Indirection> indirection, int position)
    implements AstNode {

  /** Either a field's name or a subscript. */
  public record Indirection(@Nullable String field, Expression.@Nullable Index index, int position)
      implements AstNode {}
}
