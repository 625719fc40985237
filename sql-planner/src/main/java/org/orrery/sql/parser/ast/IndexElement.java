package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column or expression of an index or a conflict target; exactly one of the two is set. */
public record IndexElement(
    @Nullable String column,
    @Nullable Expression expression,
    @Nullable QualifiedName collation,
    @Nullable QualifiedName operatorClass,
    List<Option> operatorClassOptions,
    SortItem.Direction direction,
    SortItem.Nulls nulls,
    int position)
    implements AstNode {}
