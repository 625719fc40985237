package org.orrery.sql.command;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.orrery.base.error.Invariant;
import org.orrery.base.seam.Rng;

/** SCRAM-SHA-256 verifiers as {@code pg_authid.rolpassword} holds them (RFC 5803). */
public final class ScramVerifier {

  private static final String PREFIX = "SCRAM-SHA-256$";
  private static final int ITERATIONS = 4096;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;

  private ScramVerifier() {}

  /** Whether a given password is a verifier already. */
  static boolean isVerifier(String password) {
    return password.startsWith(PREFIX) && password.chars().filter(c -> c == '$').count() == 2;
  }

  /** The verifier of a password under a new salt. */
  public static String of(String password, Rng rng) {
    var salt = new byte[SALT_BYTES];
    rng.secretBytes(salt);
    try {
      // NFKC is what SASLprep does to passwords without prohibited characters.
      char[] prepared = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(prepared, salt, ITERATIONS, KEY_BITS))
              .getEncoded();
      byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
      byte[] serverKey = hmac(salted, "Server Key");
      Base64.Encoder base64 = Base64.getEncoder();
      return PREFIX
          + ITERATIONS
          + ":"
          + base64.encodeToString(salt)
          + "$"
          + base64.encodeToString(storedKey)
          + ":"
          + base64.encodeToString(serverKey);
    } catch (GeneralSecurityException e) {
      throw Invariant.broken("this Java has no SCRAM-SHA-256").causedBy(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
