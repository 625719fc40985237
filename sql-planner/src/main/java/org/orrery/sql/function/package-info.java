/**
 * The registry of functions, operators, casts and aggregates: PostgreSQL's names, OIDs and
 * signatures with the code that computes them. The binder resolves from it, the executor runs from
 * it, and {@code pg_proc}, {@code pg_operator}, {@code pg_cast} and {@code pg_aggregate} are views
 * of it: what is not implemented is not in it.
 */
@NullMarked
package org.orrery.sql.function;

import org.jspecify.annotations.NullMarked;
