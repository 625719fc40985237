package org.orrery.sql.pgcatalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orrery.sql.catalog.SystemRelation;

/**
 * The rows of {@code sample/*.tsv} are PostgreSQL 15's for {@code sample/schema.sql}, without the
 * columns that only mean something there (file nodes, row types, transaction ids), and as if the
 * view could not be updated. A row belongs to the comparison when its first column's value occurs
 * in the file.
 */
class SampleSchemaTest {

  private static final SampleSession SESSION = new SampleSession();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_namespace",
        "pg_class",
        "pg_attribute",
        "pg_attrdef",
        "pg_constraint",
        "pg_index",
        "pg_tables",
        "pg_indexes",
        "pg_views"
      })
  void catalogsShowWhatPostgresShows(String name) {
    compare("pg_catalog", name, "sample/" + name + ".tsv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schemata",
        "tables",
        "columns",
        "key_column_usage",
        "table_constraints",
        "constraint_column_usage",
        "constraint_table_usage",
        "check_constraints"
      })
  void theStandardsViewsShowWhatPostgresShows(String name) {
    compare("information_schema", name, "sample/information_schema." + name + ".tsv");
  }

  private static void compare(String schema, String name, String resource) {
    List<List<String>> expected = RelationText.resource(resource);
    List<String> header = expected.getFirst();
    List<List<String>> expectedRows = expected.subList(1, expected.size());
    Set<String> keys = expectedRows.stream().map(row -> row.getFirst()).collect(Collectors.toSet());

    List<List<String>> rows =
        RelationText.rows(SESSION, (SystemRelation) SESSION.sample().relation(schema, name), header)
            .stream()
            .filter(row -> keys.contains(row.getFirst()))
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(expectedRows);
  }
}
