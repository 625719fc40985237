package org.orrery.sql.parser.ast;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands between the parentheses of CREATE TABLE. */
public sealed interface TableElement extends AstNode {

  /**
   * A column.
   *
   * @param type null only in CREATE TABLE … OF and PARTITION OF
   */
  record ColumnDefinition(
      String name,
      @Nullable TypeName type,
      @Nullable String storage,
      @Nullable String compression,
      @Nullable QualifiedName collation,
      List<Constraint> constraints,
      int position)
      implements TableElement {}

  /** A table constraint. */
  record TableConstraint(Constraint constraint, int position) implements TableElement {}

  /** LIKE table INCLUDING … EXCLUDING …: {@code including} is the outcome. */
  record LikeTable(QualifiedName table, Set<LikeOption> including, int position)
      implements TableElement {}

  /** What LIKE can copy. */
  enum LikeOption {
    COMMENTS,
    COMPRESSION,
    CONSTRAINTS,
    DEFAULTS,
    GENERATED,
    IDENTITY,
    INDEXES,
    STATISTICS,
    STORAGE
  }
}
