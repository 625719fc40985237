package org.orrery.it.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.orrery.it.catalog.CatalogCorpus.Captured;
import org.orrery.it.harness.Subject;

/** What clients read of the catalogs, by their own queries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogIT {

  private static final Map<String, String> RELATIONS =
      Map.of(
          "devices", "devices",
          "cpu", "cpu",
          "odd_table", "Odd Table",
          "v", "v",
          "devices_pkey", "devices_pkey",
          "cpu_host_lower_idx", "cpu_host_lower_idx");

  private @Nullable Subject subject;

  @BeforeAll
  void start() throws SQLException {
    subject = Subject.start();
    subject.execute(CatalogCorpus.text("schema.sql"));
  }

  @AfterAll
  void close() {
    if (subject != null) {
      subject.close();
    }
  }

  private Connection connect() throws SQLException {
    return requireNonNull(subject).connect();
  }

  private static Map<String, Long> oids(Statement statement) throws SQLException {
    var oids = new HashMap<String, Long>();
    for (Map.Entry<String, String> relation : RELATIONS.entrySet()) {
      String sql = "SELECT oid FROM pg_class WHERE relname = '" + relation.getValue() + "'";
      try (ResultSet rows = statement.executeQuery(sql)) {
        assertThat(rows.next()).as(relation.getValue()).isTrue();
        oids.put(relation.getKey(), rows.getLong(1));
      }
    }
    return oids;
  }

  @Test
  void queriesOfPsqlAndPgjdbcAreAnswered() throws SQLException {
    var refused = new ArrayList<String>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      Map<String, Long> oids = oids(statement);
      for (String file : CatalogCorpus.FILES) {
        for (Captured captured : CatalogCorpus.read(file)) {
          try {
            statement.execute(captured.with(oids));
          } catch (SQLException e) {
            refused.add(captured.sender() + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  private static List<String> column(ResultSet rows, String column) throws SQLException {
    var values = new ArrayList<String>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(column));
      }
    }
    return values;
  }

  @Test
  void metadataDescribesColumnsAndKeys() throws SQLException {
    try (Connection connection = connect()) {
      DatabaseMetaData data = connection.getMetaData();
      assertThat(column(data.getColumns(null, "public", "devices", "%"), "COLUMN_NAME"))
          .containsExactly("id", "name", "weight", "note");
      assertThat(column(data.getColumns(null, "public", "devices", "name"), "COLUMN_DEF"))
          .containsExactly("'x'::character varying");
      assertThat(column(data.getPrimaryKeys(null, "public", "devices"), "COLUMN_NAME"))
          .containsExactly("id");
      assertThat(column(data.getIndexInfo(null, "public", "devices", true, true), "COLUMN_NAME"))
          .containsExactly("name", "note", "id");
      assertThat(
              column(
                  data.getBestRowIdentifier(
                      null, "public", "devices", DatabaseMetaData.bestRowSession, true),
                  "COLUMN_NAME"))
          .containsExactly("id");
      assertThat(column(data.getImportedKeys(null, "public", "devices"), "FK_NAME")).isEmpty();
    }
  }

  @Test
  void metadataDescribesForeignKeysFromBothSides() throws SQLException {
    try (Connection connection = connect()) {
      DatabaseMetaData data = connection.getMetaData();
      for (String column : List.of("FK_NAME", "PK_NAME", "PKCOLUMN_NAME", "FKCOLUMN_NAME")) {
        assertThat(column(data.getImportedKeys(null, "public", "sensors"), column))
            .isEqualTo(column(data.getExportedKeys(null, "public", "devices"), column))
            .hasSize(1);
      }
      assertThat(column(data.getImportedKeys(null, "public", "sensors"), "FK_NAME"))
          .containsExactly("sensors_device_fkey");
      assertThat(column(data.getExportedKeys(null, "public", "devices"), "DELETE_RULE"))
          .containsExactly("" + DatabaseMetaData.importedKeyCascade);
    }
  }

  @Test
  void storedExpressionsReadAsPostgresWritesThem() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE limits (a float8 DEFAULT 1.5, b text DEFAULT 'x', c int DEFAULT -1,"
              + " CHECK (a > 0 AND b LIKE 'x%'), CHECK (c IN (-1, 1)))");
      assertThat(
              column(
                  statement.executeQuery(
                      "SELECT pg_get_expr(adbin, adrelid) AS text FROM pg_attrdef"
                          + " WHERE adrelid = 'limits'::regclass ORDER BY adnum"),
                  "text"))
          .containsExactly("1.5", "'x'::text", "'-1'::integer");
      assertThat(
              column(
                  statement.executeQuery(
                      "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint"
                          + " WHERE conrelid = 'limits'::regclass ORDER BY conname"),
                  "text"))
          .containsExactly(
              "CHECK ((c = ANY (ARRAY['-1'::integer, 1])))",
              "CHECK (((a > (0)::double precision) AND (b ~~ 'x%'::text)))");
    }
  }

  @Test
  void plansShowOperatorsBetweenOperands() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<String> lines =
          column(
              statement.executeQuery(
                  "EXPLAIN (COSTS off) SELECT * FROM cpu WHERE ts > '2024-01-03Z' AND host = 'a'"),
              "QUERY PLAN");
      assertThat(String.join("\n", lines))
          .contains("(ts > '2024-01-03 00:00:00+00'::timestamp with time zone)")
          .contains("(host = 'a'::text)");
    }
  }
}
