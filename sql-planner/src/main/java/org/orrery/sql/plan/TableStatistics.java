package org.orrery.sql.plan;

import org.orrery.sql.catalog.TableEntry;

/** What planning knows of table sizes. Estimates: plans stay right when they are wrong. */
@FunctionalInterface
public interface TableStatistics {

  /** Rows of a table, roughly; never negative. */
  double rowCount(TableEntry table);
}
