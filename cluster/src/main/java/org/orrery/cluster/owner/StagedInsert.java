package org.orrery.cluster.owner;

import java.util.concurrent.CompletableFuture;

/**
 * What became of the rows of an {@link ShardOwners#insert}.
 *
 * @param conflicts for each row the name of the row that has its key, negative for those staged
 * @param applied completes when the others are staged
 */
public record StagedInsert(long[] conflicts, CompletableFuture<Long> applied) {}
