package org.orrery.sql.parser.ast;

/** How long a relation and its contents last. */
public enum Persistence {
  PERMANENT,
  TEMPORARY,
  UNLOGGED
}
