package org.orrery.pgwire.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database behind the port. Thread-safe. */
public interface SessionBackend {

  /**
   * How {@code user} proves who it is. Does the same work for unknown users as for known ones.
   *
   * @param user the name from the start-up packet
   * @param isLoopback whether the peer is on this machine
   */
  Credential credential(String user, boolean isLoopback);

  /**
   * Starts a session for an authenticated user.
   *
   * @param parameters the start-up packet's parameters: {@code user}, {@code database}, {@code
   *     options} and run-time settings
   * @param client what the session may tell its client at any time
   * @throws org.orrery.base.error.OrreryException when refused ({@code 3D000}, {@code 22023}, …)
   */
  BackendSession open(Map<String, String> parameters, ClientChannel client);

  /** How a user logs in. */
  sealed interface Credential {
    /** No proof asked. */
    record Trust() implements Credential {}

    /**
     * SCRAM-SHA-256 with this verifier; null for an unknown user or one without password, who goes
     * through the same exchange with a mock verifier and fails.
     */
    record Scram(@Nullable ScramVerifier verifier) implements Credential {}

    /** Refused without asking, with PostgreSQL's {@code 28000} message. */
    record Reject(String message) implements Credential {}
  }

  /** A SCRAM-SHA-256 verifier (RFC 5803): what is stored instead of a password. */
  record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {}
}
