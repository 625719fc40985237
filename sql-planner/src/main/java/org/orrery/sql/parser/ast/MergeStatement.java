package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** MERGE. */
public record MergeStatement(
    @Nullable WithClause with,
    TableRef.Relation table,
    TableRef source,
    Expression condition,
    List<MergeWhen> whens,
    int position)
    implements PreparableStatement {

  /** WHEN [NOT] MATCHED [AND condition] THEN action. */
  public record MergeWhen(
      boolean matched, @Nullable Expression condition, MergeAction action, int position)
      implements AstNode {}

  /** What a WHEN clause does. */
  public sealed interface MergeAction extends AstNode {

    /** DO NOTHING. */
    record DoNothing(int position) implements MergeAction {}

    /** DELETE. */
    record Delete(int position) implements MergeAction {}

    /** UPDATE SET …. */
    record Update(List<Assignment> assignments, int position) implements MergeAction {}

    /** INSERT …; {@code values} null for DEFAULT VALUES. */
    record Insert(
        List<AssignmentTarget> columns,
        InsertStatement.Overriding overriding,
        @Nullable List<Expression> values,
        int position)
        implements MergeAction {}
  }
}
