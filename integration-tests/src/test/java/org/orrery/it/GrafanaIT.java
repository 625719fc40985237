package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.orrery.bench.process.Checkout;
import org.orrery.bench.process.OrreryServer;
import org.orrery.it.harness.GrafanaMacros;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.RowSet;
import org.orrery.it.harness.SqlFile;
import org.orrery.it.harness.Subject;

/** What Grafana's PostgreSQL data source asks, and the dashboard in {@code docs/grafana}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrafanaIT {

  private static final String READINGS =
      "CREATE TABLE readings (at timestamptz NOT NULL, local timestamp, day date, seconds bigint,"
          + " nanos bigint, sensor text, value float8)";
  private static final String ROWS =
      "INSERT INTO readings SELECT at, at AT TIME ZONE 'UTC', (at AT TIME ZONE 'UTC')::date,"
          + " extract(epoch from at)::bigint, extract(epoch from at)::bigint * 1000000000,"
          + " 's' || i % 3, i * 37 % 101 FROM (SELECT i, timestamptz '2024-03-01 00:00+00'"
          + " + i * interval '97 seconds' AS at FROM generate_series(0, 3000) AS i) AS times";
  private static final GrafanaMacros PLAIN =
      new GrafanaMacros(
          Instant.parse("2024-03-01T01:02:03.456Z"), Instant.parse("2024-03-03T04:05:06Z"), false);
  private static final GrafanaMacros TIMESCALE = new GrafanaMacros(PLAIN.from(), PLAIN.to(), true);
  private static final GrafanaMacros WEATHER =
      new GrafanaMacros(
          Instant.parse("2012-01-01T00:00:00Z"), Instant.parse("2015-12-31T00:00:00Z"), true);

  private @Nullable Subject subject;
  private @Nullable Connection ours;
  private @Nullable Connection theirs;

  @BeforeAll
  void load() throws SQLException {
    Oracle oracle = Oracle.require();
    subject = Subject.start();
    ours = subject.connect();
    theirs = oracle.connect(oracle.createDatabase());
    subject.execute(READINGS);
    subject.createHypertable("readings", "at");
    subject.execute(ROWS);
    try (Statement statement = theirs.createStatement()) {
      statement.execute(READINGS);
      statement.execute(ROWS);
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
  Stream<DynamicTest> macrosAnswerAsInPostgresWithTheTimescaleSwitchOnOrOff() {
    return Stream.of(PLAIN, TIMESCALE)
        .flatMap(
            macros ->
                SqlFile.read("grafana/macros.sql").stream()
                    .map(
                        query ->
                            DynamicTest.dynamicTest(
                                (macros.hasTimescale() ? "TimescaleDB on: " : "TimescaleDB off: ")
                                    + query.title(),
                                () -> compare(macros.expand(query.sql())))));
  }

  private void compare(String sql) throws SQLException {
    RowSet expected = RowSet.of(requireNonNull(theirs), sql);
    RowSet actual = RowSet.of(requireNonNull(ours), sql);
    assertThat(actual.differencesFrom(expected)).as(sql).isEmpty();
  }

  @Test
  void everyQueryOfTheDashboardFindsRowsInTheDemo() throws Exception {
    String dashboard = Files.readString(Checkout.root().resolve("docs/grafana/dashboard.json"));
    try (OrreryServer server = OrreryServer.startCommand("demo", "1g");
        Connection connection = DriverManager.getConnection(server.url())) {
      List<String> queries = queriesOf(connection, dashboard);
      assertThat(queries).hasSize(9);
      for (String query : queries) {
        String sql = WEATHER.expand(query.replace("$location", "'Seattle', 'New York'"));
        assertThat(RowSet.of(connection, sql).rows()).as(sql).isNotEmpty();
      }
    }
  }

  /** Panels', annotations' and variables' queries; the server takes the document apart. */
  private static List<String> queriesOf(Connection connection, String dashboard)
      throws SQLException {
    List<String> queries = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH dashboard AS (SELECT ?::jsonb AS d)
            SELECT target ->> 'rawSql' FROM dashboard, jsonb_array_elements(d -> 'panels') AS panel,
                jsonb_array_elements(panel -> 'targets') AS target
            UNION ALL
            SELECT annotation -> 'target' ->> 'rawSql'
            FROM dashboard, jsonb_array_elements(d -> 'annotations' -> 'list') AS annotation
            UNION ALL
            SELECT variable ->> 'query'
            FROM dashboard, jsonb_array_elements(d -> 'templating' -> 'list') AS variable
            """)) {
      statement.setString(1, dashboard);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          queries.add(requireNonNull(result.getString(1)));
        }
      }
    }
    return queries;
  }
}
