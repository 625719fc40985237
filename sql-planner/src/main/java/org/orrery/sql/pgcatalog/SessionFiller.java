package org.orrery.sql.pgcatalog;

import org.orrery.sql.function.EvaluationContext;

/** Makes the rows of a relation that depends on the session or on data. */
@FunctionalInterface
public interface SessionFiller {

  /** Writes all rows. */
  void fill(EvaluationContext context, RowWriter rows);
}
