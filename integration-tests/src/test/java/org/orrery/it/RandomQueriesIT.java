package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.Outcome;
import org.orrery.it.harness.RowSet;
import org.orrery.it.harness.Subject;
import org.orrery.it.random.RandomQueries;
import org.postgresql.util.PSQLException;

/**
 * Random queries over tiny tables with NULLs, half of their rows sealed, answer as PostgreSQL 15
 * does: joins of all sorts, correlated subqueries, NOT IN, grouping, windows, limits, parameters.
 * {@code -Dorrery.seed} begins another series, {@code -Dorrery.it.queries} says how many.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomQueriesIT {

  private static final long SEED = Long.getLong("orrery.seed", 20261120);
  private static final int QUERIES = Integer.getInteger("orrery.it.queries", 400);
  private static final int SHOWN_MAX = 3;

  private @Nullable Subject subject;
  private @Nullable Connection ours;
  private @Nullable Connection theirs;

  @BeforeAll
  void load() throws SQLException {
    Oracle oracle = Oracle.require();
    subject = Subject.start();
    ours = subject.connect();
    theirs = oracle.connect(oracle.createDatabase());
    // Compiling a query of many joins takes PostgreSQL longer than running it.
    execute(theirs, List.of("SET jit = off"));
    for (Connection connection : List.of(ours, theirs)) {
      execute(connection, RandomQueries.SCHEMA);
    }
    execute(ours, List.of("SELECT create_hypertable('h', by_range('ts', INTERVAL '7 days'))"));
    for (List<String> half : RandomQueries.ROWS) {
      execute(theirs, half);
      execute(ours, List.of("CHECKPOINT"));
      execute(ours, half);
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

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    for (String sql : statements) {
      assertThat(Outcome.of(connection, sql).error()).as(sql).isNull();
    }
  }

  @Test
  void randomQueriesAnswerAsInPostgres() throws SQLException {
    var differences = new ArrayList<String>();
    for (long seed = SEED; seed < SEED + QUERIES && differences.size() < SHOWN_MAX; seed++) {
      RandomQueries.Query query = RandomQueries.of(seed);
      Object expected = answer(requireNonNull(theirs), query);
      Object actual = answer(requireNonNull(ours), query);
      if (!actual.equals(expected)) {
        differences.add(
            "-Dorrery.seed=%d%n%s%n%s%nexpected %s%ngot %s%n"
                .formatted(seed, query.sql(), query.parameters(), expected, actual));
      }
    }
    assertThat(differences).isEmpty();
  }

  /** Rows with how often each comes, or the SQLSTATE. */
  private static Object answer(Connection connection, RandomQueries.Query query)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      for (int i = 0; i < query.parameters().size(); i++) {
        statement.setObject(i + 1, query.parameters().get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        Map<String, Integer> rows = new TreeMap<>();
        RowSet.read(result).rows().forEach(row -> rows.merge(row.toString(), 1, Integer::sum));
        return rows;
      }
    } catch (PSQLException e) {
      return "error " + e.getSQLState();
    }
  }
}
