package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.Outcome;
import org.orrery.it.harness.SqlFile;
import org.orrery.it.harness.Subject;

/**
 * Scripts whose statements, run in order, answer as PostgreSQL 15's do: rows, counts, errors with
 * all fields, notices. Each script has a schema of its own name to work in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptsIT {

  private @Nullable Oracle oracle;
  private @Nullable Subject subject;
  private String database = "";

  @BeforeAll
  void start() throws SQLException {
    oracle = Oracle.require();
    subject = Subject.start();
    database = oracle.createDatabase();
  }

  @AfterAll
  void close() {
    if (subject != null) {
      subject.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> scriptsAnswerAsInPostgres() {
    return SqlFile.names("scripts").stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> run(script)));
  }

  private void run(String script) throws SQLException {
    var differences = new ArrayList<String>();
    try (Connection ours = requireNonNull(subject).connect();
        Connection theirs = requireNonNull(oracle).connect(database)) {
      for (String begin :
          List.of("CREATE SCHEMA " + script, "SET search_path = " + script + ", public")) {
        Outcome.of(ours, begin);
        Outcome.of(theirs, begin);
      }
      for (SqlFile.Question question : SqlFile.read("scripts/" + script + ".sql")) {
        Outcome expected = Outcome.of(theirs, question.onPostgres());
        Outcome actual = Outcome.of(ours, question.sql());
        for (String difference : actual.differencesFrom(expected)) {
          differences.add(question.sql() + "\n    " + difference);
        }
      }
    }
    assertThat(differences).as(script).isEmpty();
  }
}
