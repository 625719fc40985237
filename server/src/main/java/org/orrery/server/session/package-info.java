/**
 * Joins the wire protocol to SQL sessions: {@code pgwire.spi} on one side, {@code sql.session} on
 * the other, and no logic of its own.
 */
@NullMarked
package org.orrery.server.session;

import org.jspecify.annotations.NullMarked;
