package org.orrery.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Conversion of chunks to the columnstore and back, its settings, and changes of rows in converted
 * chunks: results, notices and errors as TimescaleDB 2.28 gives them.
 */
class ColumnstoreIT extends HypertableSession {

  private static final String SUMS =
      "SELECT count(*), sum(value), min(time), max(device), sum(value * extract(hour FROM time))"
          + " FROM readings";

  @BeforeEach
  void makeTable() throws SQLException {
    execute(
        "DROP TABLE IF EXISTS readings",
        "CREATE TABLE readings (time timestamptz NOT NULL, device text, value float8, note text)",
        "SELECT create_hypertable('readings', 'time', chunk_time_interval => interval '1 day')",
        "INSERT INTO readings SELECT timestamptz '2026-01-01' + n * interval '1 minute', 'd' || n"
            + " % 7, n FROM generate_series(0, 2879) AS n");
  }

  private @Nullable String value(String sql) throws SQLException {
    return rows(sql).getFirst().getFirst();
  }

  private void enable() throws SQLException {
    execute(
        "ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby ="
            + " 'device', timescaledb.compress_orderby = 'time DESC')");
  }

  private String chunk(int number) throws SQLException {
    return requireNonNull(
        value(
            "SELECT chunk_schema || '.' || chunk_name FROM timescaledb_information.chunks WHERE"
                + " hypertable_name = 'readings' ORDER BY range_start LIMIT 1 OFFSET "
                + number));
  }

  private List<String> compressed() throws SQLException {
    return rows(
            "SELECT is_compressed FROM timescaledb_information.chunks WHERE hypertable_name ="
                + " 'readings' ORDER BY range_start")
        .stream()
        .map(row -> requireNonNull(row.getFirst()))
        .toList();
  }

  @Test
  void chunksAreConvertedAndBack() throws SQLException {
    enable();
    List<List<@Nullable String>> sums = rows(SUMS);
    String chunk = chunk(0);

    assertThat(value("SELECT compress_chunk('" + chunk + "')")).isEqualTo(chunk);

    assertThat(compressed()).containsExactly("t", "f");
    assertThat(rows(SUMS)).isEqualTo(sums);
    String name = chunk.substring(chunk.indexOf('.') + 1);
    assertThat(execute("SELECT compress_chunk('" + chunk + "')"))
        .containsExactly("42710 chunk \"" + name + "\" is already converted to columnstore");
    assertFails(
        "42710",
        "is already converted to columnstore",
        "SELECT compress_chunk('" + chunk + "', if_not_compressed => false)");
    assertThat(execute("SELECT compress_chunk('" + chunk + "', recompress => true)")).isEmpty();

    assertThat(value("SELECT decompress_chunk('" + chunk + "')")).isEqualTo(chunk);

    assertThat(compressed()).containsExactly("f", "f");
    assertThat(rows(SUMS)).isEqualTo(sums);
    assertThat(execute("SELECT decompress_chunk('" + chunk + "')"))
        .containsExactly("55000 chunk \"" + name + "\" is not converted to columnstore");
    assertFails(
        "55000",
        "is not converted to columnstore",
        "SELECT decompress_chunk('" + chunk + "', false)");
  }

  @Test
  void theNewerNamesAreProcedures() throws SQLException {
    enable();
    String chunk = chunk(1);

    execute("CALL convert_to_columnstore('" + chunk + "')");
    assertThat(compressed()).containsExactly("f", "t");
    execute("CALL convert_to_rowstore(chunk => '" + chunk + "', if_columnstore => true)");
    assertThat(compressed()).containsExactly("f", "f");

    assertFails(
        "42809", "is a procedure", "SELECT convert_to_columnstore('" + chunk + "'::regclass)");
    assertFails("42809", "is not a procedure", "CALL compress_chunk('" + chunk + "'::regclass)");
    assertFails("42883", "does not exist", "CALL convert_to_nothing(1)");
    assertThat(value("SELECT prokind FROM pg_proc WHERE proname = 'convert_to_rowstore'"))
        .isEqualTo("p");
  }

