package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.orrery.it.harness.KnownGaps;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.Outcome;
import org.orrery.it.harness.SqlFile;
import org.orrery.it.harness.Subject;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Statements that fail, with the SQLSTATE, message, position and fields that PostgreSQL 15 gives.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsIT {

  private @Nullable Subject subject;
  private @Nullable Connection ours;
  private @Nullable Connection theirs;

  @BeforeAll
  void start() throws SQLException {
    Oracle oracle = Oracle.require();
    subject = Subject.start();
    ours = subject.connect();
    theirs = oracle.connect(oracle.createDatabase());
    for (SqlFile.Question question : SqlFile.read("errors/setup.sql")) {
      execute(ours, question.sql());
      execute(theirs, question.sql());
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
  Stream<DynamicContainer> statementsFailAsInPostgres() {
    return Stream.of("syntax", "names", "types", "values", "functions")
        .map(
            topic ->
                DynamicContainer.dynamicContainer(
                    topic,
                    SqlFile.read("errors/" + topic + ".sql").stream()
                        .map(
                            each ->
                                DynamicTest.dynamicTest(
                                    each.sql(),
                                    () -> KnownGaps.check(each.sql(), () -> check(each.sql()))))));
  }

  private void check(String sql) throws SQLException {
    Map<String, Object> expected = failure(requireNonNull(theirs), sql);

    assertThat(failure(requireNonNull(ours), sql)).as(sql).isEqualTo(expected);
  }

  @Test
  void theSessionAndItsDataSurviveAll() throws SQLException {
    for (String topic : List.of("syntax", "names", "types", "values", "functions")) {
      for (SqlFile.Question question : SqlFile.read("errors/" + topic + ".sql")) {
        failure(requireNonNull(ours), question.sql());
      }
    }

    try (Statement statement = requireNonNull(ours).createStatement();
        var rows =
            statement.executeQuery("SELECT string_agg(name, ',' ORDER BY id), count(*) FROM t")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("one,two");
      assertThat(rows.getInt(2)).isEqualTo(2);
    }
  }

  /** What clients and people read of an error. */
  private static Map<String, Object> failure(Connection connection, String sql)
      throws SQLException {
    try {
      execute(connection, sql);
    } catch (PSQLException e) {
      ServerErrorMessage error = e.getServerErrorMessage();
      if (error == null) {
        throw e;
      }
      return Outcome.fields(error);
    }
    return fail("did not fail: " + sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
