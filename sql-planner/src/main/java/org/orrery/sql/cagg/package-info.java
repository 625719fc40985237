/**
 * Continuous aggregates: their creation and refresh, and the record of what has changed since.
 *
 * <p>Rows are kept in a hypertable, final values for each bucket and group. Two times, kept in
 * tables of the catalog schema, say what of it counts. The <em>threshold</em> of a source: who
 * changes rows below it says so, in a row of the invalidation log that commits with the change. The
 * <em>watermark</em> of an aggregate: a real-time read takes kept rows below it and computes the
 * others. Why no change is missed: {@code docs/decisions/0009-invalidation-by-writers.md}.
 *
 * <p>Times of the tables are those of {@link org.orrery.sql.cagg.InternalTime}; everywhere else
 * they are in the physical unit of the time column. Threads: the session's.
 */
@NullMarked
package org.orrery.sql.cagg;

import org.jspecify.annotations.NullMarked;
