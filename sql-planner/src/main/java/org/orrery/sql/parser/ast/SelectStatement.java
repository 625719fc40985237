package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query: SELECT, VALUES, TABLE or a set operation, with the clauses that apply to its whole
 * result.
 *
 * @param limit null for none and for LIMIT ALL
 * @param withTies FETCH FIRST … WITH TIES
 */
public record SelectStatement(
    @Nullable WithClause with,
    QueryBody body,
    List<SortItem> orderBy,
    @Nullable Expression limit,
    boolean withTies,
    @Nullable Expression offset,
    List<LockingClause> locking,
    int position)
    implements PreparableStatement {

  /** FOR UPDATE and its relatives; an empty {@code of} means all tables. */
  public record LockingClause(
      LockStrength strength, List<QualifiedName> of, LockWait lockWait, int position)
      implements AstNode {}

  /** How strong a row lock is. */
  public enum LockStrength {
    KEY_SHARE,
    SHARE,
    NO_KEY_UPDATE,
    UPDATE
  }

  /** What to do when a row is locked by another transaction. */
  public enum LockWait {
    BLOCK,
    NOWAIT,
    SKIP_LOCKED
  }

  /** Whether nothing follows the body: no WITH, ORDER BY, LIMIT, OFFSET or locking. */
  public boolean isBare() {
    return with == null
        && orderBy.isEmpty()
        && limit == null
        && offset == null
        && locking.isEmpty();
  }
}
