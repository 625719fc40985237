package org.orrery.storage.segment;

import org.jspecify.annotations.Nullable;
import org.orrery.storage.codec.BlockCodec;

/**
 * What is known about a block (or a whole segment) of one column without decoding it. Values are of
 * the classes of {@code Vector.get}; hot paths read {@link ColumnStatistics} instead.
 *
 * @param rows rows, NULLs included
 * @param nullCount rows that are NULL
 * @param hasBounds whether min and max are known; false for strings over {@link
 *     SegmentFormat#STATISTIC_BYTES_MAX} bytes
 * @param first the first row's value; null when it is NULL or too long
 * @param last the last row's value; null when it is NULL or too long
 * @param min the least value; null when all are NULL or it is not known
 * @param max the greatest value; null when all are NULL or it is not known
 */
public record BlockStats(
    int columnId,
    BlockCodec codec,
    long rows,
    long nullCount,
    boolean hasBounds,
    @Nullable Object first,
    @Nullable Object last,
    @Nullable Object min,
    @Nullable Object max,
    Sum sum) {}
