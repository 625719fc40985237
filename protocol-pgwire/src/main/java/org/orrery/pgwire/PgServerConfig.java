package org.orrery.pgwire;

import java.time.Duration;

/**
 * How a {@link PgServer} behaves.
 *
 * @param connectionsMax sessions at a time ({@code max_connections}); one more is {@code 53300}
 * @param unauthenticatedMax connections that have not proved who they are; one more is hung up on
 * @param authenticationTimeout from connecting to being let in ({@code authentication_timeout})
 * @param shutdownTimeout how long {@link PgServer#close} waits for sessions to end
 */
public record PgServerConfig(
    int connectionsMax,
    int unauthenticatedMax,
    Duration authenticationTimeout,
    Duration shutdownTimeout) {

  /** The values that settings have when nobody sets them. */
  public static final PgServerConfig DEFAULT =
      new PgServerConfig(100, 200, Duration.ofSeconds(60), Duration.ofSeconds(4));
}
