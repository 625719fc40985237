package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.orrery.bench.process.OrreryServer;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.SqlFile;
import org.orrery.it.harness.Subject;

/** Sequences, serial and identity columns: as PostgreSQL's, and never the same value twice. */
@Timeout(300)
class SequencesIT {

  @Test
  void aScriptOfSequencesGoesAsInPostgres() throws SQLException {
    Oracle oracle = Oracle.require();
    try (Subject subject = Subject.start();
        Connection ours = subject.connect();
        Connection theirs = oracle.connect(oracle.createDatabase())) {
      for (SqlFile.Question question : SqlFile.read("sequences.sql")) {
        assertThat(outcome(ours, question.sql()))
            .as(question.sql())
            .isEqualTo(outcome(theirs, question.sql()));
      }
    }
  }

  /** The rows, the count of rows changed, or the error of a statement, as text. */
  private static List<String> outcome(Connection connection, String sql) throws SQLException {
    List<String> outcome = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return List.of("changed " + statement.getUpdateCount());
      }
      try (ResultSet rows = statement.getResultSet()) {
        int width = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          var row = new StringBuilder();
          for (int i = 1; i <= width; i++) {
            row.append(rows.getMetaData().getColumnLabel(i)).append('=');
            row.append(rows.getString(i)).append(' ');
          }
          outcome.add(row.toString());
        }
      }
    } catch (SQLException e) {
      return List.of(e.getSQLState() + " " + e.getMessage());
    }
    return outcome;
  }

  @Test
  void noValueIsGivenTwiceAfterAKill() throws SQLException {
    try (OrreryServer server = OrreryServer.start("512m")) {
      List<Long> values = new ArrayList<>();
      try (Connection connection = DriverManager.getConnection(server.url());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE SEQUENCE s");
      }
      for (int round = 0; round < 3; round++) {
        try (Connection connection = DriverManager.getConnection(server.url());
            Statement statement = connection.createStatement()) {
          for (int i = 0; i < 50; i++) {
            values.add(next(statement));
          }
        }
        server.kill();
        server.start();
      }
      assertThat(values).isSorted().doesNotHaveDuplicates().startsWith(1L);
    }
  }

  private static long next(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT nextval('s')")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
