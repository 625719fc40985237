package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.orrery.it.harness.Outcome;
import org.orrery.it.harness.RowSet;
import org.orrery.it.harness.Subject;

/** What sessions see of each other in {@code pg_stat_activity}, and how they stop each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SessionsIT {

  private @Nullable Subject subject;

  @BeforeAll
  void start() throws SQLException {
    subject = Subject.start();
    subject()
        .execute(
            "CREATE TABLE held (id int PRIMARY KEY)",
            "INSERT INTO held VALUES (1)",
            "CREATE ROLE guest LOGIN");
  }

  @AfterAll
  void close() {
    if (subject != null) {
      subject.close();
    }
  }

  private Subject subject() {
    return requireNonNull(subject);
  }

  @Test
  void anIdleSessionShowsItsLastQueryAndWhereItComesFrom() throws SQLException {
    try (Connection watcher = subject().connect();
        Connection other = named("idler")) {
      execute(other, "SELECT 'last'");

      assertThat(row(watcher, "idler", "state, query, wait_event_type, wait_event, backend_type"))
          .containsExactly("idle", "SELECT 'last'", "Client", "ClientRead", "client backend");
      assertThat(
              row(
                  watcher,
                  "idler",
                  "datname = current_database(), usename, split_part(client_addr::text, '/', 1),"
                      + " client_port > 0, xact_start IS NULL, backend_start <= query_start,"
                      + " query_start <= state_change"))
          .containsExactly("t", "postgres", "127.0.0.1", "t", "t", "t", "t");
    }
  }

  @Test
  void theAskingSessionIsActiveWithTheTextOfItsQuestion() throws SQLException {
    String question =
        "SELECT state, query, xact_start IS NOT NULL AS x FROM pg_stat_activity"
            + " WHERE pid = pg_backend_pid()";
    try (Connection connection = subject().connect()) {
      assertThat(RowSet.of(connection, question).rows())
          .containsExactly(List.of("active", question, "t"));
    }
  }

  @Test
  void transactionsLeftOpenAreTold() throws SQLException {
    try (Connection watcher = subject().connect();
        Connection other = named("lazy")) {
      execute(other, "BEGIN");
      assertThat(row(watcher, "lazy", "state, query, xact_start IS NOT NULL"))
          .containsExactly("idle in transaction", "BEGIN", "t");

      assertThatThrownBy(() -> execute(other, "SELECT 1/0")).hasMessageContaining("zero");
      assertThat(row(watcher, "lazy", "state, query"))
          .containsExactly("idle in transaction (aborted)", "SELECT 1/0");

      execute(other, "ROLLBACK");
      assertThat(row(watcher, "lazy", "state, xact_start IS NULL")).containsExactly("idle", "t");
    }
  }

  @Test
  void longTextsAreCutAtTheBorderOfACharacter() throws SQLException {
    try (Connection watcher = subject().connect();
        Connection other = named("wordy")) {
      execute(other, "SELECT '" + "é".repeat(1_000) + "'");

      assertThat(row(watcher, "wordy", "octet_length(query), query"))
          .containsExactly("1022", "SELECT '" + "é".repeat(507));
    }
  }

  @Test
  void aSessionThatWaitsForALockSaysSoAndCanBeCancelled() throws Exception {
    try (Connection watcher = subject().connect();
        Connection holder = named("holder");
        Connection waiter = named("waiter");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      execute(holder, "BEGIN", "UPDATE held SET id = 1");
      CompletableFuture<Outcome> blocked =
          CompletableFuture.supplyAsync(() -> outcome(waiter, "DELETE FROM held"), threads);
      awaitLock(watcher, "waiter");

      assertThat(row(watcher, "waiter", "state, query, wait_event"))
          .containsExactly("active", "DELETE FROM held", "transactionid");
      assertThat(row(watcher, "waiter", "pg_cancel_backend(pid)")).containsExactly("t");

      assertThat(blocked.get().error())
          .containsEntry("state", "57014")
          .containsEntry("message", "canceling statement due to user request");
      assertThat(RowSet.of(waiter, "SELECT 1").rows()).hasSize(1);
      execute(holder, "ROLLBACK");
    }
  }

  @Test
  void aTerminatedSessionRollsBackAndIsGone() throws Exception {
    try (Connection watcher = subject().connect();
        Connection other = named("doomed")) {
      execute(other, "BEGIN", "INSERT INTO held VALUES (2)");

      assertThat(row(watcher, "doomed", "pg_terminate_backend(pid, 10000)")).containsExactly("t");

      assertThat(
              RowSet.of(watcher, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'doomed'")
                  .rows())
          .isEmpty();
      assertThatThrownBy(() -> execute(other, "COMMIT")).isInstanceOf(SQLException.class);
      assertThat(RowSet.of(watcher, "SELECT id FROM held WHERE id = 2").rows()).isEmpty();
    }
  }

  @Test
  void signallingNobodyWarns() throws SQLException {
    try (Connection connection = subject().connect()) {
      for (String call : List.of("pg_cancel_backend(1)", "pg_terminate_backend(1)")) {
        Outcome outcome = Outcome.of(connection, "SELECT " + call);
        assertThat(outcome.notices())
            .singleElement()
            .asString()
            .contains("WARNING | 01000 | PID 1 is not a PostgreSQL backend process");
        assertThat(outcome.rows()).isNotNull();
      }
      assertThat(Outcome.of(connection, "SELECT pg_terminate_backend(1, -1)").error())
          .containsEntry("state", "22003")
          .containsEntry("message", "\"timeout\" must not be negative");
    }
  }

  @Test
  void othersSeeOnlyThatASessionIsThere() throws SQLException {
    try (Connection owner = named("private");
        Connection guest = DriverManager.getConnection(asGuest())) {
      execute(owner, "SELECT 'secret'");

      assertThat(row(guest, "private", "usename, query, state, client_addr"))
          .containsExactly("postgres", "<insufficient privilege>", null, null);
      for (String verb : List.of("cancel", "terminate")) {
        Outcome outcome =
            Outcome.of(
                guest,
                "SELECT pg_%s_backend(pid) FROM pg_stat_activity WHERE application_name = 'private'"
                    .formatted(verb));
        assertThat(outcome.error())
            .containsEntry("state", "42501")
            .containsEntry(
                "message",
                verb.equals("cancel")
                    ? "must be a superuser to cancel superuser query"
                    : "must be a superuser to terminate superuser process");
      }
    }
  }

  private String asGuest() {
    return subject().url().replaceFirst("user=[^&]*", "user=guest");
  }

  private Connection named(String application) throws SQLException {
    Connection connection = subject().connect();
    execute(connection, "SET application_name = '" + application + "'");
    return connection;
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Outcome outcome(Connection connection, String sql) {
    try {
      return Outcome.of(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<@Nullable String> row(
      Connection connection, String application, String columns) throws SQLException {
    return RowSet.of(
            connection,
            "SELECT %s FROM pg_stat_activity WHERE application_name = '%s'"
                .formatted(columns, application))
        .rows()
        .getFirst();
  }

  private static void awaitLock(Connection watcher, String application) throws Exception {
    while (!"Lock".equals(row(watcher, application, "wait_event_type").getFirst())) {
      Thread.sleep(20);
    }
  }
}
