package org.orrery.bench.report;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.orrery.bench.target.Target;

/** Runs the same questions on several targets: first for their answers, then for time. */
public final class Measurement implements AutoCloseable {

  /** The text of run {@code run} in a target's dialect. */
  public interface Question {
    /** The statement. */
    String sql(Target target, int run);
  }

  private final Report report;
  private final Repetition repetition;
  private final Map<Target, Connection> sessions = new LinkedHashMap<>();

  /** Opens a session on each target. */
  public Measurement(Report report, List<Target> targets, Repetition repetition)
      throws SQLException {
    this.report = report;
    this.repetition = repetition;
    for (Target target : targets) {
      sessions.put(target, target.connect());
    }
  }

  /**
   * Asks all targets, compares their answers with the first one's, then times the runs in turns.
   *
   * @throws IllegalStateException when answers differ
   */
  public void ask(String name, Question question) throws SQLException {
    Answer first = null;
    for (var session : sessions.entrySet()) {
      String sql = question.sql(session.getKey(), 0);
      Answer answer = answer(session.getValue(), sql);
      if (first == null) {
        first = answer;
      } else {
        Optional<String> difference = answer.differenceFrom(first);
        if (difference.isPresent()) {
          throw new IllegalStateException(
              name + ": " + session.getKey().name() + " says " + difference.get() + ": " + sql);
        }
      }
    }
    Map<Target, LongStream.Builder> nanos = new LinkedHashMap<>();
    sessions.keySet().forEach(target -> nanos.put(target, LongStream.builder()));
    long total = 0;
    for (int run = 0; repetition.goesOn(run, total); run++) {
      for (var each : nanos.entrySet()) {
        Target target = each.getKey();
        long taken = time(session(target), question.sql(target, run));
        each.getValue().add(taken);
        total += taken;
      }
    }
    nanos.forEach(
        (target, each) -> report.query(name, target.name(), new Timings(each.build().toArray())));
  }

  private Connection session(Target target) {
    Connection found = sessions.get(target);
    if (found == null) {
      throw new IllegalStateException("no such target");
    }
    return found;
  }

  private static Answer answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Answer.read(rows);
    }
  }

  /** From sending the statement to having fetched its last row. */
  private static long time(Connection connection, String sql) throws SQLException {
    long begin = System.nanoTime();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        // Fetching is what is measured.
      }
    }
    return System.nanoTime() - begin;
  }

  @Override
  public void close() throws SQLException {
    for (Connection session : sessions.values()) {
      session.close();
    }
  }
}
