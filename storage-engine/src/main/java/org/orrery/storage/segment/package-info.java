/**
 * Segment files: immutable, sorted, checksummed columns of a chunk. {@link
 * org.orrery.storage.segment.SegmentFormat} documents every byte.
 *
 * <p>A {@link org.orrery.storage.segment.SegmentWriter} writes one file front to back; a {@link
 * org.orrery.storage.segment.SegmentReader} maps it and decodes single blocks; a {@link
 * org.orrery.storage.segment.SegmentHandle} counts the readers of a mapping; a {@link
 * org.orrery.storage.segment.SegmentVerifier} checks a file against itself. Damaged bytes are
 * {@code XX001 data_corrupted} that names the segment, never data.
 */
@NullMarked
package org.orrery.storage.segment;

import org.jspecify.annotations.NullMarked;
