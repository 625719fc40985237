package org.orrery.pgwire.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.Rng;
import org.orrery.pgwire.spi.SessionBackend.ScramVerifier;

/**
 * Makes and reads SCRAM-SHA-256 verifiers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5803">RFC 5803</a>
 */
public final class ScramVerifiers {

  /** Rounds of the key derivation, fixed as in PostgreSQL 15. */
  public static final int ITERATIONS = 4096;

  /** Most rounds accepted in a stored verifier: more would be a burden on every client. */
  public static final int ITERATIONS_MAX = 100_000;

  static final int SALT_BYTES = 16;

  private static final String PREFIX = "SCRAM-SHA-256$";

  private ScramVerifiers() {}

  /** A verifier for {@code password} with a fresh salt. Costs a few milliseconds. */
  public static ScramVerifier create(String password, Rng rng) {
    byte[] salt = new byte[SALT_BYTES];
    rng.secretBytes(salt);
    return create(password, salt, ITERATIONS);
  }

  static ScramVerifier create(String password, byte[] salt, int iterations) {
    byte[] salted = Crypto.stretch(SaslPrep.prepare(password), salt, iterations);
    byte[] clientKey = Crypto.hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
    byte[] serverKey = Crypto.hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
    return new ScramVerifier(iterations, salt, Crypto.sha256(clientKey), serverKey);
  }

  /**
   * The verifier of an unknown user: the same salt each time that name is tried, and keys that no
   * password has.
   */
  static ScramVerifier mock(String user, byte[] mockSecret) {
    byte[] salt = Crypto.hmac(mockSecret, user.getBytes(StandardCharsets.UTF_8));
    return new ScramVerifier(
        ITERATIONS,
        Arrays.copyOf(salt, SALT_BYTES),
        new byte[Crypto.HASH_BYTES],
        new byte[Crypto.HASH_BYTES]);
  }

  /** The text form kept in {@code pg_authid.rolpassword}. */
  public static String format(ScramVerifier verifier) {
    var base64 = Base64.getEncoder();
    return PREFIX
        + verifier.iterations()
        + ":"
        + base64.encodeToString(verifier.salt())
        + "$"
        + base64.encodeToString(verifier.storedKey())
        + ":"
        + base64.encodeToString(verifier.serverKey());
  }

  /** Reads the text form; null when {@code text} is not a verifier (so it is a password). */
  public static @Nullable ScramVerifier parse(String text) {
    if (!text.startsWith(PREFIX)) {
      return null;
    }
    String[] parts = text.substring(PREFIX.length()).split("[:$]", -1);
    if (parts.length != 4) {
      return null;
    }
    try {
      int iterations = Integer.parseInt(parts[0]);
      var base64 = Base64.getDecoder();
      byte[] salt = base64.decode(parts[1]);
      byte[] storedKey = base64.decode(parts[2]);
      byte[] serverKey = base64.decode(parts[3]);
      boolean isValid =
          iterations > 0
              && iterations <= ITERATIONS_MAX
              && storedKey.length == Crypto.HASH_BYTES
              && serverKey.length == Crypto.HASH_BYTES;
      return isValid ? new ScramVerifier(iterations, salt, storedKey, serverKey) : null;
    } catch (IllegalArgumentException notAVerifier) {
      return null;
    }
  }
}
