/**
 * Data shards: each is one log group with the chunks it owns. {@link
 * org.orrery.cluster.shard.DataShard} applies entries and nothing else changes chunks; {@link
 * org.orrery.cluster.shard.ShardSealer} turns hot rows into segments behind it.
 */
@NullMarked
package org.orrery.cluster.shard;

import org.jspecify.annotations.NullMarked;
