/**
 * One connection's life: start-up, authentication, requests, copies, end. What each message does in
 * each state is the data of {@link org.orrery.pgwire.session.TransitionTable}; {@link
 * org.orrery.pgwire.session.ClientConnection} runs it on one virtual thread, between two bounded
 * buffers ({@link org.orrery.pgwire.session.InboundBytes}, {@link
 * org.orrery.pgwire.session.OutboundBytes}) that hand back-pressure to the socket in both
 * directions. Transactions, statements and portals live behind {@code spi}.
 */
@NullMarked
package org.orrery.pgwire.session;

import org.jspecify.annotations.NullMarked;
