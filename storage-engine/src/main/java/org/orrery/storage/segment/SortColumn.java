package org.orrery.storage.segment;

/**
 * One column of a segment's sort key. Values compare as statistics do ({@link SegmentFormat}).
 *
 * @param columnId the column
 * @param isDescending greatest value first
 * @param isNullsFirst NULLs before all values, whatever the direction
 */
public record SortColumn(int columnId, boolean isDescending, boolean isNullsFirst) {}
