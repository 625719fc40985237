package org.orrery.storage.segment;

import org.orrery.data.PhysicalKind;

/**
 * A column of a segment.
 *
 * @param columnId stable for the life of the table, from 0, never reused: adding and dropping
 *     columns is metadata only
 * @param kind how its values lie on disk
 */
public record SegmentColumn(int columnId, PhysicalKind kind) {}
