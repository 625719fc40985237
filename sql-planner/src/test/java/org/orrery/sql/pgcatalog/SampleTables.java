package org.orrery.sql.pgcatalog;

import java.util.List;
import org.orrery.sql.exec.TablesDouble;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Snapshot;

/** Tables of which only the hypertable has a chunk: the week from 2024-01-04. */
final class SampleTables extends TablesDouble {

  private static final long WEEK_START = 1_704_326_400_000_000L;
  private static final long WEEK = 604_800_000_000L;

  @Override
  public List<ChunkInfo> chunks(long storageId, Snapshot snapshot) {
    return storageId == SampleCatalog.METRICS_STORAGE
        ? List.of(new ChunkInfo(12, storageId, WEEK_START, WEEK_START + WEEK, 0))
        : List.of();
  }

  @Override
  public double rowsEstimate(long storageId) {
    return 100;
  }

  @Override
  public ChunkSize size(long chunkId) {
    return new ChunkSize(100, 4096, 1000);
  }
}
