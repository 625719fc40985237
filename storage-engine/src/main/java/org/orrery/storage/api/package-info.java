/**
 * Where SQL and cluster meet. {@code sql-planner} reads and writes tables through {@link
 * org.orrery.storage.api.TableAccess}, which {@code cluster} implements; {@code server} hands one
 * to the other. Everything here is an interface or an immutable value, in terms of {@code base} and
 * {@code data}.
 *
 * <p>A table's rows live in its <em>storage</em> (an id that TRUNCATE replaces), which is divided
 * into chunks: many by time for a hypertable, one without bounds for a plain table.
 */
@NullMarked
package org.orrery.storage.api;

import org.jspecify.annotations.NullMarked;
