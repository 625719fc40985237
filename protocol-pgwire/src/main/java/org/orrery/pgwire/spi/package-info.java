/**
 * What the protocol asks of the database behind it, in terms of {@code base} and {@code data} only.
 * {@code server} implements {@link org.orrery.pgwire.spi.SessionBackend} over the SQL session.
 */
@NullMarked
package org.orrery.pgwire.spi;

import org.jspecify.annotations.NullMarked;
