package org.orrery.pgwire.auth;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.orrery.base.error.Invariant;

/** The hash functions of SCRAM-SHA-256, which every JDK has. */
final class Crypto {

  static final int HASH_BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private Crypto() {}

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw Invariant.broken("no SHA-256").causedBy(e);
    }
  }

  static byte[] hmac(byte[] key, byte[] data) {
    try {
      return mac(key).doFinal(data);
    } catch (GeneralSecurityException e) {
      throw Invariant.broken("no HMAC-SHA-256").causedBy(e);
    }
  }

  /**
   * {@code Hi} of RFC 5802, which is PBKDF2 with one block. Written out because the JDK's PBKDF2
   * takes characters, and a password that SASLprep refuses is bytes.
   */
  static byte[] stretch(byte[] password, byte[] salt, int iterations) {
    try {
      // An HMAC key of zero bytes equals one of a single zero byte, which the JDK accepts.
      Mac mac = mac(password.length == 0 ? new byte[1] : password);
      mac.update(salt);
      byte[] round = mac.doFinal(new byte[] {0, 0, 0, 1});
      byte[] result = round.clone();
      for (int i = 1; i < iterations; i++) {
        round = mac.doFinal(round);
        xor(result, round);
      }
      return result;
    } catch (GeneralSecurityException e) {
      throw Invariant.broken("no HMAC-SHA-256").causedBy(e);
    }
  }

  /** Changes {@code target} to itself exclusive-or {@code other}. */
  static void xor(byte[] target, byte[] other) {
    for (int i = 0; i < target.length; i++) {
      target[i] ^= other[i];
    }
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    try {
      mac.init(new SecretKeySpec(key, HMAC));
    } catch (InvalidKeyException e) {
      throw new GeneralSecurityException(e);
    }
    return mac;
  }
}
