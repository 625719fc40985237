package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.orrery.pgwire.RawClient.Reply;

/** What the server answers to bytes, well-formed and not. */
class RawProtocolTest {

  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void startUpAnswersInOrderAndDefaultsTheDatabaseToTheUser() throws IOException {
    try (RawClient client = server.raw()) {
      List<Reply> replies = client.login();

      assertThat(RawClient.tags(replies)).isEqualTo("RSSSSSSSKZ");
      assertThat(replies.getFirst().body()).containsExactly(0, 0, 0, 0);
      assertThat(replies.get(1).text()).isEqualTo("server_version|15.20 (Orrery test)|");
      assertThat(replies.get(8).body()).hasSize(8);
      assertThat(replies.getLast().text()).isEqualTo("I");
      assertThat(server.backend.lastParameters).containsEntry("database", "ann");
    }
  }

  @Test
  void encryptionRequestsAreAnsweredNoOnceEach() throws IOException {
    try (RawClient client = server.raw()) {
      client.send(RawClient.request(80877104));
      assertThat(client.in.read()).isEqualTo('N');
      client.send(RawClient.request(80877103));
      assertThat(client.in.read()).isEqualTo('N');

      client.send(RawClient.request(80877103));

      assertThat(client.read().text()).contains("unsupported frontend protocol 1234.5679");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void newerMinorVersionsAndProtocolOptionsAreNegotiatedDown() throws IOException {
    try (RawClient client = server.raw()) {
      client.send(RawClient.startup((3 << 16) + 2, Map.of("user", "ann", "_pq_.x", "1")));

      List<Reply> replies = client.untilReady();

      assertThat(replies.getFirst().tag()).isEqualTo('v');
      assertThat(replies.getFirst().text().substring(8)).isEqualTo("_pq_.x|");
      assertThat(replies.get(1).tag()).isEqualTo('R');
    }
  }

  @Test
  void badStartUpParametersAreFatal() throws IOException {
    assertStartupFails(Map.of(), "C28000|Mno PostgreSQL user name specified in startup packet");
    assertStartupFails(
        Map.of("user", "a", "client_encoding", "LATIN1"),
        "C0A000|Minvalid value for parameter \"client_encoding\": \"LATIN1\"");
    assertStartupFails(
        Map.of("user", "a", "client_encoding", "wat"),
        "C22023|Minvalid value for parameter \"client_encoding\": \"wat\"");
    assertStartupFails(Map.of("user", "a", "replication", "database"), "C0A000|");
    assertStartupFails(Map.of("user", "rejected"), "C28000|Mno entry for user");
    assertStartupFails(
        Map.of("user", "a", "database", "missing"), "C3D000|Mdatabase \"missing\" does not exist");
    assertStartupFails(Map.of("user", "a", "options", "nonsense"), "C42601|");
  }

  private static void assertStartupFails(Map<String, String> parameters, String expected)
      throws IOException {
    try (RawClient client = server.raw()) {
      client.send(RawClient.startup(3 << 16, parameters));
      Reply reply = client.read();
      if (reply.tag() == 'R') {
        reply = client.read();
      }
      assertThat(reply.tag()).isEqualTo('E');
      assertThat(reply.text()).startsWith("SFATAL|VFATAL|" + expected);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void optionsBecomeSettings() throws IOException {
    try (RawClient client = server.raw()) {
      client.send(
          RawClient.startup(
              3 << 16,
              Map.of(
                  "user",
                  "ann",
                  "client_encoding",
                  "'utf-8'",
                  "options",
                  "-c search_path=a\\ b --statement-timeout=5s -cjit=off")));

      client.untilReady();

      assertThat(server.backend.lastParameters)
          .containsEntry("search_path", "a b")
          .containsEntry("statement_timeout", "5s")
          .containsEntry("jit", "off")
          .containsEntry("client_encoding", "UTF8")
          .doesNotContainKey("options");
    }
  }

  @Test
  void garbageAtStartUpClosesOnlyThatConnection() throws IOException {
    for (String garbage :
        List.of("GET / HTTP/1.1\r\n\r\n", "\0\0\0\0", "\377\377\377\377", "\0\0\0\4")) {
      try (RawClient client = server.raw()) {
        client.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
    try (RawClient client = server.raw()) {
      assertThat(client.login()).isNotEmpty();
    }
  }

  @Test
  void badLengthsAndTypesAreFatal() throws IOException {
    for (int length : new int[] {-1, 0, 3, Integer.MAX_VALUE, Integer.MIN_VALUE, (64 << 20) + 1}) {
      assertFatal(RawClientBytes.header('Q', length), "C08P01|Minvalid message length");
    }
    assertFatal(RawClientBytes.header('S', 10_001), "C08P01|Minvalid message length");
    assertFatal(RawClientBytes.header('y', 4), "C08P01|Minvalid frontend message type 121");
    assertFatal(RawClientBytes.header('p', 4), "C08P01|Minvalid frontend message type 112");
  }

  private static void assertFatal(byte[] bytes, String expected) throws IOException {
    try (RawClient client = server.raw()) {
      client.login();
      client.send(bytes);
      Reply reply = client.read();
      assertThat(reply.tag()).isEqualTo('E');
      assertThat(reply.text()).startsWith("SFATAL|VFATAL|" + expected);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void malformedBodiesFailTheRequestAndLeaveTheConnection() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.message('Q', sink -> sink.writeString("no terminator")));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("EZ");
      client.send(RawClient.message('Q', sink -> RawClient.string(sink, "a\0b")));
      assertThat(client.untilReady().getFirst().text()).contains("invalid message format");
      client.send(
          RawClient.message('Q', sink -> sink.writeBytes(new byte[] {(byte) 0xc3, '(', 0}, 0, 3)));
      assertThat(client.untilReady().getFirst().text())
          .contains("C22021|Minvalid byte sequence for encoding \"UTF8\": 0xc3 0x28");
      client.send(RawClient.message('B', sink -> sink.writeInt(0)));
      client.send(RawClient.message('D', sink -> sink.writeByte('?')));
      client.send(RawClient.message('S'));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("EZ");
      client.send(RawClient.query("series 2"));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("TDDCZ");
    }
  }

  @Test
  void aStatementAboveItsCapIsRefusedAndOneAtItIsNot() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();
      String longest = "set " + "x".repeat((16 << 20) - 4);

      client.send(RawClient.query(longest));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("CZ");
      client.send(RawClient.query(longest + "x"));
      assertThat(client.untilReady().getFirst().text()).contains("C54000|");
    }
  }

  @Test
  void anErrorInABatchSkipsToSync() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.parse("", "syntax \ud83d\ude00 !"));
      client.send(RawClient.bind("", ""));
      client.send(RawClient.execute("", 0));
      client.send(RawClient.query("series 1"));
      client.send(RawClient.message('S'));
      List<Reply> replies = client.untilReady();

      assertThat(RawClient.tags(replies)).isEqualTo("EZ");
      // The emoji is two UTF-16 units and one character.
      assertThat(replies.getFirst().text()).contains("C42601|").contains("|P10|");
    }
  }

