package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.orrery.it.harness.KnownGaps;
import org.orrery.it.harness.Oracle;
import org.orrery.it.harness.Scenario;
import org.orrery.it.harness.ScenarioRunner;
import org.orrery.it.harness.Subject;

/** Sessions that meet: what each of them sees and who waits, as on PostgreSQL 15. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionsIT {

  private @Nullable Subject subject;
  private String oracleUrl = "";

  @BeforeAll
  void start() throws SQLException {
    Oracle oracle = Oracle.require();
    oracleUrl = oracle.url(oracle.createDatabase());
    subject = Subject.start();
  }

  @AfterAll
  void close() {
    if (subject != null) {
      subject.close();
    }
  }

  @TestFactory
  Stream<DynamicContainer> sessionsMeetAsInPostgres() {
    return Stream.of(
            "relations", "rows", "locks", "sessions", "advisory", "conflicts", "foreign_keys")
        .map(
            topic ->
                DynamicContainer.dynamicContainer(
                    topic,
                    Scenario.read("transactions/" + topic + ".txt").stream()
                        .map(
                            each ->
                                DynamicTest.dynamicTest(
                                    each.title(),
                                    () -> KnownGaps.check(each.title(), () -> check(each))))));
  }

  private void check(Scenario scenario) throws SQLException {
    Map<String, List<String>> expected =
        ScenarioRunner.play(scenario, () -> DriverManager.getConnection(oracleUrl));

    Map<String, List<String>> actual =
        ScenarioRunner.play(scenario, () -> requireNonNull(subject).connect());

    assertThat(actual).isEqualTo(expected);
  }
}