  @Test
  void aConversionIsPartOfItsTransaction() throws SQLException {
    enable();
    execute("BEGIN", "SELECT compress_chunk('" + chunk(0) + "')", "ROLLBACK");
    assertThat(compressed()).containsExactly("f", "f");
    execute("BEGIN", "SELECT compress_chunk('" + chunk(0) + "')", "COMMIT");
    assertThat(compressed()).containsExactly("t", "f");
  }

  @Test
  void convertedChunksAreWrittenLikeOthers() throws SQLException {
    execute("CREATE UNIQUE INDEX ON readings (device, time)");
    enable();
    execute("SELECT compress_chunk(c) FROM show_chunks('readings') AS c");

    execute(
        "INSERT INTO readings VALUES ('2026-01-01 00:00:30', 'd1', 5, 'new')",
        "UPDATE readings SET value = value + 1, note = 'changed' WHERE device = 'd2'",
        "DELETE FROM readings WHERE device = 'd3' AND time < '2026-01-02'",
        "INSERT INTO readings VALUES ('2026-01-01 00:01', 'd1', 9, 'kept') ON CONFLICT (device,"
            + " time) DO UPDATE SET value = excluded.value");
    assertFails(
        "23505",
        "duplicate key",
        "INSERT INTO readings VALUES ('2026-01-01 00:01', 'd1', 9, 'twice')");

    String changed =
        "SELECT count(*), sum(value), count(note), count(*) FILTER (WHERE device = 'd3') FROM"
            + " readings";
    List<List<@Nullable String>> before = rows(changed);
    assertThat(before).containsExactly(List.of("2675", "3997762", "413", "205"));
    assertThat(
            value(
                "SELECT status FROM _timescaledb_catalog.chunk JOIN"
                    + " timescaledb_information.chunks ON chunk_name = table_name WHERE"
                    + " hypertable_name = 'readings' ORDER BY range_start LIMIT 1"))
        .isEqualTo("9");
    assertThat(execute("SELECT compress_chunk('" + chunk(0) + "')")).isEmpty();
    assertThat(rows(changed)).isEqualTo(before);
    execute("TRUNCATE readings");
    assertThat(value("SELECT count(*) FROM timescaledb_information.chunk_compression_settings"))
        .isEqualTo("0");
  }

  @Test
  void settingsAreShownAndChecked() throws SQLException {
    assertFails(
        "0A000",
        "columnstore not enabled on \"readings\"",
        "SELECT compress_chunk('" + chunk(0) + "')");
    assertFails(
        "22023",
        "unrecognized parameter \"timescaledb.nonsense\"",
        "ALTER TABLE readings SET (timescaledb.nonsense)");
    assertFails(
        "42601",
        "column \"nobody\" does not exist",
        "ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby ="
            + " 'nobody')");
    assertFails(
        "42601",
        "cannot use column \"device\" for both ordering and segmenting",
        "ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_segmentby ="
            + " 'device', timescaledb.compress_orderby = 'device')");
    assertFails(
        "42601",
        "unable to parse ordering option \"time nonsense\"",
        "ALTER TABLE readings SET (timescaledb.compress, timescaledb.compress_orderby = 'time"
            + " nonsense')");
    enable();
    assertThat(
            rows(
                "SELECT hypertable::text, segmentby, orderby FROM"
                    + " timescaledb_information.hypertable_compression_settings"))
        .containsExactly(List.of("readings", "device", "\"time\" DESC"));
    assertThat(
            rows(
                "SELECT attname, coalesce(segmentby_column_index, orderby_column_index),"
                    + " orderby_asc FROM timescaledb_information.compression_settings"))
        .hasSize(2);
    execute("SELECT compress_chunk('" + chunk(0) + "')");
    assertFails(
        "0A000",
        "cannot disable columnstore on hypertable with columnstore chunks",
        "ALTER TABLE readings SET (timescaledb.compress = false)");
    assertFails(
        "0A000",
        "cannot drop orderby or segmentby column",
        "ALTER TABLE readings DROP COLUMN device");
    assertThat(execute("ALTER TABLE readings SET (timescaledb.compress_segmentby = '')"))
        .containsExactly(
            "00000 updated compression settings will only apply to future compressions");
    execute("ALTER TABLE readings RESET (timescaledb.compress_orderby)");
    assertThat(value("SELECT compression_enabled FROM timescaledb_information.hypertables"))
        .isEqualTo("t");
  }

