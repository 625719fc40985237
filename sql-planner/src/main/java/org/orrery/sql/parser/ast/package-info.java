/**
 * The syntax tree: immutable records under sealed interfaces, free of names' meaning. Each node
 * ends with the UTF-16 offset of the token PostgreSQL would point at, or -1 when it has no place in
 * the text (nodes made by the system). Identifiers are already folded and truncated as PostgreSQL
 * does.
 *
 * <p>Start with {@link org.orrery.sql.parser.ast.Statement}, {@link
 * org.orrery.sql.parser.ast.SelectStatement} and {@link org.orrery.sql.parser.ast.Expression}.
 */
@NullMarked
package org.orrery.sql.parser.ast;

import org.jspecify.annotations.NullMarked;
