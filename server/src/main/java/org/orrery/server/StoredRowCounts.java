package org.orrery.server;

import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.plan.TableStatistics;
import org.orrery.storage.api.TableAccess;

/** Table sizes as storage counts them. */
final class StoredRowCounts implements TableStatistics {

  private final TableAccess tables;

  StoredRowCounts(TableAccess tables) {
    this.tables = tables;
  }

  @Override
  public double rowCount(TableEntry table) {
    return tables.rowsEstimate(table.storageId());
  }
}