  /** What an aggregate over blocks must say, computed by a plan that has to look at every row. */
  private void assertSummaries(String where) throws SQLException {
    String list =
        "count(*), count(value), count(note), min(time), max(time), min(value), max(value)";
    String rowByRow =
        "SELECT "
            + list
            + " FROM (SELECT time, value, note, random() AS r FROM readings "
            + where
            + " OFFSET 0) AS rows WHERE r >= 0";
    String byBlocks = "SELECT " + list + " FROM readings " + where;
    assertThat(
            rows("EXPLAIN " + byBlocks).stream()
                .map(row -> requireNonNull(row.getFirst()).strip())
                .toList())
        .contains("Whole Blocks: from statistics");
    assertThat(rows(byBlocks)).as(where).isEqualTo(rows(rowByRow));
  }

  @Test
  void statisticsAnswerForWholeBlocksOnly() throws SQLException {
    execute(
        "INSERT INTO readings SELECT timestamptz '2026-01-01' + n * interval '10 seconds', 'e',"
            + " CASE WHEN n % 3 = 0 THEN NULL WHEN n = 4000 THEN float8 'NaN' ELSE -n END, CASE"
            + " WHEN n > 5000 THEN 'x' END FROM generate_series(0, 8639) AS n");
    String[] ranges = {
      "",
      "WHERE time >= '2026-01-01 05:00:01' AND time < '2026-01-01 22:00:00'",
      "WHERE time > '2026-01-02 12:00'",
      "WHERE time > '2027-01-01'",
      "WHERE value > 100 AND time < '2026-01-01 23:00'"
    };
    enable();
    for (int round = 0; round < 3; round++) {
      for (String range : ranges) {
        assertSummaries(range);
      }
      if (round == 0) {
        execute("SELECT compress_chunk(c) FROM show_chunks('readings') AS c");
      } else {
        execute(
            "DELETE FROM readings WHERE time = '2026-01-01 06:00' OR value = -8638",
            "INSERT INTO readings VALUES ('2026-01-01 03:00', 'late', 1e9, NULL)");
      }
    }
    execute("BEGIN", "DELETE FROM readings WHERE device = 'e' AND value < -8000");
    assertSummaries("");
    execute("ROLLBACK");
    assertSummaries("");
    execute("ALTER TABLE readings ADD COLUMN later int DEFAULT 7");
    assertThat(rows("SELECT count(later), min(later), max(later) FROM readings").getFirst())
        .containsExactly(value("SELECT count(*) FROM readings"), "7", "7");
  }

  @Test
  void sizesAreThoseOfValuesAndFiles() throws SQLException {
    enable();
    execute("SELECT compress_chunk('" + chunk(0) + "')");

    assertThat(
            rows(
                "SELECT compression_status, before_compression_total_bytes,"
                    + " after_compression_total_bytes BETWEEN 1 AND 20000 FROM"
                    + " chunk_compression_stats('readings')"))
        .satisfiesExactlyInAnyOrder(
            row -> assertThat(row).containsExactly("Compressed", "25920", "t"),
            row -> assertThat(row).containsExactly("Uncompressed", null, null));
    assertThat(
            rows(
                "SELECT total_chunks, number_compressed_chunks, before_compression_total_bytes"
                    + " FROM hypertable_columnstore_stats('readings')"))
        .containsExactly(List.of("2", "1", "25920"));
  }
}
