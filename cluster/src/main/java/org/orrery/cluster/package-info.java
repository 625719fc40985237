/**
 * A node: {@link org.orrery.cluster.LocalNode} opens logs, shards and manifests, recovers, and
 * offers {@link org.orrery.storage.api.TableAccess}. Below it, from the log upwards: {@code log},
 * {@code tso}, {@code placement}, {@code meta}, {@code shard}, {@code owner}, {@code txn}.
 */
@NullMarked
package org.orrery.cluster;

import org.jspecify.annotations.NullMarked;
