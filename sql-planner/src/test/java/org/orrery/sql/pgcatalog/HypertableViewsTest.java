package org.orrery.sql.pgcatalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.orrery.sql.catalog.SystemRelation;

class HypertableViewsTest {

  private static final SampleSession SESSION = new SampleSession();

  private static List<List<String>> rows(String name, String... columns) {
    var relation = (SystemRelation) SESSION.sample().relation("timescaledb_information", name);
    return RelationText.rows(SESSION, relation, List.of(columns));
  }

  @Test
  void hypertablesAreListedWithTheirNumberOfChunks() {
    assertThat(
            rows(
                "hypertables",
                "hypertable_schema",
                "hypertable_name",
                "owner",
                "num_dimensions",
                "num_chunks",
                "compression_enabled",
                "tablespaces",
                "primary_dimension",
                "primary_dimension_type"))
        .containsExactly(
            List.of(
                "public",
                "metrics",
                "postgres",
                "1",
                "1",
                "f",
                "\\N",
                "time",
                "timestamp with time zone"));
  }

  @Test
  void aChunkShowsItsRange() {
    assertThat(rows("chunks", "chunk_schema", "chunk_name", "range_start", "range_end"))
        .containsExactly(
            List.of(
                "_timescaledb_internal",
                "_hyper_3_12_chunk",
                "2024-01-04 00:00:00+00",
                "2024-01-11 00:00:00+00"));
  }

  @Test
  void aDimensionShowsItsInterval() {
    assertThat(
            rows(
                "dimensions", "column_name", "dimension_type", "time_interval", "integer_interval"))
        .containsExactly(List.of("time", "Time", "7 days", "\\N"));
  }
}
