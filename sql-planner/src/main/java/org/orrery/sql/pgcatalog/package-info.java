/**
 * The system catalogs: {@code pg_catalog}, {@code information_schema} and TimescaleDB's views as
 * ordinary relations, made of the catalog value, the function registry and the session when they
 * are read; and the functions that look things up in them.
 *
 * <p>Every relation has exactly PostgreSQL 15's columns, read from the resource {@code
 * relations.tsv}; columns of types that Orrery does not have are {@code text}, and the domains of
 * {@code information_schema} are their base types. A relation that nothing fills is empty because
 * Orrery has no such objects. Start at {@link org.orrery.sql.pgcatalog.SystemRelations}; what fills
 * the relations is in {@code pgcatalog.relation}, the functions are in {@code pgcatalog.function}.
 */
@NullMarked
package org.orrery.sql.pgcatalog;

import org.jspecify.annotations.NullMarked;
