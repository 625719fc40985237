/**
 * Chunk owners: virtual actors that validate writes and propose them. All owners of a shard run on
 * the one thread of its mailbox ({@link org.orrery.cluster.owner.ShardOwners}); an owner comes into
 * being with the first message for its chunk. It decides against applied state and its own
 * proposals on their way.
 */
@NullMarked
package org.orrery.cluster.owner;

import org.jspecify.annotations.NullMarked;
