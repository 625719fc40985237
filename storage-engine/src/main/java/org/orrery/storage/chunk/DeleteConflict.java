package org.orrery.storage.chunk;

/** What stands in the way of deleting a row. */
public sealed interface DeleteConflict {

  /** Nothing. */
  record None() implements DeleteConflict {}

  /** The transaction has deleted it itself, or undid its insertion. */
  record DeletedBySelf() implements DeleteConflict {}

  /** Another transaction deleted it; it committed at {@code csn}. */
  record Deleted(long csn) implements DeleteConflict {}

  /** An open transaction has staged its deletion. */
  record Held(long transactionId) implements DeleteConflict {}

  /** The row has another name now; check that one. */
  record Moved(long rowId) implements DeleteConflict {}

  /** The one {@link None}. */
  DeleteConflict NONE = new None();

  /** The one {@link DeletedBySelf}. */
  DeleteConflict DELETED_BY_SELF = new DeletedBySelf();
}
