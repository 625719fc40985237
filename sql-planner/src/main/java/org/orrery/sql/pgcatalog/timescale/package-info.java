/** What fills {@code timescaledb_information} and {@code _timescaledb_catalog}. */
@NullMarked
package org.orrery.sql.pgcatalog.timescale;

import org.jspecify.annotations.NullMarked;
