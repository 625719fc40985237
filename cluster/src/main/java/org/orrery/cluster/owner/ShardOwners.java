package org.orrery.cluster.owner;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.actor.Mailbox;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Scheduler;
import org.orrery.cluster.log.Durability;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.log.ReplicatedLog;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.shard.DataShard;
import org.orrery.cluster.shard.EntryBuilder;
import org.orrery.cluster.tso.TimestampOracle;
import org.orrery.data.Batch;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.chunk.BatchEntryCodec;
import org.orrery.storage.chunk.Chunk;

/**
 * The owners of a shard's chunks and their mailbox. Any thread may call; an answer's future
 * completes when the entry is durable and applied, or fails with the error of the write.
 */
public final class ShardOwners implements AutoCloseable {

  /** Messages that may wait for a shard. */
  private static final int MAILBOX_CAPACITY = 1024;

  /** Instead of a row's name. */
  public static final long NO_ROW = KeyGuard.NO_CONFLICT;

  private static final long SUBMIT_NANOS_MAX = 10_000_000_000L;

  /** Rows named in one entry. */
  private static final int DELETES_MAX = 32_768;

  private final DataShard shard;
  private final ReplicatedLog log;
  private final TimestampOracle oracle;
  private final Clock clock;
  private final KeyFormatter formatter;
  private final LongPredicate isPlaced;
  private final Mailbox mailbox;

  /** By chunk; the mailbox's. */
  private final Map<Long, ChunkOwner> owners = new HashMap<>();

  /**
   * Owners of an open shard.
   *
   * @param isPlaced whether a chunk has not been dropped
   */
  public ShardOwners(
      DataShard shard,
      ReplicatedLog log,
      TimestampOracle oracle,
      Clock clock,
      Scheduler scheduler,
      KeyFormatter formatter,
      LongPredicate isPlaced) {
    this.shard = shard;
    this.log = log;
    this.oracle = oracle;
    this.clock = clock;
    this.formatter = formatter;
    this.isPlaced = isPlaced;
    this.mailbox =
        new Mailbox("shard-" + shard.group().value(), MAILBOX_CAPACITY, clock, scheduler);
  }

  /** The shard. */
  public DataShard shard() {
    return shard;
  }

