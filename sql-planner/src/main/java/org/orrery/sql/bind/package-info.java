/**
 * The binder: turns a syntax tree into typed relational algebra by PostgreSQL's rules. Names are
 * looked up in {@link org.orrery.sql.bind.Scope}s, expressions become Rex calls of the vocabulary
 * that {@code sql.plan} describes, {@code unknown} literals and {@code $n} get their types from
 * where they stand, and every error has PostgreSQL's SQLSTATE, words and position.
 *
 * <p>Start with {@link org.orrery.sql.bind.Binder}. One {@link org.orrery.sql.bind.Analysis} serves
 * one statement; nothing here is shared between threads. No Rex or row type made here carries a
 * type modifier: those are kept beside, for the result's description and for length coercions.
 */
@NullMarked
package org.orrery.sql.bind;

import org.jspecify.annotations.NullMarked;
