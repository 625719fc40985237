package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * INSERT.
 *
 * @param columns empty when no list is written
 * @param source null for DEFAULT VALUES
 */
public record InsertStatement(
    @Nullable WithClause with,
    QualifiedName table,
    @Nullable String alias,
    List<AssignmentTarget> columns,
    Overriding overriding,
    @Nullable SelectStatement source,
    @Nullable OnConflict onConflict,
    List<TargetItem> returning,
    int position)
    implements PreparableStatement {

  /** OVERRIDING SYSTEM|USER VALUE. */
  public enum Overriding {
    NOT_SET,
    SYSTEM,
    USER
  }

  /** ON CONFLICT; with {@code update} false it is DO NOTHING. */
  public record OnConflict(
      @Nullable ConflictTarget target,
      boolean update,
      List<Assignment> assignments,
      @Nullable Expression where,
      int position)
      implements AstNode {}

  /** (elements) [WHERE …], or ON CONSTRAINT name. */
  public record ConflictTarget(
      List<IndexElement> elements,
      @Nullable Expression where,
      @Nullable String constraint,
      int position)
      implements AstNode {}
}
