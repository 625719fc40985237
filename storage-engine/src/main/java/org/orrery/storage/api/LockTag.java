package org.orrery.storage.api;

/** What can be locked. */
public sealed interface LockTag {

  /** A table or view, by OID. */
  record Relation(int oid) implements LockTag {}

  /** A hypertable's chunk. Who writes to it holds it, so that it is not dropped meanwhile. */
  record Chunk(long chunkId) implements LockTag {}

  /** The right to be the next that changes a row, which those who wait for it queue for. */
  record Row(long chunkId, long rowId) implements LockTag {}

  /** An open transaction, which holds it; others wait for it by {@code SHARE}. */
  record Transaction(long id) implements LockTag {}

  /**
   * What an application says.
   *
   * @param classId the first of two keys, or the upper half of one
   * @param objectId the second of two keys, or the lower half of one
   * @param form 1 for one key of 64 bits, 2 for two keys
   */
  record Advisory(int classId, int objectId, int form) implements LockTag {}
}