  @Test
  void rowLimitsSuspendAPortal() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.parse("s", "series 5"));
      client.send(RawClient.bind("p", "s"));
      client.send(RawClient.message('D', sink -> RawClient.string(sink, "Pp")));
      client.send(RawClient.execute("p", 2));
      client.send(RawClient.execute("p", 2));
      client.send(RawClient.execute("p", 2));
      client.send(RawClient.message('S'));
      List<Reply> replies = client.untilReady();

      assertThat(RawClient.tags(replies)).isEqualTo("12TDDsDDsDCZ");
      assertThat(replies.get(10).text()).isEqualTo("SELECT 1|");
    }
  }

  @Test
  void flushSendsWhatIsAnsweredBeforeSync() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.parse("", "series 1"));
      client.send(RawClient.message('D', sink -> RawClient.string(sink, "S")));
      client.send(RawClient.message('H'));

      assertThat(client.read().tag()).isEqualTo('1');
      assertThat(client.read().tag()).isEqualTo('t');
      assertThat(client.read().tag()).isEqualTo('T');
    }
  }

  @Test
  void errorFieldsAndFaultsReachTheClientAndTheSessionLives() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.query("fail 3"));
      assertThat(client.untilReady().getFirst().text())
          .isEqualTo(
              "SERROR|VERROR|C42703|Mcolumn \"x\" does not exist|DA detail.|HA hint.|P4|"
                  + "Wa context||");
      client.send(RawClient.query("crash"));
      assertThat(client.untilReady().getFirst().text()).contains("CXX000|Minternal error||");
      client.send(RawClient.query("recurse"));
      assertThat(client.untilReady().getFirst().text()).contains("C54001|");
      client.send(RawClient.query("exhaust"));
      assertThat(client.untilReady().getFirst().text()).contains("C53200|Mout of memory||");
      client.send(RawClient.message('F', sink -> sink.writeInt(7)));
      assertThat(client.untilReady().getFirst().text()).contains("C0A000|");
      client.send(RawClient.query("begin; series 1; crash; series 1"));
      List<Reply> replies = client.untilReady();
      assertThat(RawClient.tags(replies)).isEqualTo("CTDCEZ");
      assertThat(replies.getLast().text()).isEqualTo("E");
      client.send(RawClient.query(""));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("IZ");
    }
  }

  @Test
  void copyInTakesDataCutAnywhere() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.query("copy in"));
      assertThat(client.read().tag()).isEqualTo('G');
      client.send(RawClient.message('d', sink -> sink.writeString("one\ntw")));
      client.send(RawClient.message('H'));
      client.send(RawClient.message('S'));
      client.send(RawClient.message('d', sink -> sink.writeString("o\n")));
      client.send(RawClient.message('c'));

      assertThat(client.read().text()).isEqualTo("COPY 2|");
      assertThat(client.read().tag()).isEqualTo('Z');
    }
  }

  @Test
  void aFailedCopySwallowsWhatTheClientStillSends() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.query("copy bad"));
      for (int i = 0; i < 100; i++) {
        client.send(RawClient.message('d', sink -> sink.writeString("line\n")));
      }
      client.send(RawClient.message('c'));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("GEZ");
      client.send(RawClient.query("copy in"));
      client.send(RawClient.message('f', sink -> RawClient.string(sink, "no more")));
      assertThat(client.untilReady().get(1).text())
          .contains("C57014|MCOPY from stdin failed: no more|");
      client.send(RawClient.query("copy in"));
      client.send(RawClient.query("series 1"));
      assertThat(client.untilReady().get(1).text())
          .contains("C08P01|Munexpected message type 0x51 during COPY from stdin|");
      client.send(RawClient.query("series 1"));
      assertThat(RawClient.tags(client.untilReady())).isEqualTo("TDCZ");
    }
  }

  @Test
  void copyInTheExtendedProtocolIgnoresTheSyncBeforeItsData() throws IOException {
    try (RawClient client = server.raw()) {
      client.login();

      client.send(RawClient.parse("", "copy in"));
      client.send(RawClient.bind("", ""));
      client.send(RawClient.execute("", 0));
      client.send(RawClient.message('S'));
      client.send(RawClient.message('d', sink -> sink.writeString("one\n")));
      client.send(RawClient.message('c'));
      client.send(RawClient.message('S'));

      assertThat(RawClient.tags(client.untilReady())).isEqualTo("12GCZ");
    }
  }

  @Test
  void aClientLostInTheMiddleEndsItsSession() throws Exception {
    int before = server.backend.openSessions.get();
    RawClient client = server.raw();
    client.login();
    client.send(RawClient.query("sleep"));

    client.close();

    Eventually.holds(() -> server.backend.openSessions.get() <= before);
  }

  @Test
  void nothingButAProofIsTakenBeforeLogIn() throws IOException {
    for (byte[] message :
        List.of(RawClient.query("series 1"), RawClient.message('S'), RawClient.parse("", "x"))) {
      try (RawClient client = server.raw()) {
        client.send(RawClient.startup(3 << 16, Map.of("user", "scram")));
        assertThat(client.read().text()).contains("SCRAM-SHA-256||");
        client.send(message);
        assertThat(client.read().text()).contains("C08P01|Mexpected SASL response");
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
  }
}
