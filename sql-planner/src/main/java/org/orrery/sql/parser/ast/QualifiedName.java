package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A possibly qualified name of one to three parts (catalog, schema, object), already folded. */
public record QualifiedName(List<String> parts, int position) implements AstNode {

  /** The last part. */
  public String name() {
    return parts.getLast();
  }

  /** The schema, or null when the name is not qualified. */
  public @Nullable String schema() {
    return parts.size() < 2 ? null : parts.get(parts.size() - 2);
  }

  /** The parts joined by dots, unquoted: for messages. */
  public String display() {
    return String.join(".", parts);
  }
}
