package org.orrery.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTest {

  private final FakeTables tables = new FakeTables();
  private final TestClient client = TestClient.of(TestClient.node(tables));

  @BeforeEach
  void createTables() {
    client.session().reportedSettings();
    client.run("CREATE TABLE t (a int CHECK (a > 0), b text, c float8 DEFAULT 1.5)");
    client.run("CREATE TABLE k (a int PRIMARY KEY, b text NOT NULL)");
  }

  /** Answers of PostgreSQL 15 to the same lines; \n and \t are written with a backslash here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "COPY t FROM STDIN~1\\tx\\n~ERROR 22P04 missing data for column \"c\" [CONTEXT: COPY t,"
            + " line 1: \"1\\tx\"]",
        "COPY t FROM STDIN~1\\tx\\t2\\n1\\tx\\t2\\t3\\n~ERROR 22P04 extra data after last expected"
            + " column [CONTEXT: COPY t, line 2: \"1\\tx\\t2\\t3\"]",
        "COPY t FROM STDIN~1\\tx\\t2\\nabc\\tx\\t2\\n~ERROR 22P02 invalid input syntax for type"
            + " integer: \"abc\" [CONTEXT: COPY t, line 2, column a: \"abc\"]",
        "COPY t FROM STDIN~1\\tx\\t2\\n-5\\tx\\t2\\nabc~ERROR 23514 new row for relation \"t\""
            + " violates check constraint \"t_a_check\" [DETAIL: Failing row contains (-5, x, 2).]"
            + " [CONTEXT: COPY t, line 2: \"-5\\tx\\t2\"]",
        "COPY k FROM STDIN~1\\t\\\\N\\n~ERROR 23502 null value in column \"b\" of relation \"k\""
            + " violates not-null constraint [DETAIL: Failing row contains (1, null).] [CONTEXT:"
            + " COPY k, line 1: \"1\\t\\\\N\"]",
        "COPY t FROM STDIN~1\\tx\\t2\\r\\n1\\tx\\t2\\n~ERROR 22P04 literal newline found in data"
            + " [HINT: Use \"\\n\" to represent newline.] [CONTEXT: COPY t, line 2:"
            + " \"1\\tx\\t2\"]",
        "COPY t (a, b) FROM STDIN (FORMAT csv)~1,\"x\\n~ERROR 22P04 unterminated CSV quoted field"
            + " [CONTEXT: COPY t, line 1: \"1,\"x\\n\"]",
        "COPY t (a, b) FROM STDIN (FORMAT csv, HEADER MATCH)~a,z\\n~ERROR 22P04 column name"
            + " mismatch in header line field 2: got \"z\", expected \"b\" [CONTEXT: COPY t, line"
            + " 1: \"a,z\"]",
        "COPY t FROM STDIN (FORMAT binary)~nonsense data~ERROR 22P04 COPY file signature not"
            + " recognized",
        "COPY t (a, nope) FROM STDIN~~ERROR 42703 column \"nope\" of relation \"t\" does not exist",
        "COPY none FROM STDIN~~ERROR 42P01 relation \"none\" does not exist",
        "COPY t FROM STDIN (QUOTE 'x')~~ERROR 0A000 COPY quote available only in CSV mode",
        "COPY t FROM STDIN (DELIMITER 'ab')~~ERROR 0A000 COPY delimiter must be a single one-byte"
            + " character",
      })
  void badInputIsToldAsInPostgres(String sql, String input, String answer) {
    String bytes = input == null ? "" : decoded(input);

    assertThat(client.copyIn(sql, bytes)).isEqualTo(decoded(answer));
    assertThat(tables.rowCount()).isZero();
  }

  private static String decoded(String text) {
    return text.replace("\\\\", "\u0001")
        .replace("Use \"\\n\"", "\u0002")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\u0002", "Use \"\\n\"")
        .replace('\u0001', '\\');
  }

  @Test
  void textEscapesNullsAndTheEndMarkerAreRead() {
    String input = "1\ta\\tb\\\\\\x41\\101\t\\N\n2\t\\N\t2.5\n\\.\nignored";

    assertThat(client.copyIn("COPY t FROM STDIN", input)).isEqualTo("COPY 2");
    assertThat(client.run("SELECT * FROM t")).isEqualTo("1|a\tb\\AA| / 2||2.5 / SELECT 2");
  }

  @Test
  void columnsLeftOutGetTheirDefaults() {
    assertThat(client.copyIn("COPY t (b, a) FROM STDIN", "x\t7\n")).isEqualTo("COPY 1");
    assertThat(client.run("SELECT * FROM t")).isEqualTo("7|x|1.5 / SELECT 1");
  }

  @Test
  void csvQuotesAndForcedNullsAreRead() {
    String input = "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n2,\"\"\r\n3,\r\n";

    assertThat(
            client.copyIn("COPY t (a, b) FROM STDIN (FORMAT csv, HEADER, FORCE_NULL (b))", input))
        .isEqualTo("COPY 3");
    assertThat(client.run("SELECT a, b FROM t")).isEqualTo("1|x, \"y\"\nz / 2| / 3| / SELECT 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "csv", "binary"})
  void whatIsCopiedOutCanBeCopiedIn(String format) {
    client.copyIn(
        "COPY t FROM STDIN", "1\ta\\tb\\n\\\\\"',\t0.1\n2\t\\N\t-1e300\n3\t\t\\N\n4\tñ日\t1\n");
    String before = client.run("SELECT * FROM t");

    byte[] bytes = client.copyOut("COPY t TO STDOUT (FORMAT " + format + ")");
    client.run("TRUNCATE t");
    assertThat(client.run("SELECT * FROM t")).isEqualTo("SELECT 0");

    assertThat(client.copyIn("COPY t FROM STDIN (FORMAT " + format + ")", bytes))
        .isEqualTo("COPY 4");
    assertThat(client.run("SELECT * FROM t")).isEqualTo(before);
  }

  @Test
  void textAndCsvAreWrittenAsPostgresDoes() {
    client.copyIn("COPY t (a, b) FROM STDIN", "1\ta\\tb\\\\\n2\t\\N\n3\t\n");

    assertThat(new String(client.copyOut("COPY t (a, b) TO STDOUT"), StandardCharsets.UTF_8))
        .isEqualTo("1\ta\\tb\\\\\n2\t\\N\n3\t\n");
    assertThat(
            new String(
                client.copyOut("COPY t (a, b) TO STDOUT (FORMAT csv, HEADER)"),
                StandardCharsets.UTF_8))
        .isEqualTo("a,b\n1,a\tb\\\n2,\n3,\"\"\n");
  }

  @Test
  void manyBatchesKeepTheirLineNumbers() {
    var input = new StringBuilder();
    for (int i = 1; i <= 3000; i++) {
      input.append(i == 2500 ? "x" : Integer.toString(i)).append("\tb\t1\n");
    }

    assertThat(client.copyIn("COPY t FROM STDIN", input.toString()))
        .isEqualTo(
            "ERROR 22P02 invalid input syntax for type integer: \"x\" [CONTEXT: COPY t, line 2500,"
                + " column a: \"x\"]");
    assertThat(tables.rowCount()).isZero();
  }
}
