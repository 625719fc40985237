package org.orrery.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.sql.function.BuiltinFunctions;

class DdlTest {

  private final FakeTables tables = new FakeTables();
  private final TestClient client = TestClient.of(TestClient.node(tables));

  @BeforeEach
  void createTable() {
    client.session().reportedSettings();
    client.run("CREATE TABLE t (a int PRIMARY KEY, b text UNIQUE, c int DEFAULT 3 CHECK (c > 0))");
  }

  /** Answers of PostgreSQL 15 to the same statements. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "CREATE TABLE t (a int)~ERROR 42P07 relation \"t\" already exists",
        "CREATE TABLE IF NOT EXISTS t (a int)~NOTICE: relation \"t\" already exists, skipping /"
            + " CREATE TABLE",
        "CREATE TABLE t_pkey (a int)~ERROR 42P07 relation \"t_pkey\" already exists",
        "CREATE TABLE u (a int, a text)~ERROR 42701 column \"a\" specified more than once",
        "CREATE TABLE u (a nope)~ERROR 42704 type \"nope\" does not exist",
        "CREATE TABLE u (a int, PRIMARY KEY (x))~ERROR 42703 column \"x\" named in key does not"
            + " exist",
        "CREATE TABLE u (a int PRIMARY KEY, b int PRIMARY KEY)~ERROR 42P16 multiple primary keys"
            + " for table \"u\" are not allowed",
        "CREATE TABLE nope.u (a int)~ERROR 3F000 schema \"nope\" does not exist",
        "CREATE TABLE pg_catalog.u (a int)~ERROR 42501 permission denied for schema pg_catalog",
        "CREATE TABLE u (a serial)~CREATE TABLE",
        "CREATE TABLE u (a int, EXCLUDE USING gist (a WITH =))~ERROR 0A000 EXCLUDE constraints are"
            + " not supported",
        "DROP TABLE u~ERROR 42P01 table \"u\" does not exist",
        "DROP TABLE IF EXISTS u~NOTICE: table \"u\" does not exist, skipping / DROP TABLE",
        "DROP INDEX t~ERROR 42809 \"t\" is not an index [HINT: Use DROP TABLE to remove a table.]",
        "DROP INDEX t_pkey~ERROR 2BP01 cannot drop index t_pkey because constraint t_pkey on table"
            + " t requires it [HINT: You can drop constraint t_pkey on table t instead.]",
        "CREATE SCHEMA public~ERROR 42P06 schema \"public\" already exists",
        "CREATE SCHEMA pg_x~ERROR 42939 unacceptable schema name \"pg_x\" [DETAIL: The prefix"
            + " \"pg_\" is reserved for system schemas.]",
        "CREATE EXTENSION timescaledb~CREATE EXTENSION",
        "ALTER TABLE t DROP COLUMN x~ERROR 42703 column \"x\" of relation \"t\" does not exist",
        "ALTER TABLE t ALTER a DROP NOT NULL~ERROR 42P16 column \"a\" is in a primary key",
        "ALTER TABLE t ADD COLUMN a int~ERROR 42701 column \"a\" of relation \"t\" already exists",
        "ALTER TABLE t RENAME TO u~ALTER TABLE",
        "INSERT INTO t VALUES (1, 'x', 0)~ERROR 23514 new row for relation \"t\" violates check"
            + " constraint \"t_c_check\" [DETAIL: Failing row contains (1, x, 0).]",
        "VACUUM t~VACUUM",
        "GRANT SELECT ON t TO PUBLIC~ERROR 0A000 GRANT is not supported",
        "EXPLAIN SELECT a FROM t~Result /   ->  Seq Scan on t / EXPLAIN",
      })
  void aStatementIsAnsweredAsByPostgres(String sql, String answer) {
    assertThat(client.run(sql).replace("  /   ->", " /   ->")).isEqualTo(answer);
  }

  @Test
  void aSchemaIsDroppedWithWhatIsInItOnlyByCascade() {
    client.run("CREATE SCHEMA s; CREATE TABLE s.x (a int); CREATE TABLE s.y (a int)");

    assertThat(client.run("DROP SCHEMA s"))
        .isEqualTo(
            "ERROR 2BP01 cannot drop schema s because other objects depend on it [DETAIL: table"
                + " s.x depends on schema s\ntable s.y depends on schema s] [HINT: Use DROP ..."
                + " CASCADE to drop the dependent objects too.]");
    assertThat(client.run("DROP SCHEMA s CASCADE"))
        .isEqualTo(
            "NOTICE: drop cascades to 2 other objects [DETAIL: drop cascades to table s.x\ndrop"
                + " cascades to table s.y] / DROP SCHEMA");
  }

  @Test
  void columnsAddedLaterHaveTheirDefaultInOldRows() {
    client.run("INSERT INTO t (a, b) VALUES (1, 'x')");
    client.run("ALTER TABLE t ADD COLUMN d text DEFAULT 'old'");
    client.run("ALTER TABLE t ALTER d SET DEFAULT 'new'");
    client.run("INSERT INTO t (a, b) VALUES (2, 'y')");
    client.run("ALTER TABLE t DROP COLUMN c");

    assertThat(client.run("SELECT * FROM t")).isEqualTo("1|x|old / 2|y|new / SELECT 2");
  }

  @Test
  void aNodeThatStartsAgainReadsTheCatalogBack() {
    client.run("CREATE TABLE u (a int, b varchar(5) NOT NULL DEFAULT 'q'); CREATE INDEX ON u (b)");
    client.run("INSERT INTO u (a) VALUES (1)");

    TestClient again = TestClient.of(TestClient.node(tables, BuiltinFunctions.create()));
    again.session().reportedSettings();

    assertThat(again.run("SELECT * FROM u")).endsWith("1|q / SELECT 1");
    assertThat(again.run("DROP INDEX u_b_idx")).isEqualTo("DROP INDEX");
  }

  @Test
  void aTableIsMadeOfAQuery() {
    client.run("INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 2)");

    assertThat(client.run("CREATE TABLE u AS SELECT a, b FROM t")).isEqualTo("SELECT 2");
    assertThat(client.run("SELECT a INTO v FROM t")).isEqualTo("SELECT 2");
    assertThat(client.run("SELECT * FROM u")).isEqualTo("1|x / 2|y / SELECT 2");
    assertThat(client.run("SELECT $1")).isEqualTo("ERROR 42P02 there is no parameter $1");
  }

  @Test
  void portalsSuspendAndResume() {
    client.run("INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 2), (3, 'z', 3)");
    SqlSession session = client.session();
    client.lines().clear();
    session.parse("", "SELECT a FROM t", new int[0]);
    session.bind("p", "", new short[0], List.of(), new short[0]);
    session.execute("p", 2, client);
    session.execute("p", 2, client);
    session.parse("q", "SELECT $1", new int[] {23});
    session.bind(
        "", "q", new short[0], List.of("42".getBytes(StandardCharsets.UTF_8)), new short[0]);
    session.execute("", 0, client);
    session.sync();

    assertThat(client.lines())
        .containsExactly("1", "2", "SUSPENDED", "3", "SELECT 1", "42", "SELECT 1");
    assertThat(client.run("DEALLOCATE q")).isEqualTo("DEALLOCATE");
  }

  @Test
  void cursorsFetchForward() {
    client.run("INSERT INTO t VALUES (1, 'x', 1), (2, 'y', 2), (3, 'z', 3)");
    client.run("BEGIN; DECLARE c CURSOR FOR SELECT a FROM t");

    assertThat(client.run("FETCH 2 FROM c")).isEqualTo("1 / 2 / FETCH 2");
    assertThat(client.run("MOVE c")).isEqualTo("MOVE 1");
    assertThat(client.run("FETCH c")).isEqualTo("FETCH 0");
    assertThat(client.run("CLOSE c; COMMIT")).isEqualTo("CLOSE CURSOR / COMMIT");
  }

  @Test
  void settingsAreSetShownAndReported() {
    assertThat(client.run("SET timezone = 'Europe/Rome'"))
        .isEqualTo("SET TimeZone=Europe/Rome / SET");
    assertThat(client.run("BEGIN; SET LOCAL work_mem = '2MB'; SHOW work_mem; COMMIT"))
        .isEqualTo("BEGIN / SET / 2MB / SHOW / COMMIT");
    assertThat(client.run("SHOW work_mem")).isEqualTo("4MB / SHOW");
    assertThat(client.run("SET nope = 1"))
        .isEqualTo("ERROR 42704 unrecognized configuration parameter \"nope\"");
    assertThat(client.run("RESET ALL")).isEqualTo("SET TimeZone=UTC / RESET");
  }
}
