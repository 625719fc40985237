package org.orrery.storage.chunk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.orrery.storage.hot.HotRows;

/**
 * The indexes of a hot table's rows, made when they are first asked for, so that writing costs
 * nothing. Any thread.
 */
public final class HotIndexes {

  private final HotRows rows;
  private final Map<List<Integer>, HotIndex> byColumns = new ConcurrentHashMap<>();

  HotIndexes(HotRows rows) {
    this.rows = rows;
  }

  /** The index by some columns of the current schema. */
  HotIndex by(List<Integer> columnIds) {
    return byColumns.computeIfAbsent(columnIds, columns -> new HotIndex(rows, columns));
  }

  /** Bytes of heap held. */
  long bytes() {
    long bytes = 0;
    for (HotIndex index : byColumns.values()) {
      bytes += index.bytes();
    }
    return bytes;
  }
}
