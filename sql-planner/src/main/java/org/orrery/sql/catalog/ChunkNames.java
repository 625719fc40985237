package org.orrery.sql.catalog;

import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.Deparser;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;

/**
 * Chunks as relations. A chunk's OID is 2³¹ plus its id; its name is its hypertable's prefix, its
 * id and {@code chunk}.
 */
public final class ChunkNames {

  private static final int OID_BASE = 0x8000_0000;
  private static final String SUFFIX = "_chunk";

  private ChunkNames() {}

  /**
   * A chunk with its place in the catalog.
   *
   * @param table its hypertable
   */
  public record Chunk(TableEntry table, TableEntry.Hypertable hypertable, ChunkInfo info) {

    /** Its OID as a relation. */
    public int oid() {
      return ChunkNames.oid(info.chunkId());
    }

    /** Its name as a relation. */
    public String name() {
      return ChunkNames.name(hypertable, info.chunkId());
    }

    /** Its name with its schema. */
    public String qualifiedName() {
      return Deparser.identifier(hypertable.chunkSchema()) + "." + Deparser.identifier(name());
    }
  }

  /** A chunk's OID as a relation. */
  public static int oid(long chunkId) {
    return OID_BASE + (int) chunkId;
  }

  /** Whether an OID is a chunk's. */
  public static boolean isChunk(int oid) {
    return oid < 0;
  }

  /** The chunk id in an OID. */
  public static long chunkId(int oid) {
    return Integer.toUnsignedLong(oid) - Integer.toUnsignedLong(OID_BASE);
  }

  /** A chunk's name as a relation. */
  public static String name(TableEntry.Hypertable hypertable, long chunkId) {
    return hypertable.chunkPrefix() + "_" + chunkId + SUFFIX;
  }

  /** The chunk of an id, or null. */
  public static @Nullable Chunk find(
      Catalog catalog, TableAccess tables, Snapshot snapshot, long chunkId) {
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry table && table.hypertable() != null) {
        for (ChunkInfo info : tables.chunks(table.storageId(), snapshot)) {
          if (info.chunkId() == chunkId) {
            return new Chunk(table, table.hypertable(), info);
          }
        }
      }
    }
    return null;
  }

  /** The chunk of a schema and name, or null. */
  public static @Nullable Chunk find(
      Catalog catalog, TableAccess tables, Snapshot snapshot, String schema, String name) {
    int end = name.length() - SUFFIX.length();
    int start = name.lastIndexOf('_', end - 1) + 1;
    if (!name.endsWith(SUFFIX) || start <= 0 || start >= end) {
      return null;
    }
    String digits = name.substring(start, end);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.length() > 9) {
      return null;
    }
    Chunk chunk = find(catalog, tables, snapshot, Long.parseLong(digits));
    boolean isSame =
        chunk != null
            && chunk.hypertable().chunkSchema().equals(schema)
            && chunk.name().equals(name);
    return isSame ? chunk : null;
  }
}
