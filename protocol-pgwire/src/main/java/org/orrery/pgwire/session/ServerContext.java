package org.orrery.pgwire.session;

import java.time.Duration;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;
import org.orrery.pgwire.spi.SessionBackend;

/**
 * What all connections of a server share.
 *
 * @param authenticationTimeout how long a client may take from connecting to being let in
 * @param mockSecret what the salts of unknown users come from
 * @param inbound received bytes that wait for their sessions
 * @param outbound bytes handed to sockets and not yet sent
 */
public record ServerContext(
    SessionBackend backend,
    Scheduler scheduler,
    Rng rng,
    CancelKeys cancelKeys,
    ConnectionCounts counts,
    Duration authenticationTimeout,
    byte[] mockSecret,
    ByteGauge inbound,
    ByteGauge outbound) {}
