/**
 * Sessions: transactions, settings, the one namespace of prepared statements, portals and cursors,
 * and running statements. What clients see of it is {@link org.orrery.sql.session.SqlSession};
 * {@code server} adapts it to the wire. Utility statements are in {@code sql.command}, COPY in
 * {@code sql.copy}.
 *
 * <p>A session is used by one thread at a time, except where a method says otherwise.
 */
@NullMarked
package org.orrery.sql.session;

import org.jspecify.annotations.NullMarked;
