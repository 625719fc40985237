/**
 * The PostgreSQL port: {@link org.orrery.pgwire.PgServer} accepts connections, {@code session}
 * leads each through start-up, log-in and requests, {@code codec} turns bytes into messages and
 * back, {@code auth} checks passwords, and {@code spi} is what the database behind it implements.
 *
 * <p>Threads: Netty's event loops only move bytes between sockets and bounded queues; everything
 * that a message means happens on one virtual thread a connection. Read next: {@link
 * org.orrery.pgwire.session.TransitionTable}.
 */
@NullMarked
package org.orrery.pgwire;

import org.jspecify.annotations.NullMarked;
