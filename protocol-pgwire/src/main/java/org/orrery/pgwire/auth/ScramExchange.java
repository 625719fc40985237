package org.orrery.pgwire.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Rng;
import org.orrery.pgwire.spi.SessionBackend.ScramVerifier;

/**
 * The server's side of one SCRAM-SHA-256 exchange without channel binding. One thread.
 *
 * <pre>
 *   client                                server
 *     n,,n=,r=cnonce             --first-->
 *              <--continue--  r=cnonce+snonce,s=salt,i=4096
 *     c=biws,r=cnonce+snonce,p=proof --final-->
 *              <--final--     v=signature
 * </pre>
 *
 * <p>An unknown user goes through all of it with a mock verifier and fails only at the proof.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5802">RFC 5802</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7677">RFC 7677</a>
 */
public final class ScramExchange {

  /** The mechanism's name in AuthenticationSASL. */
  public static final String MECHANISM = "SCRAM-SHA-256";

  private static final int NONCE_BYTES = 18;

  private final ScramVerifier verifier;
  private final boolean isMock;
  private final Rng rng;

  private String gs2Header = "";
  private String clientFirstBare = "";
  private @Nullable String serverFirst;
  private String nonce = "";

  /**
   * Begins an exchange.
   *
   * @param user the name in the start-up packet; the one inside SCRAM is ignored
   * @param verifier null for a user that is unknown or has no password
   * @param mockSecret the server's secret that mock salts come from
   */
  public ScramExchange(String user, @Nullable ScramVerifier verifier, byte[] mockSecret, Rng rng) {
    ScramVerifier mock = ScramVerifiers.mock(user, mockSecret);
    this.verifier = verifier == null ? mock : verifier;
    this.isMock = verifier == null;
    this.rng = rng;
  }

  /**
   * Takes the client's first message and answers it.
   *
   * @throws OrreryException {@code 08P01} when it is malformed or asks for channel binding
   */
  public byte[] first(byte[] message) {
    String text = text(message);
    int headerEnd = headerEnd(text);
    gs2Header = text.substring(0, headerEnd);
    clientFirstBare = text.substring(headerEnd);
    String[] attributes = clientFirstBare.split(",", -1);
    if (attributes.length < 2 || !attributes[0].startsWith("n=")) {
      throw malformed("Expected attribute \"n\".");
    }
    String clientNonce = attribute(attributes[1], 'r');
    if (clientNonce.isEmpty() || !isPrintable(clientNonce)) {
      throw malformed("Non-printable characters or nothing in SCRAM nonce.");
    }
    byte[] random = new byte[NONCE_BYTES];
    rng.secretBytes(random);
    nonce = clientNonce + Base64.getEncoder().encodeToString(random);
    String answer =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(verifier.salt())
            + ",i="
            + verifier.iterations();
    serverFirst = answer;
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  /** Where the header ends: after the second comma of {@code n,,} or {@code y,,}. */
  private static int headerEnd(String text) {
    char flag = text.isEmpty() ? 0 : text.charAt(0);
    if (flag == 'p') {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION,
          "client requires SCRAM channel binding, but it is not supported");
    }
    // "y" says that the client could bind and believes that we cannot: without TLS, it is right.
    if (flag != 'n' && flag != 'y') {
      throw malformed("Unexpected channel-binding flag.");
    }
    if (!text.startsWith(",", 1)) {
      throw malformed("Comma expected.");
    }
    if (text.startsWith("a=", 2)) {
      throw OrreryException.notSupported(
          "client uses authorization identity, but it is not supported");
    }
    if (!text.startsWith(",", 2)) {
      throw malformed("Unexpected attribute in client-first-message.");
    }
    return 3;
  }

  /**
   * Takes the client's final message: the server's signature for it, or null when the proof is
   * wrong.
   *
   * @throws OrreryException {@code 08P01} when it is malformed
   */
  public byte @Nullable [] last(byte[] message) {
    String offered = serverFirst;
    if (offered == null) {
      throw Invariant.broken("SCRAM exchange out of order");
    }
    String text = text(message);
    int proofAt = text.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw malformed("Proof expected.");
    }
    String withoutProof = text.substring(0, proofAt);
    String[] attributes = withoutProof.split(",", -1);
    if (attributes.length < 2) {
      throw malformed("Nonce expected.");
    }
    checkBinding(attribute(attributes[0], 'c'));
    if (!attribute(attributes[1], 'r').equals(nonce)) {
      throw OrreryException.of(SqlState.PROTOCOL_VIOLATION, "invalid SCRAM response")
          .withDetail("Nonce does not match.");
    }
    byte[] proof = decode(text.substring(proofAt + 3), "proof");
    if (proof.length != Crypto.HASH_BYTES) {
      throw malformed("Malformed proof in client-final-message.");
    }
    byte[] signed =
        (clientFirstBare + "," + offered + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
    return isProven(proof, signed) ? signature(signed) : null;
  }

  private boolean isProven(byte[] proof, byte[] signed) {
    byte[] clientKey = Crypto.hmac(verifier.storedKey(), signed);
    Crypto.xor(clientKey, proof);
    boolean isEqual = MessageDigest.isEqual(Crypto.sha256(clientKey), verifier.storedKey());
    return isEqual && !isMock;
  }

  private byte[] signature(byte[] signed) {
    String signature =
        Base64.getEncoder().encodeToString(Crypto.hmac(verifier.serverKey(), signed));
    return ("v=" + signature).getBytes(StandardCharsets.UTF_8);
  }

  private void checkBinding(String binding) {
    String expected =
        Base64.getEncoder().encodeToString(gs2Header.getBytes(StandardCharsets.UTF_8));
    if (!binding.equals(expected)) {
      throw OrreryException.of(
          SqlState.PROTOCOL_VIOLATION,
          "unexpected SCRAM channel-binding attribute in client-final-message");
    }
  }

  private static String attribute(String attribute, char name) {
    if (attribute.length() < 2 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
      throw malformed("Expected attribute \"" + name + "\".");
    }
    return attribute.substring(2);
  }

  private static byte[] decode(String base64, String what) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("Malformed " + what + " in client-final-message.").causedBy(e);
    }
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= 0x21 && c <= 0x7e && c != ',');
  }

  private static String text(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw malformed("The message is empty or its length does not match.");
    }
    return text;
  }

  private static OrreryException malformed(String detail) {
    return OrreryException.of(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message")
        .withDetail(detail);
  }
}
