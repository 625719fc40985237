package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orrery.it.harness.Psql;
import org.orrery.it.harness.RowSet;
import org.postgresql.util.PSQLException;

/**
 * TimescaleDB's functions and views for hypertables: results, notices and errors as TimescaleDB
 * 2.28 gives them.
 */
class HypertableIT extends HypertableSession {

  @BeforeEach
  void makeTables() throws SQLException {
    execute(
        "ROLLBACK",
        "DROP TABLE IF EXISTS readings",
        "DROP TABLE IF EXISTS plain",
        "CREATE TABLE readings (time timestamptz NOT NULL, device text, value float8)",
        "CREATE TABLE plain (time timestamptz, id int PRIMARY KEY, label text)");
  }

  private void makeHypertable() throws SQLException {
    execute(
        "SELECT create_hypertable('readings', 'time', chunk_time_interval => interval '1 day')",
        "INSERT INTO readings SELECT timestamptz '2026-01-01' + n * interval '6 hours', 'd' || n %"
            + " 2, n FROM generate_series(0, 19) AS n");
  }

  @Test
  void theClassicFormMakesAHypertable() throws SQLException {
    RowSet made = RowSet.of(connection(), "SELECT * FROM create_hypertable('readings', 'time')");

    assertThat(made.columns())
        .containsExactly(
            "hypertable_id int4", "schema_name name", "table_name name", "created bool");
    assertThat(made.rows().getFirst().subList(1, 4)).containsExactly("public", "readings", "t");
  }

  @Test
  void theGeneralFormMakesAHypertable() throws SQLException {
    RowSet made =
        RowSet.of(
            connection(),
            "SELECT * FROM create_hypertable('readings', by_range('time', interval '1 hour'))");

    assertThat(made.columns()).containsExactly("hypertable_id int4", "created bool");
    assertThat(made.rows().getFirst().get(1)).isEqualTo("t");
    assertThat(
            rows(
                "SELECT time_interval, dimension_type, column_type::text FROM"
                    + " timescaledb_information.dimensions WHERE hypertable_name = 'readings'"))
        .containsExactly(List.of("01:00:00", "Time", "timestamp with time zone"));
  }

  @Test
  void aSecondTimeIsAnErrorOrANotice() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time')");

