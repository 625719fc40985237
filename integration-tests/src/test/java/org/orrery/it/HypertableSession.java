package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.orrery.it.harness.RowSet;
import org.orrery.it.harness.Subject;
import org.postgresql.util.PSQLException;

/** A server with one session in UTC, for tests of what plain PostgreSQL does not have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HypertableSession {

  private @Nullable Subject subject;
  private @Nullable Connection connection;

  @BeforeAll
  final void start() throws SQLException {
    subject = Subject.start();
    Assumptions.assumeTrue(subject.isOrrery(), "skipped: PostgreSQL has no hypertables");
    connection = subject.connect();
    execute("SET TimeZone = 'UTC'");
  }

  @AfterAll
  final void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
    if (subject != null) {
      subject.close();
    }
  }

  final Subject subject() {
    return requireNonNull(subject);
  }

  final Connection connection() {
    return requireNonNull(connection);
  }

  /** Runs statements; returns the notices of the last, each with its SQLSTATE before it. */
  final List<String> execute(String... statements) throws SQLException {
    List<String> notices = new ArrayList<>();
    try (Statement statement = connection().createStatement()) {
      for (String sql : statements) {
        notices.clear();
        statement.execute(sql);
        for (SQLWarning at = statement.getWarnings(); at != null; at = at.getNextWarning()) {
          notices.add(at.getSQLState() + " " + at.getMessage());
        }
      }
    }
    return notices;
  }

  final List<List<@Nullable String>> rows(String sql) throws SQLException {
    return RowSet.of(connection(), sql).rows();
  }

  final AbstractThrowableAssert<?, ?> assertFails(String state, String message, String sql) {
    return assertThatThrownBy(() -> execute(sql))
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).as(sql).isEqualTo(state))
        .hasMessageContaining(message);
  }
}
