package org.orrery.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.it.harness.Psql;
import org.orrery.it.harness.Subject;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What psql and pgjdbc do beside plain queries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {

  private @Nullable Subject subject;

  @BeforeAll
  void start() throws SQLException {
    subject = Subject.start();
    subject.execute(
        "CREATE TABLE conditions (time timestamptz NOT NULL, device text DEFAULT 'none',"
            + " temperature float8 CHECK (temperature > -300), PRIMARY KEY (time, device))",
        "CREATE SCHEMA plant",
        "CREATE TABLE plant.pump (id int PRIMARY KEY, name varchar(20) NOT NULL UNIQUE)",
        "INSERT INTO conditions VALUES ('2026-01-01 00:00Z', 'attic', 17.5), ('2026-01-02 00:00Z',"
            + " 'attic', 18)");
  }

  @AfterAll
  void close() {
    if (subject != null) {
      subject.close();
    }
  }

  private Connection connect() throws SQLException {
    return requireNonNull(subject).connect();
  }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(requireNonNull(subject).url() + "&" + options);
  }

  private String psql(String... commands) {
    Psql.require();
    Psql.Result result = Psql.run(requireNonNull(subject), commands);
    assertThat(result.error()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return result.out();
  }

  @Test
  void psqlListsTables() {
    assertThat(psql("\\d")).contains("public", "conditions", "table", "postgres");
    assertThat(psql("\\dt")).contains("conditions").doesNotContain("pump");
    assertThat(psql("\\dt plant.*")).contains("pump").doesNotContain("conditions");
  }

  @Test
  void psqlDescribesATable() {
    assertThat(psql("\\d conditions"))
        .contains("Table \"public.conditions\"")
        .contains("timestamp with time zone", "not null", "'none'::text", "double precision")
        .contains("\"conditions_pkey\" PRIMARY KEY", "(\"time\", device)")
        .contains("\"conditions_temperature_check\" CHECK (temperature >");
    assertThat(psql("\\d+ plant.pump"))
        .contains("character varying(20)", "\"pump_name_key\" UNIQUE CONSTRAINT");
  }

  @Test
  void psqlListsEverythingElse() {
    assertThat(psql("\\dn")).contains("plant", "public");
    assertThat(psql("\\l")).contains(requireNonNull(subject).database(), "UTF8");
    assertThat(psql("\\du")).contains("postgres", "Superuser");
    assertThat(psql("\\dx")).contains("List of installed extensions");
    assertThat(psql("\\di")).contains("conditions_pkey");
    assertThat(psql("\\df now")).contains("now", "timestamp with time zone");
    assertThat(psql("\\conninfo")).contains("You are connected to database");
  }

  @Test
  void psqlRunsScriptsWithVariablesAndExpandedOutput() {
    assertThat(psql("\\x on", "SELECT device, temperature FROM conditions ORDER BY time LIMIT 1"))
        .contains("device      | attic", "temperature | 17.5");
    assertThat(psql("\\pset null '(null)'", "SELECT NULL AS nothing")).contains("(null)");
  }

  @Test
  void psqlCopiesOutAndIn() {
    String out =
        psql(
            "CREATE TABLE copied (a int, b text)",
            "INSERT INTO copied VALUES (1, 'x'), (2, NULL), (3, E'tab\\there')",
            "\\copy copied TO STDOUT");

    assertThat(out).contains("1\tx\n2\t\\N\n3\ttab\\there\n");
  }

  @Test
  void metadataNamesTablesAndColumns() throws SQLException {
    try (Connection connection = connect()) {
      DatabaseMetaData data = connection.getMetaData();

      assertThat(
              strings(
                  data.getTables(null, "public", "cond%", new String[] {"TABLE"}), "TABLE_NAME"))
          .containsExactly("conditions");
      assertThat(strings(data.getColumns(null, "public", "conditions", null), "COLUMN_NAME"))
          .containsExactly("time", "device", "temperature");
      assertThat(strings(data.getColumns(null, "public", "conditions", null), "IS_NULLABLE"))
          .containsExactly("NO", "NO", "YES");
      assertThat(strings(data.getColumns(null, "public", "conditions", "d%"), "COLUMN_DEF"))
          .containsExactly("'none'::text");
      assertThat(strings(data.getPrimaryKeys(null, "plant", "pump"), "COLUMN_NAME"))
          .containsExactly("id");
      assertThat(strings(data.getSchemas(), "TABLE_SCHEM"))
          .contains("plant", "public", "pg_catalog", "information_schema");
      assertThat(strings(data.getTypeInfo(), "TYPE_NAME"))
          .contains("int4", "timestamptz", "numeric");
      assertThat(data.getDatabaseProductName()).isEqualTo("PostgreSQL");
      assertThat(data.getDatabaseMajorVersion()).isEqualTo(15);
    }
  }

  @Test
  void metadataNamesIndexes() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(
              strings(
                  connection.getMetaData().getIndexInfo(null, "plant", "pump", true, true),
                  "INDEX_NAME"))
          .containsExactlyInAnyOrder("pump_pkey", "pump_name_key");
    }
  }

  private static List<String> strings(ResultSet rows, String column) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(column));
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prepareThreshold=0",
        "prepareThreshold=1",
        "prepareThreshold=-1",
        "preferQueryMode=simple",
        "preferQueryMode=extendedForPrepared"
      })
  void parametersAndResultsKeepTheirValuesInEveryFormat(String mode) throws SQLException {
    var uuid = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    var time = OffsetDateTime.parse("2026-03-01T12:34:56.789012Z");
    try (Connection connection = connect(mode);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT ?::int, ?::bigint, ?::smallint, ?::float8, ?::float4, ?::numeric, ?::text,"
                    + " ?::bool, ?::date, ?::timestamptz, ?::uuid, ?::bytea, ?::text")) {
      for (int run = 0; run < 3; run++) {
        statement.setInt(1, -7);
        statement.setLong(2, Long.MIN_VALUE);
        statement.setShort(3, (short) 12);
        statement.setDouble(4, 0.1);
        statement.setFloat(5, 0.1f);
        statement.setBigDecimal(6, new BigDecimal("-12345.67890"));
        statement.setString(7, "naïve € 😀");
        statement.setBoolean(8, true);
        statement.setObject(9, LocalDate.of(1969, 12, 31));
        statement.setObject(10, time);
        statement.setObject(11, uuid);
        statement.setBytes(12, new byte[] {0, -1, 127});
        statement.setNull(13, Types.VARCHAR);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(-7);
          assertThat(rows.getLong(2)).isEqualTo(Long.MIN_VALUE);
          assertThat(rows.getShort(3)).isEqualTo((short) 12);
          assertThat(rows.getDouble(4)).isEqualTo(0.1);
          assertThat(rows.getFloat(5)).isEqualTo(0.1f);
          assertThat(rows.getBigDecimal(6)).hasToString("-12345.67890");
          assertThat(rows.getString(7)).isEqualTo("naïve € 😀");
          assertThat(rows.getBoolean(8)).isTrue();
          assertThat(rows.getObject(9, LocalDate.class)).isEqualTo(LocalDate.of(1969, 12, 31));
          assertThat(rows.getObject(10, OffsetDateTime.class).toInstant())
              .isEqualTo(time.toInstant());
          assertThat(rows.getObject(11)).isEqualTo(uuid);
          assertThat(rows.getBytes(12)).containsExactly(0, -1, 127);
          assertThat(rows.getString(13)).isNull();
        }
      }
    }
  }

  @Test
  void cursorsFetchInPortions() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(100);
        long sum = 0;
        try (ResultSet rows = statement.executeQuery("SELECT generate_series(1, 2500)")) {
          while (rows.next()) {
            sum += rows.getInt(1);
          }
        }
        assertThat(sum).isEqualTo(2500L * 2501 / 2);
      }
    }
  }

  @Test
  void batchesInsertAndReturnKeys() throws SQLException {
    requireNonNull(subject).execute("CREATE TABLE batched (a int PRIMARY KEY, b text)");
    try (Connection connection = connect("reWriteBatchedInserts=true");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO batched VALUES (?, ?)")) {
      for (int i = 0; i < 1000; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row " + i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(1000);
      insert.setInt(1, 5);
      insert.setString(2, "again");
      insert.addBatch();
      assertThatThrownBy(insert::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageContaining("duplicate key value violates unique constraint \"batched_pkey\"");
    }
    assertThat(one("SELECT count(*) FROM batched")).isEqualTo("1000");
  }

  @Test
  void copyManagerCopiesInAndOut() throws SQLException, IOException {
    requireNonNull(subject).execute("CREATE TABLE moved (a int, b text, c float8)");
    try (Connection connection = connect()) {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();

      assertThat(
              copy.copyIn("COPY moved FROM STDIN", new StringReader("1\tone\t1.5\n2\t\\N\t\\N\n")))
          .isEqualTo(2);
      assertThat(
              copy.copyIn(
                  "COPY moved (b, a) FROM STDIN (FORMAT csv, HEADER, DELIMITER ';', NULL '-')",
                  new StringReader("b;a\n\"three; \"\"quoted\"\"\";3\n-;4\n")))
          .isEqualTo(2);

      var binary = new ByteArrayOutputStream();
      assertThat(
              copy.copyOut(
                  "COPY (SELECT * FROM moved ORDER BY a) TO STDOUT (FORMAT binary)", binary))
          .isEqualTo(4);
      requireNonNull(subject).execute("CREATE TABLE moved_again (a int, b text, c float8)");
      assertThat(
              copy.copyIn(
                  "COPY moved_again FROM STDIN (FORMAT binary)",
                  new ByteArrayInputStream(binary.toByteArray())))
          .isEqualTo(4);
      var text = new ByteArrayOutputStream();
      copy.copyOut("COPY (SELECT * FROM moved_again ORDER BY a) TO STDOUT", text);
      assertThat(text.toString(UTF_8))
          .isEqualTo("1\tone\t1.5\n2\t\\N\t\\N\n3\tthree; \"quoted\"\t\\N\n4\t\\N\t\\N\n");
    }
  }

  @Test
  void aCopyThatTheClientGivesUpLeavesNothing() throws SQLException {
    requireNonNull(subject).execute("CREATE TABLE given_up (a int)");
    try (Connection connection = connect()) {
      var copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY given_up FROM STDIN");
      copy.writeToCopy("1\n2\n".getBytes(UTF_8), 0, 4);
      copy.cancelCopy();

      assertThat(one("SELECT count(*) FROM given_up")).isEqualTo("0");
      try (Statement statement = connection.createStatement()) {
        assertThat(statement.executeUpdate("INSERT INTO given_up VALUES (1)")).isEqualTo(1);
      }
    }
  }

  @Test
  void aLongQueryCanBeCancelled() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      var running =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery(
                        "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1,"
                            + " 100000) b")) {
                  return "ended" + rows.next();
                } catch (SQLException e) {
                  return String.valueOf(e.getSQLState());
                }
              });
      while (!running.isDone()) {
        connection.unwrap(PGConnection.class).cancelQuery();
        running.copy().completeOnTimeout("", 200, TimeUnit.MILLISECONDS).join();
      }

      assertThat(running.join()).isEqualTo("57014");
      assertThat(one("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aStatementTimeoutEndsAQuery() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '200ms'");

      assertThatThrownBy(
              () ->
                  statement.execute(
                      "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1,"
                          + " 100000) b"))
          .hasMessageContaining("canceling statement due to statement timeout");
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void savepointsUndoPartOfATransaction() throws SQLException {
    requireNonNull(subject).execute("CREATE TABLE saved (a int PRIMARY KEY)");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO saved VALUES (1)");
      Savepoint savepoint = connection.setSavepoint();
      statement.execute("INSERT INTO saved VALUES (2)");
      assertThatThrownBy(() -> statement.execute("INSERT INTO saved VALUES (1)"))
          .hasMessageContaining("saved_pkey");
      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      connection.rollback(savepoint);
      statement.execute("INSERT INTO saved VALUES (3)");
      connection.commit();
    }
    assertThat(one("SELECT string_agg(a::text, ',' ORDER BY a) FROM saved")).isEqualTo("1,3");
  }

  @Test
  void transactionsAreSeenByOthersOnlyOnceCommitted() throws SQLException {
    requireNonNull(subject).execute("CREATE TABLE seen (a int)");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO seen VALUES (1), (2)");
      assertThat(one("SELECT count(*) FROM seen")).isEqualTo("0");
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM seen")) {
        assertThat(rows.next() ? rows.getInt(1) : -1).isEqualTo(2);
      }
      connection.rollback();
      assertThat(one("SELECT count(*) FROM seen")).isEqualTo("0");
      statement.execute("INSERT INTO seen VALUES (3)");
      connection.commit();
    }
    assertThat(one("SELECT count(*) FROM seen")).isEqualTo("1");
  }

  @Test
  void definitionsRollBack() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE fleeting (a int)");
      statement.execute("INSERT INTO fleeting VALUES (1)");
      connection.rollback();
    }

    assertThat(one("SELECT count(*) FROM pg_class WHERE relname = 'fleeting'")).isEqualTo("0");
  }

  @Test
  void manyStatementsInOneQueryAreOneTransaction() throws SQLException {
    requireNonNull(subject).execute("CREATE TABLE together (a int PRIMARY KEY)");
    try (Connection connection = connect("preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "INSERT INTO together VALUES (1); INSERT INTO together VALUES (2); INSERT"
                          + " INTO together VALUES (1)"))
          .hasMessageContaining("together_pkey");
    }
    assertThat(one("SELECT count(*) FROM together")).isEqualTo("0");
  }

  @Test
  void settingsComeFromTheConnectionAndGoWithTheTransaction() throws SQLException {
    try (Connection connection =
            connect("ApplicationName=sundial&options=-c%20statement_timeout=5000");
        Statement statement = connection.createStatement()) {
      assertThat(show(statement, "application_name")).isEqualTo("sundial");
      assertThat(show(statement, "statement_timeout")).isEqualTo("5s");
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL TimeZone = 'Asia/Tokyo'");
      assertThat(show(statement, "TimeZone")).isEqualTo("Asia/Tokyo");
      connection.rollback();
      assertThat(show(statement, "TimeZone")).isNotEqualTo("Asia/Tokyo");
      assertThat(show(statement, "server_version_num")).startsWith("1500");
    }
  }

  private static String show(Statement statement, String name) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SHOW " + name)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }

  private String one(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }
}
