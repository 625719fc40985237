package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.meta.MetaEntry;
import org.orrery.cluster.meta.MetaResult;
import org.orrery.cluster.owner.OwnerErrors;
import org.orrery.cluster.owner.OwnerWrite;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.shard.EntryBuilder;
import org.orrery.cluster.tso.TimestampOracle.Commit;
import org.orrery.storage.api.CatalogEdit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a transaction ends. Its decision is one entry: in the home shard (the first it wrote to), or
 * in the meta group when it changes the catalog. Then the other participants are told. The commit
 * timestamp is taken before the decision is proposed and ended after the last participant has
 * applied it, so snapshots see all of it or nothing, and in the order of timestamps.
 */
final class CommitProtocol {

  private static final Logger LOG = LoggerFactory.getLogger(CommitProtocol.class);

  private static final long RETRY_NANOS = 100_000_000;

  private final ClusterContext context;

  CommitProtocol(ClusterContext context) {
    this.context = context;
  }

  /** Commits rows of one shard that were not staged; returns the commit timestamp. */
  long commitRows(int shard, List<OwnerWrite> writes, HolderWaits waits) {
    Commit commit = waits.await(() -> context.shard(shard).append(writes));
    awaitVisible(commit);
    return commit.timestamp();
  }

  /** Waits for a decision; an error that leaves its fate open becomes {@code 08007}. */
  private static void awaitDecision(CompletableFuture<Long> decision) {
    try {
      Proposals.await(decision);
    } catch (OrreryException e) {
      throw OwnerErrors.ofDecision(e);
    }
  }

  private static void awaitVisible(Commit commit) {
    try {
      Proposals.await(commit.visible());
    } catch (OrreryException e) {
      throw OwnerErrors.outcomeUnknown(e);
    }
  }

  /** Commits staged rows; the first participant is home. */
  long commitStaged(long transactionId, List<Integer> participants) {
    int home = participants.getFirst();
    List<Integer> others = participants.subList(1, participants.size());
    Commit commit = context.oracle().beginCommit();
    try {
      var entry = new EntryBuilder(64).commit(transactionId, commit.timestamp(), others);
      awaitDecision(context.shard(home).propose(entry));
    } catch (OrreryException e) {
      endUnlessUnknown(commit, e);
      throw e;
    }
    resolve(transactionId, commit, others);
    context.shard(home).shard().forget(transactionId);
    return finish(commit);
  }

  private void endUnlessUnknown(Commit commit, OrreryException error) {
    if (error.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN) {
      context.oracle().endCommit(commit);
    }
  }

  private void resolve(long transactionId, Commit commit, List<Integer> participants) {
    tell(participants, () -> new EntryBuilder(32).resolve(transactionId, commit.timestamp()));
  }

  /**
   * Proposes an entry to shards until each has applied it: a decision that is taken must reach its
   * participants, so a full disk or an overloaded log is waited for. Other errors end the node.
   */
  private void tell(List<Integer> shards, Supplier<EntryBuilder> entry) {
    // A cancelled statement cannot take back what is decided.
    boolean wasInterrupted = Thread.interrupted();
    try {
      tellAll(shards, entry);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tellAll(List<Integer> shards, Supplier<EntryBuilder> entry) {
    List<CompletableFuture<Long>> told = new ArrayList<>();
    for (int shard : shards) {
      told.add(propose(shard, entry));
    }
    for (int i = 0; i < told.size(); i++) {
      CompletableFuture<Long> attempt = told.get(i);
      while (!isApplied(attempt)) {
        pause();
        attempt = propose(shards.get(i), entry);
      }
    }
  }

  private CompletableFuture<Long> propose(int shard, Supplier<EntryBuilder> entry) {
    try {
      return context.shard(shard).propose(entry.get());
    } catch (OrreryException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** False when the attempt is to be repeated. */
  private static boolean isApplied(CompletableFuture<Long> attempt) {
    try {
      Proposals.await(attempt);
      return true;
    } catch (OrreryException e) {
      return switch (e.state()) {
        case DISK_FULL, INSUFFICIENT_RESOURCES, QUERY_CANCELED -> false;
        default -> throw OwnerErrors.outcomeUnknown(e);
      };
    }
  }

  private void pause() {
    try {
      context.clock().sleepUntil(context.clock().nanos() + RETRY_NANOS);
    } catch (InterruptedException e) {
      LOG.debug("interrupted while a decision is on its way", e);
    }
  }

  private long finish(Commit commit) {
    context.oracle().endCommit(commit);
    awaitVisible(commit);
    return commit.timestamp();
  }

  /** Commits catalog changes and staged rows; home is the meta group. */
  long commitCatalog(long transactionId, CatalogEdit edit, List<Integer> participants) {
    Commit commit = context.oracle().beginCommit();
    MetaResult result;
    try {
      result = decideCatalog(transactionId, commit, edit, participants);
    } catch (OrreryException e) {
      endUnlessUnknown(commit, e);
      throw e;
    }
    return switch (result) {
      case MetaResult.Done(List<ChunkPlace> dropped) -> {
        resolve(transactionId, commit, participants);
        context.meta().forget(transactionId);
        long timestamp = finish(commit);
        dropChunks(dropped);
        yield timestamp;
      }
      case MetaResult.NameTaken(_, String name) -> {
        context.oracle().endCommit(commit);
        throw OrreryException.of(SqlState.DUPLICATE_OBJECT, "object \"%s\" already exists", name);
      }
      case MetaResult.Changed _, MetaResult.Oids _, MetaResult.Placed _, MetaResult.Values _ -> {
        context.oracle().endCommit(commit);
        throw OwnerErrors.concurrentUpdate();
      }
    };
  }

  private MetaResult decideCatalog(
      long transactionId, Commit commit, CatalogEdit edit, List<Integer> participants) {
    try {
      return context
          .meta()
          .propose(new MetaEntry.Commit(transactionId, commit.timestamp(), edit, participants));
    } catch (OrreryException e) {
      throw OwnerErrors.ofDecision(e);
    }
  }

  /** Has the owners drop chunks that the meta group does not know any more. */
  void dropChunks(Collection<ChunkPlace> chunks) {
    Map<Integer, List<Long>> byShard = new LinkedHashMap<>();
    for (ChunkPlace each : chunks) {
      byShard.computeIfAbsent(each.shard(), _ -> new ArrayList<>()).add(each.info().chunkId());
    }
    try {
      List<CompletableFuture<Long>> dropped = new ArrayList<>();
      byShard.forEach((shard, ids) -> dropped.add(context.shard(shard).drop(ids)));
      dropped.forEach(Proposals::await);
    } catch (OrreryException e) {
      // The chunks are out of the index, so nobody sees them; the next start removes the rest.
      LOG.warn("chunks.drop.failed chunks={}", chunks.size(), e);
    }
  }

  /** Removes storages that no committed transaction made, with what was staged in them. */
  void dropStorages(Collection<Long> storageIds) {
    for (long storageId : storageIds) {
      if (context.meta().index(storageId) != null) {
        dropChunks(context.meta().dropStorage(storageId));
      }
    }
  }

  /** Undoes a transaction. What cannot be undone now, the next start undoes. */
  void abort(long transactionId, List<Integer> participants, Collection<Long> storageIds) {
    try {
      tell(participants, () -> new EntryBuilder(32).abort(transactionId));
      dropStorages(storageIds);
    } catch (OrreryException e) {
      LOG.warn("transaction.abort.failed transaction={}", transactionId, e);
    }
  }
}
