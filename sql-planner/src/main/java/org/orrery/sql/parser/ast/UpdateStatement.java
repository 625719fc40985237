package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** UPDATE; {@code where} may be a {@link Expression.CurrentOf}. */
public record UpdateStatement(
    @Nullable WithClause with,
    TableRef.Relation table,
    List<Assignment> assignments,
    List<TableRef> from,
    @Nullable Expression where,
    List<TargetItem> returning,
    int position)
    implements PreparableStatement {}
