package org.orrery.sql.parser.ast;

import java.util.List;

/**
 * {@code target = value} or {@code (targets) = value}.
 *
 * @param multiple whether the targets were parenthesised; the value is then a Row, a
 *     ScalarSubquery, or an error of the binder
 */
public record Assignment(
    List<AssignmentTarget> targets, boolean multiple, Expression value, int position)
    implements AstNode {}
