package org.orrery.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.orrery.bench.flights.Flights;
import org.orrery.bench.process.Checkout;
import org.orrery.it.harness.KnownGaps;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.Psql;
import org.orrery.it.harness.RowSet;
import org.orrery.it.harness.SqlFile;
import org.orrery.it.harness.Subject;
import org.postgresql.PGConnection;

/**
 * Real data, loaded as a person would, and questions about it whose answers PostgreSQL 15 gives
 * too: see {@code questions/*.sql}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDataIT {

  private static final List<String> FLIGHTS =
      List.of("flights-counts", "flights-time", "flights-routes");
  private static final List<String> WEATHER =
      List.of(
          "weather-groups",
          "weather-subqueries",
          "gapfill",
          "functions",
          "values",
          "json",
          "templates",
          "numerics",
          "families");

  private static final String WEATHER_DAILY =
      "CREATE TABLE weather_daily (location text NOT NULL, date date NOT NULL, precipitation"
          + " numeric(6, 1), temp_max float8, temp_min float8, wind real, weather text)";
  private static final String WEATHER_NORMALS =
      "CREATE TABLE weather_hourly_normals (date timestamp NOT NULL, pressure numeric, temperature"
          + " float8, wind float8)";
  private static final String FLIGHTS_TABLE = "CREATE TABLE flights (" + Flights.COLUMNS + ")";
  private static final List<String> AIRPORTS =
      List.of(
          "CREATE TABLE airports (code text PRIMARY KEY, half text)",
          "INSERT INTO airports (code) SELECT DISTINCT origin FROM flights",
          "UPDATE airports SET half = CASE WHEN code < 'M' THEN 'A-L' ELSE 'M-Z' END");

  private @Nullable Subject subject;
  private @Nullable Connection ours;
  private @Nullable Connection theirs;
  private boolean hasFlights;

  @BeforeAll
  void load() throws SQLException, IOException {
    Oracle oracle = Oracle.require();
    subject = Subject.start();
    ours = subject.connect();
    theirs = oracle.connect(oracle.createDatabase());
    subject.execute(WEATHER_DAILY, WEATHER_NORMALS);
    subject.createHypertable("weather_daily", "date");
    subject.createHypertable("weather_hourly_normals", "date");
    execute(theirs(), WEATHER_DAILY, WEATHER_NORMALS);
    for (String table : List.of("weather_daily", "weather_hourly_normals")) {
      loadWithClient(table, demo(table.replace('_', '-') + ".csv"));
    }
    Path flights = Flights.find().orElse(null);
    if (flights != null) {
      subject.execute(FLIGHTS_TABLE);
      subject.createHypertable("flights", "time");
      execute(theirs(), FLIGHTS_TABLE);
      copyFlights(ours(), flights);
      copyFlights(theirs(), flights);
      execute(ours(), AIRPORTS.toArray(String[]::new));
      execute(theirs(), AIRPORTS.toArray(String[]::new));
      execute(theirs(), "CREATE INDEX ON flights (origin, time)", "ANALYZE");
      hasFlights = true;
    }
  }

  private static Path demo(String file) {
    return Checkout.root()
        .resolve("server/src/main/resources/org/orrery/server/demo")
        .resolve(file);
  }

  /** By psql's \copy where there is a psql. */
  private void loadWithClient(String table, Path file) throws SQLException, IOException {
    String options = " FROM STDIN (FORMAT csv, HEADER)";
    copy(theirs(), "COPY " + table + options, Files.newInputStream(file));
    if (Psql.isInstalled()) {
      Psql.Result result =
          Psql.run(subject(), "\\copy " + table + " FROM '" + file + "' (FORMAT csv, HEADER)");
      assertThat(result.error()).isEmpty();
      assertThat(result.exitCode()).isZero();
    } else {
      copy(ours(), "COPY " + table + options, Files.newInputStream(file));
    }
  }

  private static void copyFlights(Connection connection, Path file)
      throws SQLException, IOException {
    long rows =
        copy(connection, "COPY flights FROM STDIN (FORMAT csv, HEADER)", Flights.open(file));
    assertThat(rows).isEqualTo(Flights.ROW_COUNT);
  }

  private static long copy(Connection connection, String sql, InputStream bytes)
      throws SQLException, IOException {
    try (bytes) {
      return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, bytes);
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @AfterAll
  void close() throws SQLException {
    if (ours != null) {
      ours.close();
    }
    if (theirs != null) {
      theirs.close();
    }
    if (subject != null) {
      subject.close();
    }
  }

  @TestFactory
  Stream<DynamicContainer> questionsAboutTheWeatherAndAboutNothing() {
    return WEATHER.stream().map(this::topic);
  }

  @TestFactory
  Stream<DynamicContainer> questionsAboutThreeMillionFlights() {
    return FLIGHTS.stream().map(this::topic);
  }

  private DynamicContainer topic(String topic) {
    return DynamicContainer.dynamicContainer(
        topic,
        SqlFile.read("questions/" + topic + ".sql").stream()
            .map(
                question ->
                    DynamicTest.dynamicTest(
                        question.title(),
                        () -> KnownGaps.check(question.title(), () -> ask(topic, question)))));
  }

  private void ask(String topic, SqlFile.Question question) throws SQLException {
    Assumptions.assumeTrue(
        hasFlights || !FLIGHTS.contains(topic),
        "skipped: flights-3m.csv.zst is not in ../shared/data (-Dorrery.data=directory)");
    String sql = subject().isOrrery() ? question.sql() : question.onPostgres();

    RowSet expected = RowSet.of(theirs(), question.onPostgres());
    RowSet answer = RowSet.of(ours(), sql);

    assertThat(answer.differencesFrom(expected)).as(sql).isEmpty();
  }

  @Test
  void whatIsCopiedOutIsWhatWasCopiedIn() throws SQLException, IOException {
    var lines = new ByteArrayOutputStream();
    ours()
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut(
            "COPY (SELECT * FROM weather_daily ORDER BY location DESC, date) TO STDOUT (FORMAT csv,"
                + " HEADER)",
            lines);

    assertThat(lines.toString(UTF_8).lines())
        .hasSize(2923)
        .first()
        .isEqualTo("location,date,precipitation,temp_max,temp_min,wind,weather");
    assertThat(lines.toString(UTF_8).lines().skip(1).findFirst())
        .hasValue("Seattle,2012-01-01,0.0,12.8,5,4.7,drizzle");
  }

  private Subject subject() {
    return requireNonNull(subject);
  }

  private Connection ours() {
    return requireNonNull(ours);
  }

  private Connection theirs() {
    return requireNonNull(theirs);
  }
}
