package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** DELETE; {@code where} may be a {@link Expression.CurrentOf}. */
public record DeleteStatement(
    @Nullable WithClause with,
    TableRef.Relation table,
    List<TableRef> using,
    @Nullable Expression where,
    List<TargetItem> returning,
    int position)
    implements PreparableStatement {}
