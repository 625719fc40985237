package org.orrery.sql.parser.ast;

/** A node of the syntax tree. */
public interface AstNode {

  /** {@link #position()} of a node that has no place in the statement's text. */
  int NO_POSITION = -1;

  /** UTF-16 offset from 0 into the whole query string, or {@link #NO_POSITION}. */
  int position();
}
