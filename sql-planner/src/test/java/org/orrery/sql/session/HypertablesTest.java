package org.orrery.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.sql.function.BuiltinFunctions;
import org.orrery.sql.timeseries.hypertable.HypertableFunctions;

class HypertablesTest {

  private final FakeTables tables = new FakeTables();
  private final SqlNode node =
      TestClient.node(tables, BuiltinFunctions.with(HypertableFunctions.all()));
  private final TestClient client = TestClient.of(node);

  @BeforeEach
  void createTable() {
    client.session().reportedSettings();
    client.run("CREATE TABLE m (time timestamptz, v float8)");
  }

  @Test
  void bothGenerationsMakeHypertablesWithDefaultsAndIndex() {
    assertThat(client.run("SELECT * FROM create_hypertable('m', 'time')"))
        .isEqualTo("1|public|m|t / SELECT 1");
    client.run("CREATE TABLE n (time timestamptz, v float8)");
    assertThat(client.run("SELECT create_hypertable('n', by_range('time', interval '1 day'))"))
        .isEqualTo("(2,t) / SELECT 1");

    assertThat(client.run("DROP INDEX m_time_idx")).isEqualTo("DROP INDEX");
    assertThat(client.run("INSERT INTO m VALUES (NULL, 1)")).startsWith("ERROR 23502");
  }

  @Test
  void rowsFallIntoChunksThatAreShownAndDropped() {
    client.run("SELECT create_hypertable('m', 'time', chunk_time_interval => interval '1 day')");
    client.run(
        "INSERT INTO m VALUES ('2024-01-01', 1), ('2024-01-02 12:00', 2), ('2024-01-03', 3)");

    assertThat(client.run("SELECT show_chunks('m')"))
        .isEqualTo(
            "_timescaledb_internal._hyper_1_1_chunk / _timescaledb_internal._hyper_1_2_chunk /"
                + " _timescaledb_internal._hyper_1_3_chunk / SELECT 3");
    assertThat(client.run("SELECT drop_chunks('m', older_than => timestamptz '2024-01-02 10:00')"))
        .isEqualTo("_timescaledb_internal._hyper_1_1_chunk / SELECT 1");
    assertThat(client.run("SELECT v FROM m")).isEqualTo("2 / 3 / SELECT 2");
    assertThat(client.run("SELECT hypertable_size('m')")).isEqualTo("200 / SELECT 1");
    assertThat(client.run("SELECT approximate_row_count('m')")).isEqualTo("2 / SELECT 1");
  }

  @Test
  void existingRowsMoveOnRequest() {
    client.run("INSERT INTO m VALUES ('2024-01-01', 1), ('2024-02-01', 2)");

    assertThat(client.run("SELECT create_hypertable('m', 'time')"))
        .isEqualTo(
            "ERROR 0A000 table \"m\" is not empty [HINT: You can migrate data by specifying"
                + " 'migrate_data => true' when calling this function.]");
    assertThat(client.run("SELECT create_hypertable('m', 'time', migrate_data => true)"))
        .isEqualTo(
            "NOTICE: migrating data to chunks [DETAIL: Migration might take a while depending on"
                + " the amount of data.] / (1,public,m,t) / SELECT 1");
    assertThat(client.run("SELECT v FROM m")).isEqualTo("1 / 2 / SELECT 2");
    assertThat(client.run("SELECT show_chunks('m')")).endsWith("SELECT 2");
  }

  @Test
  void creationRollsBackWithItsTransaction() {
    client.run("BEGIN; SELECT create_hypertable('m', 'time'); INSERT INTO m VALUES ('2024-01-01')");
    client.run("ROLLBACK");

    assertThat(client.run("SELECT show_chunks('m')")).startsWith("ERROR TS001");
    assertThat(client.run("SELECT v FROM m")).isEqualTo("SELECT 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT create_hypertable('m', 'nope')~ERROR 42703 column \"nope\" does not exist",
        "SELECT create_hypertable('m', 'v')~ERROR 42809 invalid type for dimension \"v\" [HINT:"
            + " Use an integer, timestamp, or date type.]",
        "SELECT create_hypertable('m', 'time', chunk_time_interval => 0)~ERROR 22023 invalid"
            + " interval: must be between 1 and 9223372036854775807",
        "SELECT create_hypertable('m', 'time', chunk_time_interval => 1000)~WARNING: unexpected"
            + " interval: smaller than one second [HINT: The interval is specified in"
            + " microseconds.] / (1,public,m,t) / SELECT 1",
        "SELECT create_hypertable('m', by_hash('v', 2))~ERROR 42809 cannot partition using a closed"
            + " dimension on primary column",
        "SELECT create_hypertable('m', 'time', 'v', 0)~ERROR 22023 invalid number of partitions for"
            + " dimension \"v\" [HINT: A closed (space) dimension must specify between 1 and 32767"
            + " partitions.]",
        "SELECT by_range('time', interval '7 days')~range//time//7 days//- / SELECT 1",
        "SELECT show_chunks('m')~ERROR TS001 \"m\" is not a hypertable or a continuous aggregate"
            + " [HINT: The operation is only possible on a hypertable or continuous aggregate.]",
        "SELECT set_chunk_time_interval('m', interval '1 day')~ERROR TS001 table \"m\" is not a"
            + " hypertable",
        "SELECT hypertable_size('m')~ / SELECT 1",
      })
  void anUnusualCallIsAnsweredAsByTimescale(String sql, String answer) {
    assertThat(client.run(sql)).isEqualTo(answer.equals("/ SELECT 1") ? " / SELECT 1" : answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT create_hypertable('m', 'time')~ERROR TS110 table \"m\" is already a hypertable",
        "SELECT create_hypertable('m', 'time', if_not_exists => true)~NOTICE: table \"m\" is"
            + " already a hypertable, skipping / (1,public,m,f) / SELECT 1",
        "SELECT drop_chunks('m')~ERROR 22023 invalid time range for dropping chunks [HINT: At least"
            + " one of older_than/newer_than or created_before/created_after must be provided.]",
        "SELECT drop_chunks('m', '2024-01-01')~ERROR 22023 invalid time argument type \"unknown\""
            + " [HINT: Try casting the argument to \"timestamp with time zone\".]",
        "SELECT show_chunks('m', 5)~ERROR 22023 invalid time argument type \"integer\" [HINT: Try"
            + " casting the argument to \"timestamp with time zone\".]",
        "CREATE UNIQUE INDEX ON m (v)~ERROR TS103 cannot create a unique index without the column"
            + " \"time\" (used in partitioning) [HINT: If you're creating a hypertable on a table"
            + " with a primary key, ensure the partitioning column is part of the primary or"
            + " composite key.]",
        "ALTER TABLE m ALTER time DROP NOT NULL~ERROR TS101 cannot drop not-null constraint from a"
            + " time-partitioned column",
        "SELECT set_chunk_time_interval('m', interval '1 month')~ / SELECT 1",
        "TRUNCATE ONLY m~ERROR 42809 cannot truncate only a hypertable [HINT: Do not specify the"
            + " ONLY keyword, or use truncate only on the chunks directly.]",
      })
  void aHypertableKeepsItsRules(String sql, String answer) {
    client.run("SELECT create_hypertable('m', 'time')");

    assertThat(client.run(sql)).isEqualTo(answer.equals("/ SELECT 1") ? " / SELECT 1" : answer);
  }
}
