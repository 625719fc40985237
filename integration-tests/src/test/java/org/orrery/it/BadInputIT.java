package org.orrery.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.it.harness.RawConnection;
import org.orrery.it.harness.RawConnection.Message;
import org.orrery.it.harness.Subject;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** What no good client sends: the server says what is wrong, stays up, and loads nothing of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

  private @Nullable Subject subject;

  @BeforeAll
  void start() throws SQLException {
    subject = Subject.start();
    subject.execute(
        "CREATE TABLE loaded (time timestamptz NOT NULL, n int, label varchar(5), value float8"
            + " CHECK (value >= 0))");
    subject.createHypertable("loaded", "time");
  }

  @AfterAll
  void close() {
    if (subject != null) {
      subject.close();
    }
  }

  @AfterEach
  void isAliveAndHasLoadedNothing() throws SQLException {
    try (Connection connection = subject().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM loaded")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  private Subject subject() {
    return requireNonNull(subject);
  }

  private RawConnection raw() throws IOException {
    return RawConnection.start(subject().port(), subject().database());
  }

  private static Message error(List<Message> messages) {
    return messages.stream().filter(each -> each.type() == 'E').findFirst().orElseThrow();
  }

  private static boolean isClosed(List<Message> messages) {
    return messages.getLast().type() == '!';
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the rows after a good one | SQLSTATE | message | where
        "2026-01-01\\t1 | 22P04 | missing data for column \"label\" | COPY loaded, line 2:"
            + " \"2026-01-01\\t1\"",
        "2026-01-01\\t1\\tx\\t1\\t2 | 22P04 | extra data after last expected column | COPY loaded,"
            + " line 2: \"2026-01-01\\t1\\tx\\t1\\t2\"",
        "2026-01-01\\tone\\tx\\t1 | 22P02 | invalid input syntax for type integer: \"one\" | COPY"
            + " loaded, line 2, column n: \"one\"",
        "2026-13-01\\t1\\tx\\t1 | 22008 | date/time field value out of range: \"2026-13-01\" | COPY"
            + " loaded, line 2, column time: \"2026-13-01\"",
        "2026-01-01\\t9999999999\\tx\\t1 | 22003 | value \"9999999999\" is out of range for type"
            + " integer | COPY loaded, line 2, column n: \"9999999999\"",
        "2026-01-01\\t1\\ttoolong\\t1 | 22001 | value too long for type character varying(5) | COPY"
            + " loaded, line 2, column label: \"toolong\"",
        "2026-01-01\\t1\\tx\\t-1 | 23514 | new row for relation \"* violates check constraint"
            + " \"loaded_value_check\" | COPY loaded, line 2: \"2026-01-01\\t1\\tx\\t-1\"",
      })
  void aBadLineIsNamedAndNothingIsLoaded(String line, String state, String message, String where)
      throws SQLException {
    String good = "2026-01-01\t1\tgood\t1\n";
    String bad = line.replace("\\t", "\t") + "\n";

    assertThatThrownBy(() -> copy("COPY loaded FROM STDIN", good + bad + good))
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              var error = requireNonNull(e.getServerErrorMessage());
              assertThat(error.getSQLState()).isEqualTo(state);
              for (String part : message.split("\\*")) {
                assertThat(error.getMessage()).contains(part);
              }
              assertThat(error.getWhere()).isEqualTo(where.replace("\\t", "\t"));
            });
  }

  @Test
  void theLastOfAHundredThousandLinesUndoesAll() {
    var lines = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      lines.append("2026-01-").append(1 + i % 28).append('\t').append(i).append("\tx\t1.5\n");
    }
    lines.append("2026-01-01\t1\tx\tnumber\n");

    assertThatThrownBy(() -> copy("COPY loaded FROM STDIN", lines.toString()))
        .hasMessageContaining("invalid input syntax for type double precision: \"number\"")
        .hasMessageContaining("line 100001, column value: \"number\"");
  }

  @Test
  void brokenCsvIsRefused() {
    assertThatThrownBy(() -> copy("COPY loaded FROM STDIN (FORMAT csv)", "2026-01-01,1,\"open,1\n"))
        .hasMessageContaining("unterminated CSV quoted field");
    assertThatThrownBy(() -> copy("COPY loaded (n, nothing) FROM STDIN", "1\t2\n"))
        .hasMessageContaining("column \"nothing\" of relation \"loaded\" does not exist");
    assertThatThrownBy(() -> copy("COPY nothing FROM STDIN", "1\n"))
        .hasMessageContaining("relation \"nothing\" does not exist");
    assertThatThrownBy(() -> copy("COPY loaded FROM STDIN (FORMAT binary)", "not binary at all"))
        .hasMessageContaining("COPY file signature not recognized");
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    try (RawConnection connection = raw()) {
      connection.message('Q', "COPY loaded FROM STDIN");
      byte[] line = "2026-01-01\t1\tx\t1\n".getBytes(UTF_8);
      line[13] = (byte) 0xFF;
      connection.message('d', line);
      connection.message('c');

      assertThat(error(connection.readUntilReady()).field('C')).isEqualTo("22021");
    }
  }

  private long copy(String sql, String text) throws SQLException, IOException {
    try (Connection connection = subject().connect()) {
      return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new StringReader(text));
    }
  }

  @Test
  void anUnknownMessageEndsTheConnection() throws IOException {
    try (RawConnection connection = raw()) {
      connection.message('?', new byte[] {1, 2, 3});
      List<Message> answer = connection.readUntilReady();

      assertThat(error(answer).field('C')).isEqualTo("08P01");
      assertThat(error(answer).field('S')).isEqualTo("FATAL");
      assertThat(isClosed(answer)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Q,3",
    "Q,0",
    "Q,-1",
    "Q,-2147483648",
    "Q,2147483647",
    "P,1500000000",
    "B,2000000000"
  })
  void impossibleLengthsEndTheConnection(char type, int length) throws IOException {
    try (RawConnection connection = raw()) {
      connection.message(type, length, "SELECT 1\0".getBytes(UTF_8));

      assertThat(isClosed(connection.readUntilReady())).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "-1", "20000", "2147483647"})
  void impossibleStartUpsAreClosed(int length) throws IOException {
    try (var connection = new RawConnection(subject().port())) {
      connection.send(
          ByteBuffer.allocate(8).putInt(length).putInt(RawConnection.protocol3()).array());

      assertThat(isClosed(connection.readUntilReady())).isTrue();
    }
  }

  @Test
  void brokenBodiesAreProtocolViolations() throws IOException {
    for (byte[] bind :
        List.of(
            new byte[] {0, 0, 0, 1},
            new byte[] {0, 0, 0, 0, 0, 1, 127, 127, 127, 127, 0, 0},
            new byte[] {0, 0, 0, 0, 0, 1, -1, -1, -1, -2, 0, 0},
            new byte[] {'n', 'o', 'n', 'e'})) {
      try (RawConnection connection = raw()) {
        connection.message('P', "\0SELECT $1::int\0\0".getBytes(UTF_8));
        connection.message('B', bind);
        connection.message('S');

        assertThat(error(connection.readUntilReady()).field('C'))
            .as("%s", bind)
            .startsWith("08P01");
      }
    }
  }

  @Test
  void afterAnErrorEverythingIsSkippedUntilSync() throws IOException {
    try (RawConnection connection = raw()) {
      connection.message('P', "\0SELECT nothing\0\0\0".getBytes(UTF_8));
      connection.message('B', new byte[8]);
      connection.message('E', new byte[5]);
      connection.message('S');
      List<Message> answer = connection.readUntilReady();

      assertThat(answer.stream().map(Message::type)).containsExactly('E', 'Z');
      assertThat(error(answer).field('C')).isEqualTo("42703");
      connection.message('Q', "SELECT 1");
      assertThat(connection.readUntilReady().stream().map(Message::type))
          .containsExactly('T', 'D', 'C', 'Z');
    }
  }

  @Test
  void statementsAndPortalsThatAreNotThereAreNamed() throws IOException {
    try (RawConnection connection = raw()) {
      connection.message('B', "\0gone\0\0\0\0\0\0\0".getBytes(UTF_8));
      connection.message('S');
      assertThat(error(connection.readUntilReady()).field('C')).isEqualTo("26000");
      connection.message('E', "gone\0\0\0\0\0".getBytes(UTF_8));
      connection.message('S');
      assertThat(error(connection.readUntilReady()).field('C')).isEqualTo("34000");
    }
  }

  @Test
  void chanceDoesNotBringTheServerDown() throws IOException {
    long seed = Long.getLong("orrery.seed", 7);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      try (RawConnection connection =
          random.nextBoolean() ? raw() : new RawConnection(subject().port())) {
        connection.send(noise);
      } catch (SocketException _) {
        // The server may close first.
      }
    }
  }

  @Test
  void longAndDeepStatementsAreRefusedNotFatal() throws SQLException {
    try (Connection connection = subject().connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000)))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isIn("54001", "42601"));
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
  }
}
