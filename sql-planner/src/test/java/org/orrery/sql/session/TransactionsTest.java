package org.orrery.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

class TransactionsTest {

  private final FakeTables tables = new FakeTables();
  private final SqlNode node = TestClient.node(tables);
  private final TestClient client = TestClient.of(node);

  @BeforeEach
  void createTable() {
    client.session().reportedSettings();
    client.run("CREATE TABLE t (a int, b text DEFAULT 'x')");
  }

  @Test
  void rowsOfACommittedBlockStay() {
    assertThat(client.run("BEGIN; INSERT INTO t VALUES (1, 'one'), (2, NULL); COMMIT"))
        .isEqualTo("BEGIN / INSERT 0 2 / COMMIT");

    assertThat(client.run("SELECT * FROM t")).isEqualTo("1|one / 2| / SELECT 2");
  }

  /** From: statements that lead to a state; then one more; its answer and the state after it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| BEGIN | BEGIN | IN_TRANSACTION",
        "| COMMIT | WARNING: there is no transaction in progress / COMMIT | IDLE",
        "| ROLLBACK | WARNING: there is no transaction in progress / ROLLBACK | IDLE",
        "| SAVEPOINT s | ERROR 25P01 SAVEPOINT can only be used in transaction blocks | IDLE",
        "| RELEASE s | ERROR 25P01 RELEASE SAVEPOINT can only be used in transaction blocks"
            + " | IDLE",
        "| SELECT 1 | 1 / SELECT 1 | IDLE",
        "| nonsense | ERROR 42601 syntax error at or near \"nonsense\" | IDLE",
        "BEGIN | BEGIN | WARNING: there is already a transaction in progress / BEGIN"
            + " | IN_TRANSACTION",
        "BEGIN | COMMIT | COMMIT | IDLE",
        "BEGIN | ROLLBACK | ROLLBACK | IDLE",
        "BEGIN | SAVEPOINT s | SAVEPOINT | IN_TRANSACTION",
        "BEGIN | ROLLBACK TO s | ERROR 3B001 savepoint \"s\" does not exist | FAILED",
        "BEGIN | SELECT x FROM none | ERROR 42P01 relation \"none\" does not exist | FAILED",
        "BEGIN; oops | SELECT 1 | ERROR 25P02 current transaction is aborted, commands ignored"
            + " until end of transaction block | FAILED",
        "BEGIN; oops | BEGIN | ERROR 25P02 current transaction is aborted, commands ignored"
            + " until end of transaction block | FAILED",
        "BEGIN; oops | COMMIT | ROLLBACK | IDLE",
        "BEGIN; oops | ROLLBACK | ROLLBACK | IDLE",
        "BEGIN; SAVEPOINT s; oops | ROLLBACK TO s | ROLLBACK | IN_TRANSACTION",
        "BEGIN; SAVEPOINT s | RELEASE s | RELEASE | IN_TRANSACTION",
        "BEGIN READ ONLY | INSERT INTO t VALUES (1) | ERROR 25006 cannot execute INSERT in a"
            + " read-only transaction | FAILED",
        "BEGIN READ ONLY | CREATE TABLE u (a int) | ERROR 25006 cannot execute CREATE TABLE in a"
            + " read-only transaction | FAILED",
        "BEGIN; SELECT 1 | SET TRANSACTION ISOLATION LEVEL REPEATABLE READ | ERROR 25001 SET"
            + " TRANSACTION ISOLATION LEVEL must be called before any query | FAILED",
        "BEGIN ISOLATION LEVEL REPEATABLE READ | SHOW transaction_isolation | repeatable read /"
            + " SHOW | IN_TRANSACTION",
        "| BEGIN ISOLATION LEVEL SERIALIZABLE | ERROR 0A000 transaction isolation level"
            + " SERIALIZABLE is not supported [HINT: Use REPEATABLE READ, or set"
            + " orrery.serializable_as to"
            + " \"snapshot\" to get that.] | IDLE",
      })
  void aStatementInEachState(String before, String statement, String answer, String after) {
    if (before != null) {
      for (String step : before.split(";")) {
        client.run(step);
      }
    }

    assertThat(client.run(statement)).isEqualTo(answer);
    assertThat(client.session().status()).hasToString(after);
  }

  @Test
  void statementsOfOneMessageAreOneTransaction() {
    assertThat(client.run("INSERT INTO t VALUES (1); SELECT * FROM none"))
        .isEqualTo("INSERT 0 1 / ERROR 42P01 relation \"none\" does not exist");

    assertThat(client.run("SELECT a FROM t")).isEqualTo("SELECT 0");
  }

  @Test
  void aCommitInsideAMessageSplitsIt() {
    client.run("BEGIN; INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2); oops_table");
    client.run("BEGIN; INSERT INTO t VALUES (1); COMMIT; SELECT a FROM none");

    assertThat(client.run("SELECT a FROM t")).isEqualTo("1 / SELECT 1");
  }

  @Test
  void aSavepointUndoesRowsTablesAndSettings() {
    client.run("BEGIN");
    client.run("INSERT INTO t VALUES (1)");
    client.run("SAVEPOINT s");
    client.run("INSERT INTO t VALUES (2)");
    client.run("CREATE TABLE u (a int)");
    client.run("SET work_mem = '1MB'");
    assertThat(client.run("ROLLBACK TO s")).isEqualTo("ROLLBACK");

    assertThat(client.run("SHOW work_mem")).isEqualTo("4MB / SHOW");
    assertThat(client.run("COMMIT")).isEqualTo("COMMIT");
    assertThat(client.run("SELECT a FROM t")).isEqualTo("1 / SELECT 1");
    assertThat(client.run("SELECT a FROM u"))
        .isEqualTo("ERROR 42P01 relation \"u\" does not exist");
  }

  @Test
  void ddlIsSeenByItsTransactionOnlyUntilCommit() {
    TestClient other = TestClient.of(node);
    client.run("BEGIN; CREATE TABLE u (a int); INSERT INTO u VALUES (7)");

    assertThat(client.run("SELECT a FROM u")).isEqualTo("7 / SELECT 1");
    assertThat(other.run("SELECT a FROM u")).startsWith("ERROR 42P01");

    client.run("COMMIT");
    assertThat(other.run("SELECT a FROM u")).endsWith("7 / SELECT 1");
  }

  @Test
  void repeatableReadKeepsItsSnapshot() {
    TestClient other = TestClient.of(node);
    client.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
    client.run("SELECT a FROM t");
    other.run("INSERT INTO t VALUES (1)");

    assertThat(client.run("SELECT a FROM t")).isEqualTo("SELECT 0");
    client.run("COMMIT");
    assertThat(client.run("SELECT a FROM t")).isEqualTo("1 / SELECT 1");
  }

  @Test
  void twoTransactionsChangingOneTableConflict() {
    TestClient other = TestClient.of(node);
    client.run("BEGIN; ALTER TABLE t ADD COLUMN c int");
    other.run("ALTER TABLE t ADD COLUMN d int");

    assertThat(client.run("COMMIT"))
        .isEqualTo("ERROR 40001 could not serialize access due to concurrent update");
    assertThat(client.session().status()).isEqualTo(TransactionStatus.IDLE);
  }

  @Test
  void aFailedCommitIsReportedInsteadOfTheTag() {
    tables.failNextCommit(OrreryException.of(SqlState.DISK_FULL, "no space left"));

    assertThat(client.run("INSERT INTO t VALUES (1)")).isEqualTo("ERROR 53100 no space left");
    assertThat(client.run("SELECT a FROM t")).isEqualTo("SELECT 0");
  }
}
