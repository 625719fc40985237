/**
 * The time-series functions of the {@code timescaledb} extension: buckets, first, last, histogram.
 */
@NullMarked
package org.orrery.sql.timeseries;

import org.jspecify.annotations.NullMarked;
