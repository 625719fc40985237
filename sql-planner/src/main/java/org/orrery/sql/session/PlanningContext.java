package org.orrery.sql.session;

import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.function.EvaluationContext;

/**
 * What planning a statement may look at.
 *
 * @param catalog the catalog as of the statement
 * @param searchPath where unqualified names are looked up
 * @param evaluation the statement's session, for constants and settings
 * @param calledAt where the name of the procedure of a CALL is; -1 for other statements
 */
public record PlanningContext(
    Catalog catalog, SearchPath searchPath, EvaluationContext evaluation, int calledAt) {

  /** For a statement that is not a CALL. */
  public PlanningContext(Catalog catalog, SearchPath searchPath, EvaluationContext evaluation) {
    this(catalog, searchPath, evaluation, -1);
  }

  /** The same for a CALL. */
  public PlanningContext forCall(int position) {
    return new PlanningContext(catalog, searchPath, evaluation, position);
  }
}
