package org.orrery.sql.parser.ast;

import org.jspecify.annotations.Nullable;

/** One entry of a select or RETURNING list; {@code t.*} is a {@link Expression.ColumnRef}. */
public record TargetItem(Expression expression, @Nullable String alias, int position)
    implements AstNode {}
