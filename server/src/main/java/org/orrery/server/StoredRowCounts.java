package org.orrery.server;

import java.util.List;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.plan.TableStatistics;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;

/** Table sizes as storage counts them. */
final class StoredRowCounts implements TableStatistics {

  /** Beyond this many chunks the rest is taken to be alike: planning must not grow with them. */
  private static final int CHUNKS_COUNTED_MAX = 32;

  private final TableAccess tables;

  StoredRowCounts(TableAccess tables) {
    this.tables = tables;
  }

  @Override
  public double rowCount(TableEntry table) {
    List<ChunkInfo> chunks = tables.chunks(table.storageId(), new Snapshot(Long.MAX_VALUE, 0));
    int counted = Math.min(chunks.size(), CHUNKS_COUNTED_MAX);
    double rows = 0;
    for (ChunkInfo chunk : chunks.subList(0, counted)) {
      rows += tables.size(chunk.chunkId()).rowCount();
    }
    return counted == 0 ? 0 : rows / counted * chunks.size();
  }
}