    assertFails(
        "TS110",
        "table \"readings\" is already a hypertable",
        "SELECT create_hypertable('readings', 'time')");
    assertThat(execute("SELECT create_hypertable('readings', 'time', if_not_exists => true)"))
        .containsExactly("TS110 table \"readings\" is already a hypertable, skipping");
  }

  @Test
  void whatCannotBeAHypertableIsRefused() throws SQLException {
    assertFails(
        "42703",
        "column \"nothing\" does not exist",
        "SELECT create_hypertable('readings', 'nothing')");
    assertFails(
        "42809",
        "invalid type for dimension \"device\"",
        "SELECT create_hypertable('readings', 'device')");
    assertFails(
        "TS103",
        "cannot create a unique index without the column \"time\" (used in partitioning)",
        "SELECT create_hypertable('plain', 'time')");
    assertFails(
        "42P01",
        "relation \"nothing\" does not exist",
        "SELECT create_hypertable('nothing', 'time')");
    execute("INSERT INTO readings VALUES ('2026-01-01', 'a', 1)");
    assertFails(
        "0A000", "table \"readings\" is not empty", "SELECT create_hypertable('readings', 'time')");
  }

  @Test
  void rowsThatAreThereCanMove() throws SQLException {
    execute("INSERT INTO readings VALUES ('2026-01-01', 'a', 1), ('2026-03-01', 'b', 2)");

    assertThat(execute("SELECT create_hypertable('readings', 'time', migrate_data => true)"))
        .containsExactly("00000 migrating data to chunks");
    assertThat(rows("SELECT count(*), sum(value) FROM readings"))
        .containsExactly(List.of("2", "3"));
    assertThat(rows("SELECT count(*) FROM show_chunks('readings')")).containsExactly(List.of("2"));
  }

  @Test
  void makingAHypertableRollsBack() throws SQLException {
    execute("BEGIN", "SELECT create_hypertable('readings', 'time')", "ROLLBACK");

    assertThat(
            rows(
                "SELECT count(*) FROM timescaledb_information.hypertables WHERE hypertable_name ="
                    + " 'readings'"))
        .containsExactly(List.of("0"));
  }

  @Test
  void aRowWithoutTimeIsRefused() throws SQLException {
    execute("SELECT create_hypertable('readings', 'time')");

    assertFails(
        "23502",
        "NULL value in column \"time\" violates not-null constraint",
        "INSERT INTO readings VALUES (NULL, 'a', 1)");
  }

  @Test
  void chunksComeWithRowsAndAreShownInOrder() throws SQLException {
    makeHypertable();

    assertThat(rows("SELECT count(*) FROM show_chunks('readings')")).containsExactly(List.of("5"));
    assertThat(rows("SELECT show_chunks('readings')::text").getFirst().getFirst())
        .matches("_timescaledb_internal\\._hyper_\\d+_\\d+_chunk");
    assertThat(
            rows(
                "SELECT range_start, range_end, is_compressed FROM timescaledb_information.chunks"
                    + " WHERE hypertable_name = 'readings' ORDER BY range_start LIMIT 1"))
        .containsExactly(List.of("2026-01-01 00:00:00+00", "2026-01-02 00:00:00+00", "f"));
    assertThat(
            rows(
                "SELECT count(*) FROM show_chunks('readings', older_than => timestamptz"
                    + " '2026-01-03')"))
        .containsExactly(List.of("2"));
    assertThat(
            rows(
                "SELECT count(*) FROM show_chunks('readings', newer_than => timestamptz"
                    + " '2026-01-03')"))
        .containsExactly(List.of("3"));
  }

  @Test
  void droppingChunksTakesWholeChunksOnly() throws SQLException {
    makeHypertable();

    assertThat(rows("SELECT drop_chunks('readings', older_than => timestamptz '2026-01-03 12:00')"))
        .hasSize(2);
    assertThat(rows("SELECT min(time), count(*) FROM readings"))
        .containsExactly(List.of("2026-01-03 00:00:00+00", "12"));
    assertFails(
        "22023", "invalid time range for dropping chunks", "SELECT drop_chunks('readings')");
    assertFails(
        "TS001",
        "\"plain\" is not a hypertable or a continuous aggregate",
        "SELECT drop_chunks('plain', older_than => now())");
  }

  @Test
  void droppingChunksRollsBack() throws SQLException {
    makeHypertable();

    execute("BEGIN", "SELECT drop_chunks('readings', older_than => now())", "ROLLBACK");

    assertThat(rows("SELECT count(*) FROM readings")).containsExactly(List.of("20"));
  }

  @Test
  void changesReachEveryChunk() throws SQLException {
    makeHypertable();

    execute("UPDATE readings SET value = -value WHERE device = 'd1'");
    execute("DELETE FROM readings WHERE time >= '2026-01-05'");

    assertThat(rows("SELECT count(*), sum(value) FROM readings"))
        .containsExactly(List.of("16", "-8"));
    execute("TRUNCATE readings");
    assertThat(
            rows("SELECT count(*), (SELECT count(*) FROM show_chunks('readings')) FROM readings"))
        .containsExactly(List.of("0", "0"));
  }

  @Test
  void gapsAreFilledPerGroup() throws SQLException {
    execute(
        "SELECT create_hypertable('readings', 'time')",
        "INSERT INTO readings VALUES ('2026-01-01 00:10', 'a', 1), ('2026-01-01 03:10', 'a', 4),"
            + " ('2026-01-01 01:10', 'b', 7)");

    assertThat(
            rows(
                "SELECT time_bucket_gapfill('1 hour', time) AS hour, device, avg(value),"
                    + " locf(avg(value)), interpolate(avg(value)) FROM readings WHERE time >="
                    + " '2026-01-01' AND time < '2026-01-01 04:00' GROUP BY hour, device ORDER BY"
                    + " device, hour"))
        .map(row -> String.join(" ", row.stream().map(String::valueOf).toList()).substring(11))
        .containsExactly(
            "00:00:00+00 a 1 1 1",
            "01:00:00+00 a null 1 2",
            "02:00:00+00 a null 1 3",
            "03:00:00+00 a 4 4 4",
            "00:00:00+00 b null null null",
            "01:00:00+00 b 7 7 7",
            "02:00:00+00 b null 7 null",
            "03:00:00+00 b null 7 null");
  }

  @Test
  void gapfillWithoutBoundsIsRefused() throws SQLException {
    execute(
        "SELECT create_hypertable('readings', 'time')",
        "INSERT INTO readings VALUES ('2026-01-01', 'a', 1)");

    assertFails(
        "22023",
        "missing time_bucket_gapfill argument: could not infer start from WHERE clause",
        "SELECT time_bucket_gapfill('1 hour', time) AS hour, avg(value) FROM readings GROUP BY"
            + " hour");
  }

  /**
   * As in TimescaleDB: by PostgreSQL's rules an untyped third argument of a timestamptz is the time
   * zone, since text is preferred; one typed bound, or its name, decides.
   */
  @Test
  void untypedBoundsMeanWhatTheOverloadSays() throws SQLException {
    execute(
        "CREATE TABLE kinds (z timestamptz NOT NULL, t timestamp, d date, n int)",
        "INSERT INTO kinds VALUES ('2026-01-01', '2026-01-01', '2026-01-01', 1)");

    for (String call :
        List.of(
            "'1 day', t, '2026-01-01', '2026-01-04'",
            "'1 day', d, '2026-01-01', '2026-01-04'",
            "'1', n, '1', '4'",
            "'1 day', z, '2026-01-01'::timestamptz, '2026-01-04'",
            "'1 day', z, start => '2026-01-01', finish => '2026-01-04'",
            "'1 day', z, 'UTC', '2026-01-01', '2026-01-04'")) {
      assertThat(
              rows("SELECT time_bucket_gapfill(" + call + ") AS b, count(*) FROM kinds GROUP BY b"))
          .as(call)
          .hasSize(3);
    }
    assertFails(
        "22023",
        "missing time_bucket_gapfill argument: could not infer finish from WHERE clause",
        "SELECT time_bucket_gapfill('1 day', z, '2026-01-01', '2026-01-04') AS b FROM kinds GROUP"
            + " BY b");
  }

  @Test
  void bucketsOfImpossibleWidthsAreRefused() {
    assertFails(
        "22023",
        "period must be greater than 0",
        "SELECT time_bucket(interval '0 hours', timestamptz '2026-01-01')");
    assertFails(
        "0A000",
        "month intervals cannot have day or time component",
        "SELECT time_bucket(interval '1 month 1 day', timestamptz '2026-01-01')");
  }

  @Test
  void bucketsFollowATimeZone() throws SQLException {
    assertThat(
            rows(
                "SELECT time_bucket('1 day', timestamptz '2026-03-29 12:00+00', 'Europe/Berlin'),"
                    + " time_bucket('1 month', timestamptz '2026-03-31 23:30+00',"
                    + " 'Europe/Berlin')"))
        .containsExactly(List.of("2026-03-28 23:00:00+00", "2026-03-31 22:00:00+00"));
  }

  @Test
  void firstAndLastGoByTime() throws SQLException {
    makeHypertable();

    assertThat(
            rows(
                "SELECT device, first(value, time), last(value, time) FROM readings GROUP BY device"
                    + " ORDER BY device"))
        .containsExactly(List.of("d0", "0", "18"), List.of("d1", "1", "19"));
  }

  @Test
  void viewsShowTheHypertable() throws SQLException {
    makeHypertable();

    assertThat(
            rows(
                "SELECT hypertable_schema, owner, num_dimensions, num_chunks, compression_enabled,"
                    + " primary_dimension FROM timescaledb_information.hypertables WHERE"
                    + " hypertable_name = 'readings'"))
        .containsExactly(List.of("public", "postgres", "1", "5", "f", "time"));
    assertThat(
            rows(
                "SELECT indexname FROM pg_indexes WHERE tablename = 'readings' AND schemaname ="
                    + " 'public'"))
        .containsExactly(List.of("readings_time_idx"));
  }

  @Test
  void psqlDescribesAHypertable() throws SQLException {
    Psql.require();
    makeHypertable();

    Psql.Result described = Psql.run(subject(), "\\d readings");

    assertThat(described.error()).isEmpty();
    assertThat(described.out())
        .contains(
            "Table \"public.readings\"", "\"readings_time_idx\" btree (\"time\" DESC)", "not null");
  }

  @Test
  void theExtensionIsListedOnceCreated() throws SQLException {
    execute("CREATE EXTENSION IF NOT EXISTS timescaledb CASCADE");

    assertThat(rows("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'"))
        .containsExactly(List.of("2.28.3"));
  }

  @Test
  void droppingChunksWaitsForWhoWritesToThemAndForNoOthers() throws SQLException {
    makeHypertable();
    try (Connection other = subject().connect();
        Statement writer = other.createStatement()) {
      other.setAutoCommit(false);
      writer.execute("INSERT INTO readings VALUES ('2026-01-01 01:00+00', 'late', 1)");
      execute("SET lock_timeout = '200ms'");

      assertFails(
          "55P03",
          "canceling statement due to lock timeout",
          "SELECT drop_chunks('readings', older_than => timestamptz '2026-01-02')");
      execute(
          "SELECT drop_chunks('readings', older_than => timestamptz '2026-01-03', newer_than =>"
              + " timestamptz '2026-01-02')");
      assertThat(rows("SELECT device FROM readings WHERE time < '2026-01-03' ORDER BY 1"))
          .hasSize(4);
      other.commit();
      execute("SELECT drop_chunks('readings', older_than => timestamptz '2026-01-02')");
      assertThat(rows("SELECT device FROM readings WHERE time < '2026-01-03'")).isEmpty();

      execute("BEGIN", "SELECT drop_chunks('readings', older_than => timestamptz '2026-01-04')");
      writer.execute("SET lock_timeout = '200ms'");
      assertThatThrownBy(
              () -> writer.execute("INSERT INTO readings VALUES ('2026-01-03', 'late', 1)"))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
    } finally {
      execute("ROLLBACK", "RESET lock_timeout");
    }
  }
}
