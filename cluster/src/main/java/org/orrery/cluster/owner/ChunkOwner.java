package org.orrery.cluster.owner;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.chunk.Chunk;

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
  void checkRows(byte[] rows, long transactionId) {
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
    if (guard != null) {
      guard.check(rows, transactionId);
    }
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
