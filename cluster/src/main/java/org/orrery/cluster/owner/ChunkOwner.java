package org.orrery.cluster.owner;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.storage.api.ConcurrentChange;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.chunk.Chunk;
import org.orrery.storage.chunk.KeyMatches;

/** The sole writer of one chunk. Runs on its shard's mailbox. */
final class ChunkOwner implements AutoCloseable {

  private final Chunk chunk;
  private final KeyFormatter formatter;
  private final RowGuard rows;
  private @Nullable KeyGuard keys;

  ChunkOwner(Chunk chunk, KeyFormatter formatter) {
    this.chunk = chunk;
    this.formatter = formatter;
    this.rows = new RowGuard(chunk);
  }

  Chunk chunk() {
    return chunk;
  }

  /** Checks keys; {@link #proposed} must follow when the rows are proposed. */
  void checkRows(OwnerWrite write, long transactionId) {
    KeyGuard guard = keys();
    if (guard != null) {
      guard.check(write.rows(), transactionId, write.areSuccessors());
    }
  }

  /**
   * Names the rows that stand in the way of some of these; {@link #proposed} must follow when the
   * others are proposed.
   *
   * @param arbiters OIDs of the indexes that decide
   * @return for each row a name or {@link KeyGuard#NO_CONFLICT}
   */
  long[] checkRows(byte[] rows, long transactionId, List<Integer> arbiters) {
    KeyGuard guard = keys();
    if (guard == null) {
      throw Invariant.broken("the table of an ON CONFLICT has no keys");
    }
    List<UniqueKey> known = guard.schema().uniqueKeys();
    Set<Integer> indexes = new LinkedHashSet<>();
    for (int index = 0; index < known.size(); index++) {
      if (arbiters.contains(known.get(index).indexOid())) {
        indexes.add(index);
      }
    }
    if (indexes.size() != arbiters.size()) {
      // An index was dropped since the statement was planned.
      throw OwnerErrors.concurrentUpdate();
    }
    return guard.check(rows, transactionId, indexes);
  }

  /**
   * Looks up keys among the newest rows and locks those found FOR KEY SHARE.
   *
   * @param indexOid the key's index
   * @param keys the key's columns, in its order
   * @return for each selected row the name of the row that has its key, {@link
   *     KeyGuard#NO_CONFLICT} for none
   * @throws org.orrery.base.error.OrreryException {@code 40001} caused by {@link HeldByOther}
   */
  long[] lockKeys(int indexOid, Batch keys, long transactionId, int sub) {
    KeyGuard guard = keys();
    if (guard == null) {
      throw OwnerErrors.concurrentUpdate();
    }
    while (true) {
      KeyMatches matches = guard.find(indexOid, keys, transactionId);
      long[] names = new long[keys.size()];
      for (int i = 0; i < names.length; i++) {
        boolean isThere = matches.kind(i) != KeyMatches.Kind.NONE;
        names[i] = isThere ? matches.value(i) : KeyGuard.NO_CONFLICT;
      }
      try {
        rows.checkShared(names, transactionId);
        for (int i = 0; i < names.length; i++) {
          if (names[i] != KeyGuard.NO_CONFLICT) {
            long hash = guard.hash(indexOid, keys, i);
            rows.keyLocks().take(indexOid, hash, transactionId, sub);
          }
        }
        return names;
      } catch (OrreryException e) {
        if (!(e.getCause() instanceof ConcurrentChange)) {
          throw e;
        }
        // A row found has just gone; another one may have its key now.
      }
    }
  }

  private @Nullable KeyGuard keys() {
    TableSchema schema = chunk.schema();
    KeyGuard guard = keys;
    if (guard != null && guard.schema().version() != schema.version()) {
      guard.close();
      guard = null;
    }
    if (guard == null && !schema.uniqueKeys().isEmpty()) {
      guard = new KeyGuard(chunk, schema, formatter);
    }
    keys = guard;
    return guard;
  }

  /** The rows checked last are on their way. */
  void proposed(CompletableFuture<?> applied) {
    KeyGuard guard = keys;
    if (guard != null) {
      guard.proposed(applied);
    }
  }

  /** Who may delete and lock rows. */
  RowGuard rows() {
    return rows;
  }

  @Override
  public void close() {
    KeyGuard guard = keys;
    if (guard != null) {
      guard.close();
    }
  }
}
