/**
 * The functions that look things up in the catalogs, tell about the session, and answer who may do
 * what. They are bound to PostgreSQL's rows of {@code pg_proc}; start at {@link
 * org.orrery.sql.pgcatalog.function.CatalogFunctions}. Comments, rules, triggers, sequences and
 * partitions do not exist yet, so that their functions answer NULL as PostgreSQL's do where there
 * is nothing to tell.
 */
@NullMarked
package org.orrery.sql.pgcatalog.function;

import org.jspecify.annotations.NullMarked;
