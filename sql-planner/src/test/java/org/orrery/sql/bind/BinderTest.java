package org.orrery.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptUtil;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.parser.PgParser;

class BinderTest {

  private static final BindContext CONTEXT =
      new BindContext(
          new FakeCatalog(),
          new SearchPath(List.of(FakeCatalog.PG_CATALOG, FakeCatalog.PUBLIC)),
          List.of(),
          true,
          FormatSettings.DEFAULT,
          "db");

  private static BoundStatement bind(String sql) {
    return Binder.bind(PgParser.parse(sql).getFirst().statement(), CONTEXT);
  }

  /** Columns and parameters, or the error, as the golden file writes them. */
  private static String describe(String sql) {
    try {
      BoundStatement bound = bind(sql);
      String columns =
          bound.columns().stream()
              .map(column -> column.name() + " " + TypeNames.format(column.type(), column.typmod()))
              .collect(Collectors.joining(", "));
      return bound.parameterTypes().isEmpty()
          ? columns
          : columns
              + " | "
              + bound.parameterTypes().stream()
                  .map(BinderTest::spelling)
                  .collect(Collectors.joining(", "));
    } catch (OrreryException e) {
      return "!"
          + e.state().code()
          + " "
          + (e.position() < 0 ? 0 : sql.codePointCount(0, e.position()) + 1)
          + " "
          + e.message();
    }
  }

  private static String spelling(SqlType type) {
    return TypeNames.format(type, -1);
  }

  private static List<String[]> cases() throws IOException {
    try (InputStream in = BinderTest.class.getResourceAsStream("statements.tsv")) {
      assertThat(in).isNotNull();
      var cases = new ArrayList<String[]>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          cases.add(line.split("\t", 2));
        }
      }
      return cases;
    }
  }

  @Test
  void statementsAreDescribedAsPostgresDescribesThem() throws IOException {
    var differences = new ArrayList<String>();
    for (String[] each : cases()) {
      String actual = describe(each[0]);
      if (!actual.equals(each[1])) {
        differences.add(each[0] + "\n   expected " + each[1] + "\n   actual   " + actual);
      }
    }

    assertThat(differences).isEmpty();
  }

  @Test
  void groupedQueriesProjectKeysBeforeAggregating() {
    BoundStatement bound =
        bind("SELECT host, avg(usage) FROM cpu WHERE usage > 1 GROUP BY host ORDER BY 2 LIMIT 3");

    assertThat(RelOptUtil.toString(bound.rel()))
        .isEqualTo(
            """
            Limit(offset=[null], fetch=[3()], ties=[false])
              LogicalSort(sort0=[$1], dir0=[ASC])
                LogicalAggregate(group=[{0}], agg#0=[avg($1)])
                  LogicalProject($f0=[$1], $f1=[$2])
                    LogicalFilter(condition=[float8gt($2, 1.0())])
                      Scan(relation=[20006], rowIds=[false])
            """);
  }
}
