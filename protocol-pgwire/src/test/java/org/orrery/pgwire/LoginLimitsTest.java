package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.orrery.pgwire.RawClient.Reply;

/** What unauthenticated clients may take. */
class LoginLimitsTest {

  @Test
  void aClientThatDoesNotLogInIsHungUpOn() throws IOException {
    var config = new PgServerConfig(5, 5, Duration.ofMillis(200), Duration.ofSeconds(4));
    try (var server = new TestServer(config);
        RawClient silent = server.raw();
        RawClient slow = server.raw()) {
      slow.send(RawClient.startup(3 << 16, Map.of("user", "scram")));

      assertThat(slow.read().tag()).isEqualTo('R');
      assertThat(slow.read().text())
          .contains("SFATAL|")
          .contains("C57014|Mcanceling authentication due to timeout|");
      assertThat(silent.isClosedByServer()).isTrue();
    }
  }

  @Test
  void oneUnauthenticatedConnectionTooManyIsHungUpOn() throws Exception {
    var config = new PgServerConfig(5, 1, Duration.ofSeconds(30), Duration.ofSeconds(4));
    try (var server = new TestServer(config);
        RawClient first = server.raw()) {
      first.send(RawClient.startup(3 << 16, Map.of("user", "scram")));
      assertThat(first.read().tag()).isEqualTo('R');

      try (RawClient second = server.raw()) {
        assertThat(second.isClosedByServer()).isTrue();
      }
      first.socket.close();
      Eventually.holds(() -> logsIn(server));
    }
  }

  private static boolean logsIn(TestServer server) {
    try (RawClient client = server.raw()) {
      return !client.login().isEmpty();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void aMessageAboveTheCapBeforeLogInIsRefused() throws IOException {
    try (var server = new TestServer();
        RawClient client = server.raw()) {
      client.send(RawClient.startup(3 << 16, Map.of("user", "scram")));
      assertThat(client.read().tag()).isEqualTo('R');

      client.send(RawClientBytes.header('p', 10_001));

      assertThat(client.read().text()).contains("C08P01|Minvalid message length|");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aWrongCancelKeyIsNeitherAnsweredNorHeeded() throws Exception {
    try (var server = new TestServer();
        RawClient client = server.raw()) {
      Reply key = client.login().get(8);
      client.send(RawClient.query("sleep"));

      cancel(server, key, 1);
      assertThat(server.backend.cancels.get()).isZero();
      cancel(server, key, 0);

      assertThat(client.read().text()).contains("C57014|");
    }
  }

  private static void cancel(TestServer server, Reply key, int difference) throws IOException {
    byte[] secret = key.body().clone();
    secret[7] ^= (byte) difference;
    try (RawClient canceller = server.raw()) {
      canceller.send(
          RawClient.packet(
              sink -> {
                sink.writeInt(80877102);
                sink.writeBytes(secret, 0, 8);
              }));
      assertThat(canceller.in.read()).isEqualTo(-1);
    }
  }
}
