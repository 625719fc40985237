package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.orrery.bench.process.Checkout;
import org.orrery.bench.process.OrreryServer;

/** What {@code orrery demo} gives a newcomer. */
class DemoIT {

  private static final String QUERIES =
      "server/src/main/resources/org/orrery/server/demo/queries.sql";

  @Test
  void theDemoHasItsDataAndAnswersTheQueriesThatItShows() throws Exception {
    String queries = Files.readString(Checkout.root().resolve(QUERIES));

    try (OrreryServer server = OrreryServer.startCommand("demo", "1g")) {
      assertThat(count(server, "weather_daily")).isEqualTo(2_922);
      assertThat(count(server, "weather_hourly_normals")).isEqualTo(8_759);
      for (String query : queries.strip().split(";\\n")) {
        assertThat(rows(server, query)).as(query).isPositive();
      }
      server.stop();
      assertThat(server.output())
          .contains("loaded 2922 rows into weather_daily", "-U postgres", queries);
    }
  }

  @Test
  void aSecondStartKeepsWhatIsThere() throws Exception {
    try (OrreryServer server = OrreryServer.startCommand("demo", "1g")) {
      rows(server, "DELETE FROM weather_daily WHERE location = 'Seattle' RETURNING 1");
      server.stop();
      server.start();

      assertThat(count(server, "weather_daily")).isEqualTo(1_461);
      server.stop();
      assertThat(server.output()).contains("the demo's tables are there already");
    }
  }

  private static long count(OrreryServer server, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static int rows(OrreryServer server, String query) throws SQLException {
    int rows = 0;
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows++;
      }
    }
    return rows;
  }
}
