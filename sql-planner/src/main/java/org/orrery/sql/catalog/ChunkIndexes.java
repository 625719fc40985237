package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of chunks as relations: one for each index of the hypertable, made when they are
 * asked for. The OID of one is {@code 0xC0000000} plus 64 times the chunk's id plus its place among
 * the table's indexes; chunks from id 2²⁴ on and indexes from the 65th on show none.
 */
final class ChunkIndexes {

  private static final int OID_BASE = 0xC000_0000;
  private static final int ID_BITS = 30;
  private static final int INDEXES_MAX = 64;
  private static final long CHUNK_ID_MAX = (1 << 24) - 1;

  private ChunkIndexes() {}

  /** Whether an OID is that of a chunk's index. */
  static boolean isOid(int oid) {
    return oid >>> ID_BITS == OID_BASE >>> ID_BITS;
  }

  /** The chunk id in an OID. */
  static long chunkId(int oid) {
    return (long) (oid - OID_BASE) / INDEXES_MAX;
  }

  /**
   * The indexes of a chunk.
   *
   * @param ofTable those of its hypertable
   */
  static List<IndexEntry> of(ChunkRelation chunk, List<IndexEntry> ofTable) {
    var indexes = new ArrayList<IndexEntry>();
    long chunkId = chunk.info().chunkId();
    int count = chunkId > CHUNK_ID_MAX ? 0 : Math.min(INDEXES_MAX, ofTable.size());
    for (int i = 0; i < count; i++) {
      IndexEntry index = ofTable.get(i);
      boolean isKey = index.constraintOid() != 0;
      int oid = OID_BASE + (int) chunkId * INDEXES_MAX + i;
      indexes.add(
          new IndexEntry(
              oid,
              chunk.schemaOid(),
              isKey ? chunkId + "_" + index.name() : chunk.name() + "_" + index.name(),
              chunk.oid(),
              index.keys(),
              index.isUnique(),
              index.isPrimary(),
              isKey ? oid : 0));
    }
    return indexes;
  }

  /** The chunk that an index of this name would be on; -1 when no chunk's index is called so. */
  static long chunkIdInName(String name) {
    int at = name.indexOf("_chunk_");
    if (at >= 0) {
      return ChunkNames.chunkId(name.substring(0, at) + "_chunk");
    }
    int end = name.indexOf('_');
    boolean isNumber =
        end > 0 && end <= 9 && name.chars().limit(end).allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Long.parseLong(name.substring(0, end)) : -1;
  }

  /** The one of these with an OID, or null. */
  static @Nullable IndexEntry find(List<IndexEntry> indexes, int oid) {
    for (IndexEntry index : indexes) {
      if (index.oid() == oid) {
        return index;
      }
    }
    return null;
  }
}
