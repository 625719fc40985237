package org.orrery.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks as relations of their own: in queries, writes, COPY and the system catalogs. */
class ChunkRelationsIT extends HypertableSession {

  /** The oldest chunk, qualified. */
  private String first = "";

  /** The one after it. */
  private String second = "";

  @BeforeEach
  void makeTables() throws SQLException {
    execute(
        "ROLLBACK",
        "DROP TABLE IF EXISTS readings",
        "CREATE TABLE readings (time timestamptz NOT NULL, device text, value float8 CHECK (value"
            + " >= 0), PRIMARY KEY (time, device))",
        "SELECT create_hypertable('readings', 'time', chunk_time_interval => interval '1 day')",
        "INSERT INTO readings SELECT timestamptz '2026-01-01' + n * interval '6 hours', 'd' || n %"
            + " 2, n FROM generate_series(0, 19) AS n");
    List<List<String>> names = names("SELECT show_chunks('readings')");
    first = names.get(0).getFirst();
    second = names.get(1).getFirst();
  }

  private List<List<String>> names(String sql) throws SQLException {
    return rows(sql).stream().map(row -> List.of(String.valueOf(row.getFirst()))).toList();
  }

  private static String bare(String qualified) {
    return qualified.substring(qualified.indexOf('.') + 1);
  }

  @Test
  void aChunkIsReadByItsName() throws SQLException {
    assertThat(rows("SELECT count(*), min(value), max(value) FROM " + first))
        .containsExactly(List.of("4", "0", "3"));
    assertThat(rows("SELECT c.device FROM " + first + " c WHERE value = 2 FOR UPDATE"))
        .containsExactly(List.of("d0"));
    assertThat(rows("EXPLAIN SELECT * FROM " + first))
        .containsExactly(List.of("Seq Scan on " + first));
  }

  @Test
  void aChunkTakesItsOwnRowsOnly() throws SQLException {
    execute("INSERT INTO " + first + " VALUES ('2026-01-01 01:00', 'x', 7)");

    assertThat(rows("SELECT device FROM readings WHERE value = 7 ORDER BY 1"))
        .containsExactly(List.of("d1"), List.of("x"));
    String name = bare(first);
    assertFails(
        "23514",
        "new row for relation \"" + name + "\" violates check constraint \"constraint_",
        "INSERT INTO " + first + " VALUES ('2026-01-09', 'x', 7)");
    assertFails(
        "23514",
        "new row for relation \"" + name + "\" violates check constraint \"constraint_",
        "UPDATE " + first + " SET time = '2026-02-01' WHERE device = 'x'");
  }

  @Test
  void updatesAndDeletesOfAChunkLeaveTheOthersAlone() throws SQLException {
    execute("UPDATE " + first + " SET value = value + 100", "DELETE FROM " + second);

    assertThat(rows("SELECT count(*), sum(value) FROM readings"))
        .containsExactly(List.of("16", String.valueOf(190 + 400 - (4 + 5 + 6 + 7))));
  }

  @Test
  void truncatingAChunkEmptiesItAndDroppingTakesItAway() throws SQLException {
    execute("BEGIN", "TRUNCATE " + first, "ROLLBACK");
    assertThat(rows("SELECT count(*) FROM readings")).containsExactly(List.of("20"));
    execute("TRUNCATE " + first);
    assertThat(rows("SELECT count(*) FROM readings")).containsExactly(List.of("16"));
    execute("DROP TABLE " + second);

    assertThat(rows("SELECT count(*) FROM show_chunks('readings')")).containsExactly(List.of("4"));
    assertFails("42P01", "relation \"" + second + "\" does not exist", "SELECT * FROM " + second);
  }

  @Test
  void aRememberedPlanOfAChunkEndsWithTheChunk() throws SQLException {
    String query = "SELECT count(*) FROM " + first;
    assertThat(rows(query)).containsExactly(List.of("4"));
    execute("SELECT drop_chunks('readings', older_than => timestamptz '2026-01-02')");

    assertFails("42P01", "relation \"" + first + "\" does not exist", query);
  }

  @Test
  void catalogsShowChunksAsTheTablesTheyLookLike() throws SQLException {
    String name = bare(first);
    assertThat(
            rows(
                "SELECT n.nspname, c.relkind, p.relname FROM pg_class c JOIN pg_namespace n ON"
                    + " n.oid = c.relnamespace JOIN pg_inherits i ON i.inhrelid = c.oid JOIN"
                    + " pg_class p ON p.oid = i.inhparent WHERE c.relname = '"
                    + name
                    + "'"))
        .containsExactly(List.of("_timescaledb_internal", "r", "readings"));
    assertThat(
            rows(
                "SELECT attname FROM pg_attribute WHERE attrelid = '"
                    + first
                    + "'::regclass AND attnum > 0 ORDER BY attnum"))
        .containsExactly(List.of("time"), List.of("device"), List.of("value"));
    assertThat(rows("SELECT count(*) FROM pg_inherits WHERE inhparent = 'readings'::regclass"))
        .containsExactly(List.of("5"));
  }

  @Test
  void aChunkHasItsRangeAsConstraintAndIndexesOfItsOwn() throws SQLException {
    String id = first.replaceAll(".*_(\\d+)_chunk", "$1");

    assertThat(
            rows(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '"
                    + first
                    + "'::regclass ORDER BY conname"))
        .containsExactly(
            List.of(id + "_readings_pkey", "PRIMARY KEY (\"time\", device)"),
            List.of(
                "constraint_" + id,
                "CHECK (((\"time\" >= '2026-01-01 00:00:00+00'::timestamp with time zone) AND"
                    + " (\"time\" < '2026-01-02 00:00:00+00'::timestamp with time zone)))"),
            List.of("readings_value_check", "CHECK ((value >= (0)::double precision))"));
    assertThat(rows("SELECT indexname FROM pg_indexes WHERE tablename = '" + bare(first) + "'"))
        .containsExactly(List.of(id + "_readings_pkey"));
    execute("CREATE INDEX by_device ON readings (device)");
    assertThat(rows("SELECT '" + first + "_by_device'::regclass"))
        .containsExactly(List.of(first + "_by_device"));
  }

  @Test
  void whatChangesTheHypertableIsRefusedOnAChunk() {
    for (String sql :
        List.of(
            "ALTER TABLE " + first + " ADD COLUMN x int",
            "CREATE INDEX ON " + first + " (value)")) {
      assertFails("0A000", "operation not supported on chunk tables", sql);
    }
  }
}
