package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hypertables with several dimensions, by hash and by range, of every type of time. */
class DimensionsIT extends HypertableSession {

  @BeforeEach
  void makeTables() throws SQLException {
    execute(
        "ROLLBACK",
        "DROP TABLE IF EXISTS readings",
        "CREATE TABLE readings (time timestamptz, device text, slot int NOT NULL, day date)");
  }

  private void fill() throws SQLException {
    execute(
        "INSERT INTO readings SELECT timestamptz '2026-01-01' + n * interval '1 hour', 'd' || n %"
            + " 10, n, date '2026-01-01' + n FROM generate_series(0, 99) AS n");
  }

  @Test
  void rowsGoToThePartitionOfTheirHash() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time', 'device', 4)");
    fill();

    assertThat(
            rows(
                "SELECT DISTINCT range_start, range_end FROM _timescaledb_catalog.dimension_slice s"
                    + " JOIN _timescaledb_catalog.dimension d ON d.id = s.dimension_id WHERE"
                    + " num_slices = 4 ORDER BY range_start"))
        .containsExactly(
            List.of("-9223372036854775808", "536870911"),
            List.of("536870911", "1073741822"),
            List.of("1073741822", "1610612733"),
            List.of("1610612733", "9223372036854775807"));
    assertThat(rows("SELECT count(*), count(DISTINCT device) FROM readings"))
        .containsExactly(List.of("100", "10"));
    assertThat(
            rows(
                "SELECT count(*) FROM readings WHERE device = 'd3' UNION ALL SELECT count(*) FROM"
                    + " readings WHERE device IN ('d3', 'd4', 'none')"))
        .containsExactly(List.of("10"), List.of("20"));
  }

  @Test
  void spaceDimensionsHaveAnIndexOfTheirOwnAndAreDescribed() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time', 'device', 4)");

    assertThat(rows("SELECT indexname FROM pg_indexes WHERE tablename = 'readings' ORDER BY 1"))
        .containsExactly(List.of("readings_device_time_idx"), List.of("readings_time_idx"));
    assertThat(
            rows(
                "SELECT dimension_number, column_name, dimension_type, num_partitions FROM"
                    + " timescaledb_information.dimensions WHERE hypertable_name = 'readings'"
                    + " ORDER BY 1"))
        .isEqualTo(rows("VALUES (1, 'time', 'Time', NULL), (2, 'device', 'Space', 4::smallint)"));
  }

  @Test
  void chunksOlderThanADimensionHaveAllOfIt() throws SQLException {
    execute("SELECT create_hypertable('readings', by_range('time', interval '1 day'))");
    fill();
    execute("SELECT add_dimension('readings', by_hash('slot', 2))");
    fill();

    assertThat(rows("SELECT count(*) FROM show_chunks('readings')")).containsExactly(List.of("5"));
    assertThat(rows("SELECT count(*) FROM readings WHERE slot = 33")).containsExactly(List.of("2"));
    execute(
        "INSERT INTO readings SELECT time + interval '1 year', device, slot, day FROM readings");
    assertThat(rows("SELECT count(*) FROM show_chunks('readings')")).containsExactly(List.of("15"));
  }

  @Test
  void aDimensionThatWasRolledBackLeavesNothingBehind() throws SQLException {
    execute("SELECT create_hypertable('readings', by_range('time', interval '1 day'))");
    execute("BEGIN", "SELECT add_dimension('readings', by_hash('slot', 2))");
    fill();
    execute("ROLLBACK");
    fill();
    execute("SELECT add_dimension('readings', by_hash('slot', 3))");
    fill();

    assertThat(rows("SELECT count(*) FROM readings WHERE slot = 33")).containsExactly(List.of("2"));
    assertThat(rows("SELECT count(*) FROM readings")).containsExactly(List.of("200"));
  }

  @Test
  void anotherNumberOfPartitionsCountsForNewChunks() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time', 'slot', 2)");
    fill();
    execute("SELECT set_number_partitions('readings', 7)");
    fill();

    assertThat(rows("SELECT count(*) FROM readings WHERE slot = 33")).containsExactly(List.of("2"));
    assertFails(
        "22023",
        "invalid number of partitions for dimension \"slot\"",
        "SELECT set_number_partitions('readings', 0)");
    assertFails(
        "TS002",
        "hypertable \"readings\" does not have a matching dimension",
        "SELECT set_number_partitions('readings', 3, 'time')");
  }

  @Test
  void whatCannotBeADimensionIsRefused() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time')");
    execute("CREATE UNIQUE INDEX ON readings (time, device)");

    assertFails(
        "TS103",
        "cannot create a unique index without the column \"slot\" (used in partitioning)",
        "SELECT add_dimension('readings', 'slot', 2)");
    assertFails(
        "22023",
        "must specify either the number of partitions or an interval",
        "SELECT add_dimension('readings', 'device')");
    assertFails(
        "42703",
        "column \"none\" does not exist",
        "SELECT add_dimension('readings', by_hash('none', 2))");
    assertFails(
        "TS160",
        "column \"time\" is already a dimension",
        "SELECT add_dimension('readings', by_hash('time', 2))");
    assertThat(execute("SELECT add_dimension('readings', by_hash('time', 2), true)"))
        .containsExactly("TS160 column \"time\" is already a dimension, skipping");
    assertFails(
        "42809",
        "cannot partition using a closed dimension on primary column",
        "SELECT create_hypertable('readings', by_hash('device', 2))");
  }

  @Test
  void aDayIsATimeAsGoodAsAny() throws SQLException {
    execute(
        "SELECT create_hypertable('readings', 'day', chunk_time_interval => interval '30 days')");
    fill();

    assertThat(
            rows(
                "SELECT range_start AT TIME ZONE 'UTC', range_end AT TIME ZONE 'UTC' FROM"
                    + " timescaledb_information.chunks WHERE hypertable_name = 'readings' ORDER BY"
                    + " 1 LIMIT 1"))
        .containsExactly(List.of("2025-12-08 00:00:00", "2026-01-07 00:00:00"));
    assertThat(
            rows("SELECT count(*) FROM show_chunks('readings', older_than => date '2026-02-10')"))
        .containsExactly(List.of("2"));
    assertThat(rows("SELECT count(*) FROM readings WHERE day < '2026-01-08'"))
        .containsExactly(List.of("7"));
  }

  @Test
  void aClockOfIntegersMustFitTheColumn() throws SQLException {
    execute("SELECT create_hypertable('readings', by_range('slot', 10))");

    execute("SELECT set_integer_now_func('readings', 'pg_backend_pid')");

    assertThat(
            rows(
                "SELECT integer_interval, integer_now_func FROM timescaledb_information.dimensions"
                    + " WHERE hypertable_name = 'readings'"))
        .containsExactly(List.of("10", "pg_backend_pid"));
    assertFails(
        "42710",
        "custom time function already set for hypertable \"readings\"",
        "SELECT set_integer_now_func('readings', 'pg_backend_pid')");
    assertFails(
        "22023",
        "invalid custom time function",
        "SELECT set_integer_now_func('readings', 'random', true)");
  }

  @Test
  void nullHasNoPlaceInARange() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time')");
    execute("SELECT add_dimension('readings', by_range('day'))");

    assertFails(
        "23502",
        "NULL value in column \"day\" violates not-null constraint",
        "INSERT INTO readings VALUES ('2026-01-01', 'd', 1, NULL)");
    execute("SELECT add_dimension('readings', by_hash('device', 3))");
    execute("INSERT INTO readings VALUES ('2026-01-01', NULL, 1, '2026-01-01')");
    assertThat(rows("SELECT count(*) FROM readings WHERE device IS NULL"))
        .containsExactly(List.of("1"));
  }
}
