package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object named by DROP, COMMENT, GRANT and the like.
 *
 * @param argumentTypes of a function or aggregate; null when no parentheses were written
 * @param table of a trigger, policy, rule or table constraint ({@code ON table})
 */
public record ObjectReference(
    QualifiedName name,
    @Nullable List<TypeName> argumentTypes,
    @Nullable QualifiedName table,
    int position)
    implements AstNode {

  /** A plain name. */
  public static ObjectReference of(QualifiedName name) {
    return new ObjectReference(name, null, null, name.position());
  }
}
