package org.orrery.sql.exec;

/**
 * Is told in which ranges of time a transaction changes rows of a hypertable; found by {@link
 * org.orrery.sql.function.EvaluationContext#session}.
 */
public interface RangeListener {

  /**
   * Rows come, go or change.
   *
   * @param tableOid the hypertable
   * @param width of its chunks, in the time column's physical unit
   * @param low the least time of such a row
   * @param high the greatest
   */
  void changed(int tableOid, long width, long low, long high);
}
