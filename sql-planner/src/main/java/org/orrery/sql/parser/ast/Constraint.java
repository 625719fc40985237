package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column, table or domain constraint.
 *
 * @param name null when none is given
 * @param deferrable null when not said
 */
public record Constraint(
    @Nullable String name,
    Kind kind,
    @Nullable Boolean deferrable,
    boolean initiallyDeferred,
    boolean notValid,
    int position)
    implements AstNode {

  /** What is constrained. Column lists are empty in column constraints. */
  public sealed interface Kind {

    /** NOT NULL. */
    record NotNull() implements Kind {}

    /** NULL. */
    record Null() implements Kind {}

    /** DEFAULT expression. */
    record Default(Expression expression) implements Kind {}

    /** GENERATED ALWAYS AS (expression) STORED. */
    record Generated(Expression expression) implements Kind {}

    /** GENERATED ALWAYS|BY DEFAULT AS IDENTITY (options). */
    record Identity(boolean always, SequenceOptions options) implements Kind {}

    /** CHECK (expression) [NO INHERIT]. */
    record Check(Expression expression, boolean noInherit) implements Kind {}

    /** UNIQUE. */
    record Unique(boolean nullsNotDistinct, KeyDefinition key) implements Kind {}

    /** PRIMARY KEY. */
    record PrimaryKey(KeyDefinition key) implements Kind {}

    /** EXCLUDE USING method (element WITH operator, …) WHERE (…). */
    record Exclusion(
        String method,
        List<ExclusionElement> elements,
        KeyDefinition key,
        @Nullable Expression where)
        implements Kind {}

    /** FOREIGN KEY (columns) REFERENCES …; a column constraint has no {@code columns}. */
    record ForeignKey(
        List<String> columns,
        QualifiedName referencedTable,
        List<String> referencedColumns,
        MatchType match,
        ReferentialAction onUpdate,
        ReferentialAction onDelete,
        List<String> onDeleteColumns)
        implements Kind {}
  }

  /**
   * What UNIQUE and PRIMARY KEY share.
   *
   * @param usingIndex ADD PRIMARY KEY USING INDEX name
   */
  public record KeyDefinition(
      List<String> columns,
      List<String> include,
      List<Option> options,
      @Nullable String tablespace,
      @Nullable String usingIndex) {}

  /** One element of EXCLUDE. */
  public record ExclusionElement(IndexElement element, OperatorName operator) {}

  /** MATCH of a foreign key. */
  public enum MatchType {
    SIMPLE,
    FULL
  }

  /** ON UPDATE and ON DELETE. */
  public enum ReferentialAction {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }
}
