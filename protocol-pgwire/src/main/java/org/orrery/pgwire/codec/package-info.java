/**
 * Bytes to messages and messages to bytes, for protocol 3.0 of PostgreSQL. Nothing here knows
 * sockets or sessions. Every length a client claims is checked against {@link
 * org.orrery.pgwire.codec.WireLimits} before anything of that size is allocated.
 *
 * @see <a href="https://www.postgresql.org/docs/15/protocol-message-formats.html">PostgreSQL 15,
 *     Message Formats</a>
 */
@NullMarked
package org.orrery.pgwire.codec;

import org.jspecify.annotations.NullMarked;
