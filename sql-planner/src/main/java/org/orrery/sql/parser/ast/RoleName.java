package org.orrery.sql.parser.ast;

/** A role as written; {@code name} is empty unless the kind is NAMED. */
public record RoleName(Kind kind, String name, int position) implements AstNode {

  /** Roles with and without a name. */
  public enum Kind {
    NAMED,
    PUBLIC,
    CURRENT_ROLE,
    CURRENT_USER,
    SESSION_USER
  }
}
