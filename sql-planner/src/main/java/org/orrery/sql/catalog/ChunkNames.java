package org.orrery.sql.catalog;

/**
 * Names and OIDs of chunks as relations. A chunk's OID is 2³¹ plus its id, which is below 2³⁰; its
 * name is its hypertable's prefix, its id and {@code chunk}.
 */
public final class ChunkNames {

  private static final int OID_BASE = 0x8000_0000;
  private static final int ID_BITS = 30;
  private static final int ID_DIGITS_MAX = 9;

  /** CHECK constraints of a chunk that have OIDs for themselves. */
  private static final int CHECKS_MAX = 64;

  private static final String SUFFIX = "_chunk";

  private ChunkNames() {}

  /** A chunk's OID as a relation. */
  public static int oid(long chunkId) {
    return OID_BASE + (int) chunkId;
  }

  /** The OID of a chunk's CHECK constraint, by its place among them. */
  static int checkOid(long chunkId, int place) {
    return OID_BASE + (int) (chunkId * CHECKS_MAX) + place;
  }

  /** The chunk id in the OID of a CHECK constraint. */
  static long chunkIdOfCheck(int oid) {
    return chunkId(oid) / CHECKS_MAX;
  }

  /** Whether an OID is a chunk's. */
  public static boolean isChunk(int oid) {
    return oid >>> ID_BITS == OID_BASE >>> ID_BITS;
  }

  /** The chunk id in an OID. */
  public static long chunkId(int oid) {
    return Integer.toUnsignedLong(oid) - Integer.toUnsignedLong(OID_BASE);
  }

  /** A chunk's name as a relation. */
  public static String name(TableEntry.Hypertable hypertable, long chunkId) {
    return hypertable.chunkPrefix() + "_" + chunkId + SUFFIX;
  }

  /** The chunk id in a name; -1 when no chunk can have it. */
  static long chunkId(String name) {
    int end = name.length() - SUFFIX.length();
    int start = name.lastIndexOf('_', end - 1) + 1;
    boolean isShort = end - start <= ID_DIGITS_MAX;
    if (!name.endsWith(SUFFIX) || start <= 0 || start >= end || !isShort) {
      return -1;
    }
    String digits = name.substring(start, end);
    return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(digits) : -1;
  }
}
