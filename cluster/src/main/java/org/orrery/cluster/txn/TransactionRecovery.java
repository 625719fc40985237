package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.orrery.cluster.log.Proposals;
import org.orrery.cluster.owner.ShardOwners;
import org.orrery.cluster.placement.ChunkIndex;
import org.orrery.cluster.placement.ChunkPlace;
import org.orrery.cluster.shard.EntryBuilder;
import org.orrery.storage.chunk.Chunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start does once all logs are replayed and before sessions come: a transaction with a
 * commit record is resolved wherever it still has intents, all others are aborted; chunks that no
 * storage has and storages that no transaction made are removed.
 */
public final class TransactionRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionRecovery.class);

  private final ClusterContext context;

  public TransactionRecovery(ClusterContext context) {
    this.context = context;
  }

  /** Does it, durably. */
  public void run() {
    resolve();
    sweep();
  }

  private void resolve() {
    Map<Long, Long> decisions = new HashMap<>();
    context
        .meta()
        .commits()
        .forEach((transactionId, commit) -> decisions.put(transactionId, commit.timestamp()));
    for (ShardOwners owners : context.shards()) {
      owners
          .shard()
          .commits()
          .forEach((transactionId, commit) -> decisions.put(transactionId, commit.timestamp()));
    }
    List<CompletableFuture<Long>> ended = new ArrayList<>();
    for (ShardOwners owners : context.shards()) {
      for (long transactionId : owners.shard().openTransactions()) {
        Long timestamp = decisions.get(transactionId);
        LOG.info("transaction.recovered transaction={} commit={}", transactionId, timestamp);
        var entry = new EntryBuilder(32);
        ended.add(
            owners.propose(
                timestamp == null
                    ? entry.abort(transactionId)
                    : entry.resolve(transactionId, timestamp)));
      }
    }
    ended.forEach(Proposals::await);
    for (long transactionId : decisions.keySet()) {
      context.meta().forget(transactionId);
      context.shards().forEach(each -> each.shard().forget(transactionId));
    }
  }

  private void sweep() {
    var protocol = new CommitProtocol(context);
    for (ShardOwners owners : context.shards()) {
      List<Long> orphans =
          owners.shard().chunkIds().stream()
              .filter(chunkId -> context.meta().place(chunkId) == null)
              .toList();
      if (!orphans.isEmpty()) {
        LOG.info("chunks.swept shard={} chunks={}", owners.shard().group().value(), orphans);
        Proposals.await(owners.drop(orphans));
      }
    }
    List<Long> storages =
        context.meta().places().stream()
            .map(place -> place.info().storageId())
            .distinct()
            .filter(storageId -> !context.meta().isStorage(storageId) && !hasRows(storageId))
            .toList();
    protocol.dropStorages(storages);
  }

  /** Whether a commit ever put rows into a storage: such a one is never swept. */
  private boolean hasRows(long storageId) {
    ChunkIndex index = context.meta().index(storageId);
    if (index == null) {
      return false;
    }
    for (ChunkPlace place : index.all()) {
      Chunk chunk = context.shard(place.shard()).shard().chunk(place.info().chunkId());
      if (chunk != null && chunk.hasCommittedRows(Long.MAX_VALUE - 1)) {
        return true;
      }
    }
    return false;
  }
}
