package org.orrery.pgwire.spi;

import org.orrery.base.error.OrreryException;

/**
 * How long a client may say nothing.
 *
 * @param reason ends the session after that
 */
public record IdleLimit(long nanos, OrreryException reason) {}
