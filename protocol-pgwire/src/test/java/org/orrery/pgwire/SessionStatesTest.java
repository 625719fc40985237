package org.orrery.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orrery.pgwire.codec.MessageKind;

/**
 * Every message in every state of a live session: it either ends the session or does not harm it.
 */
class SessionStatesTest {

  private static final Set<MessageKind> UNTAGGED =
      EnumSet.of(
          MessageKind.STARTUP,
          MessageKind.SSL_REQUEST,
          MessageKind.GSSENC_REQUEST,
          MessageKind.CANCEL_REQUEST);

  private static TestServer server;

  enum Stage {
    READY,
    EXTENDED,
    SKIP_UNTIL_SYNC,
    COPY_IN,
    COPY_IN_EXTENDED
  }

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void onlyTerminateAndViolationsEndASession(Stage stage) throws IOException {
    for (MessageKind kind : EnumSet.complementOf(EnumSet.copyOf(UNTAGGED))) {
      boolean endsSession = kind == MessageKind.TERMINATE || kind == MessageKind.PASSWORD;
      assertThat(survives(stage, kind)).as("%s in %s", kind, stage).isEqualTo(!endsSession);
    }
  }

  private static boolean survives(Stage stage, MessageKind kind) throws IOException {
    var script = new ByteArrayOutputStream();
    script.writeBytes(prelude(stage));
    script.writeBytes(sample(kind));
    // Whatever state this leaves: end a copy, end a batch, and ask.
    script.writeBytes(RawClient.message('f', sink -> RawClient.string(sink, "enough")));
    script.writeBytes(RawClient.message('S'));
    script.writeBytes(RawClient.query("series 77"));
    try (RawClient client = server.raw()) {
      client.login();
      client.send(script.toByteArray());
      while (true) {
        RawClient.Reply reply = client.read();
        if (reply.tag() == 'C' && reply.text().equals("SELECT 77|")) {
          return true;
        }
      }
    } catch (EOFException | SocketException ended) {
      return false;
    }
  }

  private static byte[] prelude(Stage stage) {
    var script = new ByteArrayOutputStream();
    switch (stage) {
      case READY -> {}
      case EXTENDED -> script.writeBytes(RawClient.parse("", "series 1"));
      case SKIP_UNTIL_SYNC -> script.writeBytes(RawClient.parse("", "syntax !"));
      case COPY_IN -> script.writeBytes(RawClient.query("copy in"));
      case COPY_IN_EXTENDED -> {
        script.writeBytes(RawClient.parse("", "copy in"));
        script.writeBytes(RawClient.bind("", ""));
        script.writeBytes(RawClient.execute("", 0));
      }
    }
    return script.toByteArray();
  }

  private static byte[] sample(MessageKind kind) {
    return switch (kind) {
      case QUERY -> RawClient.query("series 1");
      case PARSE -> RawClient.parse("s", "series 1");
      case BIND -> RawClient.bind("", "s");
      case EXECUTE -> RawClient.execute("", 0);
      case DESCRIBE, CLOSE -> RawClient.message((char) kind.tag(), s -> RawClient.string(s, "Ss"));
      case COPY_FAIL -> RawClient.message('f', sink -> RawClient.string(sink, "no"));
      default -> RawClient.message((char) kind.tag());
    };
  }
}
