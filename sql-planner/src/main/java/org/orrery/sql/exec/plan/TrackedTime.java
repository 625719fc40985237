package org.orrery.sql.exec.plan;

/**
 * That the session is told in which ranges of time a statement changes a hypertable's rows.
 *
 * @param column position of the time column
 * @param width rows that lie further apart are told of one by one: the width of a chunk
 * @param isAssigned whether an UPDATE may give rows another time
 */
public record TrackedTime(int column, long width, boolean isAssigned) {}
