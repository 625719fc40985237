/**
 * One chunk's rows: sealed segments, frozen and active hot tables, deletes and intents. {@link
 * org.orrery.storage.chunk.Chunk} is changed by its shard's apply thread alone; readers take one
 * immutable {@link org.orrery.storage.chunk.ChunkVersion} and need no locks.
 */
@NullMarked
package org.orrery.storage.chunk;

import org.jspecify.annotations.NullMarked;
