package org.orrery.storage.chunk;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.manifest.SegmentFile;

/**
 * A hot table sealed into a file that is durable but not yet part of its chunk.
 *
 * @param source what was sealed
 * @param file the file; null when no row was left
 * @param rows its rows; null likewise
 * @param ordinals for each row of the hot table its ordinal in the segment, -1 for rows left out
 * @param versions commits of its rows; null when every snapshot sees them
 */
public record SealedHot(
    FrozenHot source,
    @Nullable SegmentFile file,
    @Nullable SealedRows rows,
    int[] ordinals,
    @Nullable RowVersions versions) {}