  /** Runs a message on the mailbox; what it returns ends the answer. */
  private <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> message) {
    var answer = new CompletableFuture<T>();
    mailbox.submit(
        () -> {
          try {
            // Transactions that a failed log could not undo hold what they held: do not wait.
            log.requireIntact();
            CompletableFuture<T> _ =
                message.get().whenComplete((value, error) -> complete(answer, value, error));
          } catch (OrreryException e) {
            answer.completeExceptionally(e);
          } catch (RuntimeException e) {
            answer.completeExceptionally(Invariant.broken("an owner failed").causedBy(e));
          }
        },
        clock.nanos() + SUBMIT_NANOS_MAX);
    return answer;
  }

  private static <T> void complete(
      CompletableFuture<T> answer, T value, @Nullable Throwable error) {
    if (error == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(Proposals.error(error));
    }
  }

  /**
   * Commits rows of chunks of this shard in one entry. The commit is ended before the future
   * completes, unless the log fails.
   */
  public CompletableFuture<TimestampOracle.Commit> append(List<OwnerWrite> writes) {
    return ask(
        () -> {
          for (OwnerWrite write : writes) {
            activate(write.place(), write.schema()).checkRows(write, 0);
          }
          TimestampOracle.Commit commit = oracle.beginCommit();
          CompletableFuture<Long> applied;
          try {
            var entry = new EntryBuilder(sizeOf(writes));
            for (OwnerWrite write : writes) {
              entry.append(write.place().info().chunkId(), commit.timestamp(), write.rows());
            }
            applied = propose(entry);
          } catch (OrreryException e) {
            oracle.endCommit(commit);
            throw e;
          }
          proposed(writes, applied);
          return applied.handle((_, error) -> ended(commit, error));
        });
  }

  private TimestampOracle.Commit ended(TimestampOracle.Commit commit, @Nullable Throwable error) {
    if (error == null) {
      oracle.endCommit(commit);
      return commit;
    }
    OrreryException known = Proposals.error(error);
    if (known.state() == SqlState.DISK_FULL) {
      // Nothing was logged. After other errors nobody knows: the node has failed.
      oracle.endCommit(commit);
    }
    throw OwnerErrors.ofDecision(known);
  }

  /** Stages rows of chunks of this shard in one entry. */
  public CompletableFuture<Long> stage(long transactionId, int sub, List<OwnerWrite> writes) {
    return ask(
        () -> {
          for (OwnerWrite write : writes) {
            activate(write.place(), write.schema()).checkRows(write, transactionId);
          }
          var entry = new EntryBuilder(sizeOf(writes));
          for (OwnerWrite write : writes) {
            entry.stage(write.place().info().chunkId(), transactionId, sub, write.rows());
          }
          CompletableFuture<Long> applied = propose(entry);
          proposed(writes, applied);
          return applied;
        });
  }

  /**
   * Stages those rows whose keys are free. The answer does not wait for that.
   *
   * @param arbiters OIDs of the indexes that decide which these are
   * @param lock how the rows in the way of the others are locked; null for not at all
   */
  public CompletableFuture<StagedInsert> insert(
      long transactionId,
      int sub,
      OwnerWrite write,
      List<Integer> arbiters,
      @Nullable RowLock lock) {
    return ask(
        () -> {
          ChunkOwner owner = activate(write.place(), write.schema());
          long[] conflicts = owner.checkRows(write.rows(), transactionId, arbiters);
          if (lock != null) {
            owner.rows().lockFound(conflicts, transactionId, sub, lock);
          }
          byte[] rows = freeRows(write, conflicts);
          CompletableFuture<Long> applied = CompletableFuture.completedFuture(0L);
          if (rows.length > 0) {
            var entry = new EntryBuilder(rows.length + EntryBuilder.ROWS_OVERHEAD_BYTES);
            entry.stage(write.place().info().chunkId(), transactionId, sub, rows);
            applied = propose(entry);
            owner.proposed(applied);
          }
          return CompletableFuture.completedFuture(new StagedInsert(conflicts, applied));
        });
  }

  /** The rows without conflict, encoded; empty when there are none. */
  private static byte[] freeRows(OwnerWrite write, long[] conflicts) {
    int free = 0;
    for (long conflict : conflicts) {
      free += conflict == KeyGuard.NO_CONFLICT ? 1 : 0;
    }
    if (free == 0 || free == conflicts.length) {
      return free == 0 ? new byte[0] : write.rows();
    }
    var reader = new BatchEntryCodec.Reader();
    var writer = new BatchEntryCodec.Writer();
    reader.open(write.rows(), 0, write.rows().length, write.schema());
    writer.begin(write.schema());
    int first = 0;
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      int[] selection = new int[batch.rowCount()];
      int count = 0;
      for (int row = 0; row < batch.rowCount(); row++) {
        if (conflicts[first + row] == KeyGuard.NO_CONFLICT) {
          selection[count++] = row;
        }
      }
      first += batch.rowCount();
      batch.select(selection, count);
      writer.add(batch);
    }
    return Arrays.copyOf(writer.body().array(), writer.size());
  }

  private void proposed(List<OwnerWrite> writes, CompletableFuture<Long> applied) {
    for (OwnerWrite write : writes) {
      ChunkOwner owner = owners.get(write.place().info().chunkId());
      if (owner != null) {
        owner.proposed(applied);
      }
    }
  }

  private static int sizeOf(List<OwnerWrite> writes) {
    int size = 16;
    for (OwnerWrite write : writes) {
      size += write.rows().length + EntryBuilder.ROWS_OVERHEAD_BYTES;
    }
    return size;
  }

  /**
   * Stages deletions; answers how many rows.
   *
   * @param isReplaced whether rows with the same keys of columns take their places
   */
  public CompletableFuture<Integer> delete(
      long transactionId,
      int sub,
      Snapshot snapshot,
      TableSchema schema,
      ChunkPlace place,
      long[] rowIds,
      boolean isReplaced) {
    return ask(
        () -> {
          long chunkId = place.info().chunkId();
          ChunkOwner owner = activate(place, schema);
          long[] names =
              owner
                  .rows()
                  .checkDelete(
                      new Snapshot(snapshot.readTimestamp(), transactionId),
                      sub,
                      rowIds,
                      isReplaced);
          CompletableFuture<Integer> answer = CompletableFuture.completedFuture(names.length);
          for (int from = 0; from < names.length; from += DELETES_MAX) {
            int to = Math.min(names.length, from + DELETES_MAX);
            var entry = new EntryBuilder(64 + (to - from) * Long.BYTES);
            entry.stageDelete(chunkId, transactionId, sub, names, from, to);
            CompletableFuture<Long> applied = propose(entry);
            owner
                .rows()
                .proposedDelete(applied, transactionId, Arrays.copyOfRange(names, from, to));
            answer = answer.thenCombine(applied, (count, _) -> count);
          }
          return answer;
        });
  }

  /** Locks rows of a chunk until {@link #unlock}; answers which are locked. */
  public CompletableFuture<boolean[]> lock(
      TableSchema schema, ChunkPlace place, RowLockRequest request) {
    return ask(
        () -> CompletableFuture.completedFuture(activate(place, schema).rows().lock(request)));
  }

  /** Locks keys of a chunk FOR KEY SHARE; see {@link ChunkOwner#lockKeys}. */
  public CompletableFuture<long[]> lockKeys(
      TableSchema schema,
      ChunkPlace place,
      UniqueKey key,
      Batch keys,
      long transactionId,
      int sub) {
    return ask(
        () ->
            CompletableFuture.completedFuture(
                activate(place, schema).lockKeys(key.indexOid(), keys, transactionId, sub)));
  }

  /** Releases the row locks that a transaction took from a sub-transaction on. */
  public CompletableFuture<Integer> unlock(long transactionId, int firstSub) {
    return ask(
        () -> {
          owners.values().forEach(each -> each.rows().release(transactionId, firstSub));
          return CompletableFuture.completedFuture(0);
        });
  }

  /** Removes chunks that the meta group has dropped. */
  public CompletableFuture<Long> drop(List<Long> chunkIds) {
    return ask(
        () -> {
          var entry = new EntryBuilder(16 * chunkIds.size() + 16);
          for (long chunkId : chunkIds) {
            entry.ownerDrop(chunkId);
            ChunkOwner owner = owners.remove(chunkId);
            if (owner != null) {
              owner.close();
            }
          }
          return propose(entry);
        });
  }

  /** Proposes an entry that needs no validation, such as a transaction's end. */
  public CompletableFuture<Long> propose(EntryBuilder entry) {
    ByteBuffer bytes = entry.build();
    return log.append(shard.group(), bytes, Durability.SYNC);
  }

  /** The owner of a chunk, which exists and has at least this schema when it returns. */
  private ChunkOwner activate(ChunkPlace place, TableSchema schema) {
    long chunkId = place.info().chunkId();
    ChunkOwner owner = owners.get(chunkId);
    if (owner == null) {
      owner = new ChunkOwner(present(place, schema), formatter);
      owners.put(chunkId, owner);
    }
    if (owner.chunk().schema().version() < schema.version()) {
      Proposals.await(propose(new EntryBuilder(1024).schemaBump(chunkId, schema)));
    }
    return owner;
  }

  private Chunk present(ChunkPlace place, TableSchema schema) {
    long chunkId = place.info().chunkId();
    Chunk chunk = shard.chunk(chunkId);
    if (chunk == null) {
      if (!isPlaced.test(chunkId)) {
        throw OwnerErrors.concurrentUpdate();
      }
      Proposals.await(propose(new EntryBuilder(1024).ownerCreate(place.info(), schema)));
      chunk = shard.chunk(chunkId);
    }
    if (chunk == null) {
      throw Invariant.broken("a chunk that was made does not exist");
    }
    return chunk;
  }

  /** Answers what waits, then stops. */
  @Override
  public void close() {
    mailbox.close();
    owners.values().forEach(ChunkOwner::close);
  }
}
