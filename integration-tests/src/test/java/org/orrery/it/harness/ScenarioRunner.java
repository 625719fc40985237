package org.orrery.it.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Plays a scenario on a server. A step that waits for another session (as {@code pg_blocking_pids}
 * says) is left waiting while the others go on; after each step all that can go on is let run until
 * it ends or waits again.
 */
public final class ScenarioRunner {

  private static final long SECONDS_MAX = 60;
  private static final long POLL_MILLIS = 5;
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  /** Makes sessions. */
  public interface Connector {
    /** A new session. */
    Connection connect() throws SQLException;
  }

  /** A session that may have a statement under way. */
  private static final class Client {
    private final Connection connection;
    private final int processId;
    private @Nullable CompletableFuture<String> running;
    private Scenario.@Nullable Step step;
    private boolean hasWaited;

    Client(Connection connection, int processId) {
      this.connection = connection;
      this.processId = processId;
    }
  }

  private final Connector connector;
  private final Connection control;
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final Map<String, List<String>> results = new LinkedHashMap<>();
  private final String schema = "scenario" + SCHEMAS.incrementAndGet();

  private ScenarioRunner(Connector connector, Connection control) {
    this.connector = connector;
    this.control = control;
  }

  /** What each session's steps gave, and which of them waited. */
  public static Map<String, List<String>> play(Scenario scenario, Connector connector)
      throws SQLException {
    try (Connection control = connector.connect()) {
      var runner = new ScenarioRunner(connector, control);
      try {
        execute(control, "CREATE SCHEMA " + runner.schema);
        execute(control, "SET search_path = " + runner.schema);
        for (Scenario.Step step : scenario.steps()) {
          runner.perform(step);
        }
        for (Client client : runner.clients.values()) {
          runner.finish(client);
        }
      } finally {
        for (Client client : runner.clients.values()) {
          client.connection.close();
        }
        execute(control, "DROP SCHEMA " + runner.schema + " CASCADE");
      }
      return runner.results;
    }
  }

  private void perform(Scenario.Step step) throws SQLException {
    Client client = clients.get(step.session());
    if (client == null) {
      client = open();
      clients.put(step.session(), client);
    }
    switch (step.sql()) {
      case "cancel" -> {
        execute(control, "SELECT 1");
        client.connection.unwrap(org.postgresql.PGConnection.class).cancelQuery();
        finish(client);
      }
      case "finish" -> finish(client);
      case "leave" -> {
        finish(client);
        client.connection.close();
        clients.remove(step.session());
        settle();
      }
      default -> {
        finish(client);
        start(client, step);
        settle();
      }
    }
  }

  private Client open() throws SQLException {
    Connection connection = connector.connect();
    execute(connection, "SET search_path = " + schema);
    return new Client(connection, Integer.parseInt(execute(connection, "SELECT pg_backend_pid()")));
  }

  private static void start(Client client, Scenario.Step step) {
    var running = new CompletableFuture<String>();
    client.running = running;
    client.step = step;
    client.hasWaited = false;
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                running.complete(execute(client.connection, step.sql()));
              } catch (SQLException e) {
                running.complete(error(e));
              } catch (RuntimeException e) {
                running.completeExceptionally(e);
              }
            });
  }

  /**
   * Waits until each session is idle or waits for another. One that ends may let others go on,
   * which looked blocked a moment ago, so all are looked at again then.
   */
  private void settle() throws SQLException {
    boolean hasEnded;
    do {
      hasEnded = false;
      for (Client client : clients.values()) {
        CompletableFuture<String> running = client.running;
        while (running != null && !running.isDone() && !isBlocked(client)) {
          pause(running);
        }
        if (running != null && running.isDone()) {
          note(client, running);
          hasEnded = true;
        } else if (running != null) {
          client.hasWaited = true;
        }
      }
    } while (hasEnded);
  }

  private static void pause(CompletableFuture<String> running) {
    try {
      running.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Not yet.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean isBlocked(Client client) throws SQLException {
    return !execute(control, "SELECT pg_blocking_pids(" + client.processId + ")").equals("{}");
  }

  private void finish(Client client) throws SQLException {
    CompletableFuture<String> running = client.running;
    if (running != null) {
      try {
        running.get(SECONDS_MAX, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("step of a scenario did not end: " + client.step, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      note(client, running);
      settle();
    }
  }

  private void note(Client client, CompletableFuture<String> ended) {
    Scenario.Step step = client.step;
    client.running = null;
    if (step != null) {
      String text = step.sql() + (client.hasWaited ? " (waits)" : "") + " -> " + ended.join();
      results.computeIfAbsent(step.session(), _ -> new ArrayList<>()).add(text);
    }
  }

  private static String error(SQLException error) {
    ServerErrorMessage message =
        error instanceof PSQLException known ? known.getServerErrorMessage() : null;
    return message == null
        ? String.valueOf(error)
        : message.getSQLState() + " " + message.getMessage();
  }

  /** Runs a statement; its rows, or how many it wrote. */
  private static String execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (!statement.execute(sql)) {
        return String.valueOf(statement.getUpdateCount());
      }
      var rows = new ArrayList<String>();
      try (ResultSet result = statement.getResultSet()) {
        int width = result.getMetaData().getColumnCount();
        while (result.next()) {
          var row = new ArrayList<String>();
          for (int i = 1; i <= width; i++) {
            row.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join("|", row));
        }
      }
      return String.join(", ", rows);
    }
  }
}
