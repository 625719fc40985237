/**
 * What of a shard's chunks is in sealed files: the log's snapshot. A chunk's state is replaced
 * whole by each edit; the log from {@link org.orrery.storage.manifest.ChunkState#replayFrom} on
 * gives the rest.
 */
@NullMarked
package org.orrery.storage.manifest;

import org.jspecify.annotations.NullMarked;
