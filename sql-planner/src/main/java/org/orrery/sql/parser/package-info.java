/**
 * From SQL text to the syntax tree of {@link org.orrery.sql.parser.ast} and back: lexer, key words,
 * parsers for PostgreSQL 15's grammar, and the deparser.
 *
 * <p>Invariants: the only exception is {@code OrreryException}; positions are UTF-16 offsets into
 * the whole query string; nothing here knows the catalog. Threads: {@code PgParser.parse} may be
 * called from any thread, its helpers are confined to one call.
 */
@NullMarked
package org.orrery.sql.parser;

import org.jspecify.annotations.NullMarked;
