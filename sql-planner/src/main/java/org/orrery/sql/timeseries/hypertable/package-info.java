/**
 * The functions of the {@code timescaledb} extension that make and manage hypertables and chunks.
 * They run inside queries and change the session's transaction through {@link
 * org.orrery.sql.session.SessionAccess}.
 */
@NullMarked
package org.orrery.sql.timeseries.hypertable;

import org.jspecify.annotations.NullMarked;
