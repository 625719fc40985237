package org.orrery.pgwire.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.system.SystemRng;
import org.orrery.pgwire.spi.SessionBackend.ScramVerifier;

class ScramTest {

  private static final byte[] MOCK_SECRET = new byte[32];

  /** The example of RFC 7677, §3. */
  @Test
  void verifiersAgreeWithTheRfc() {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    byte[] signed =
        bytes(
            "n=user,r=rOprNGfwEbeRWgbNEkqO,"
                + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    ScramVerifier verifier = ScramVerifiers.create("pencil", salt, 4096);

    byte[] clientKey = Crypto.hmac(verifier.storedKey(), signed);
    Crypto.xor(
        clientKey, Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    assertThat(Crypto.sha256(clientKey)).isEqualTo(verifier.storedKey());
    assertThat(Base64.getEncoder().encodeToString(Crypto.hmac(verifier.serverKey(), signed)))
        .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void verifiersSurviveTheirTextForm() {
    ScramVerifier verifier = ScramVerifiers.create("secret", new SystemRng());

    String text = ScramVerifiers.format(verifier);

    assertThat(text).startsWith("SCRAM-SHA-256$4096:");
    assertThat(ScramVerifiers.parse(text)).usingRecursiveComparison().isEqualTo(verifier);
    for (String other :
        List.of("secret", "SCRAM-SHA-256$x:y$z", text + "=", text.replace(':', ';'))) {
      assertThat(ScramVerifiers.parse(other)).as(other).isNull();
    }
    assertThat(ScramVerifiers.parse(text.replace("4096", "100001"))).isNull();
  }

  @Test
  void passwordsThatLookAlikeAreOne() {
    assertThat(SaslPrep.prepare("I\u00adX")).isEqualTo(bytes("IX"));
    assertThat(SaslPrep.prepare("\u00aa")).isEqualTo(bytes("a"));
    assertThat(SaslPrep.prepare("\u2168")).isEqualTo(bytes("IX"));
    assertThat(SaslPrep.prepare("a\u3000b")).isEqualTo(bytes("a b"));
    // Prohibited ones are used as they are.
    assertThat(SaslPrep.prepare("\u0007")).isEqualTo(bytes("\u0007"));
    assertThat(SaslPrep.prepare("\u06271")).isEqualTo(bytes("\u06271"));
  }

  @Test
  void unknownUsersSeeTheSameSaltEachTime() {
    assertThat(firstAnswer("eve")).isEqualTo(firstAnswer("eve")).isNotEqualTo(firstAnswer("bob"));
  }

  private static String firstAnswer(String user) {
    var exchange = new ScramExchange(user, null, MOCK_SECRET, new SystemRng());
    String answer = new String(exchange.first(bytes("n,,n=,r=abc")), StandardCharsets.UTF_8);
    return answer.substring(answer.indexOf(",s="));
  }

  @Test
  void malformedMessagesAreViolations() {
    for (String first :
        List.of(
            "", "x,,n=,r=a", "n,,r=a", "n,,n=,r=", "n,n=,r=a", "p=tls-unique,,n=,r=a", "n,,n=")) {
      assertViolation(() -> exchange().first(bytes(first)));
    }
    for (String last : List.of("", "c=biws", "c=biws,r=a", "c=biws,r=a,p=!", "c=eSws,r=a,p=AAAA")) {
      ScramExchange begun = exchange();
      begun.first(bytes("n,,n=,r=a"));
      assertViolation(() -> begun.last(bytes(last)));
    }
  }

  private static ScramExchange exchange() {
    return new ScramExchange("eve", null, MOCK_SECRET, new SystemRng());
  }

  private static void assertViolation(Runnable step) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            OrreryException.class, e -> assertThat(e.state().code()).isEqualTo("08P01"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
