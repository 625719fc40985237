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
          "db",
          -1);

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

  @Test
  void gapsAreFilledFromTheTightestBoundsOfTheWhereClause() {
    BoundStatement bound =
        bind(
            """
            SELECT time_bucket_gapfill('1 hour', time) AS hour, host, locf(avg(usage))
            FROM cpu WHERE time >= '2024-01-01' AND time <= '2024-01-02' GROUP BY hour, host\
            """);

    assertThat(RelOptUtil.toString(bound.rel()))
        .contains(
            "start=[time_bucket(Interval[months=0, days=0, micros=3600000000](),"
                + " 1704067200000000())]",
            "finish=[timestamptz_pl_interval(1704153600000000(), Interval[months=0, days=0,"
                + " micros=1]())]",
            "kind=BUCKET",
            "kind=GROUP_KEY",
            "kind=LOCF");
  }

  @Test
  void gapFillingRefusesWhatItCannotDo() {
    String query = "SELECT time_bucket_gapfill('1 hour', time), %s FROM cpu %s GROUP BY 1";
    String where = "WHERE time > now() AND time < now()";

    assertThat(describe(query.formatted("1", "")))
        .isEqualTo(
            "!22023 0 missing time_bucket_gapfill argument: could not infer start from WHERE"
                + " clause");
    assertThat(describe(query.formatted("1 + locf(avg(usage))", where)))
        .isEqualTo("!0A000 0 locf must be toplevel function call");
    assertThat(describe(query.formatted("locf(locf(avg(usage)))", where)))
        .isEqualTo(
            "!0A000 0 multiple interpolate/locf function calls per resultset column not"
                + " supported");
  }

  @Test
  void updatesKeepTheRowsNamesBehindTheNewRow() {
    BoundStatement bound = bind("UPDATE u SET f = 1 FROM t WHERE t.a = u.a RETURNING v, b");

    assertThat(bound.isReadOnly()).isFalse();
    assertThat(RelOptUtil.toString(bound.rel()))
        .startsWith("Modify(kind=[UPDATE], table=[public.u], returning=[[$1, $6]])")
        .contains("a=[$0], v=[$1], f=[1.0()], $chunk=[$3], $row=[$4]");
  }

  @Test
  void commonTablesAreSharedOnlyWhenReadTwice() {
    assertThat(RelOptUtil.toString(bind("WITH q AS (SELECT a FROM t) SELECT * FROM q").rel()))
        .doesNotContain("Spool");
    assertThat(
            RelOptUtil.toString(bind("WITH q AS (SELECT a FROM t) SELECT * FROM q, q AS r").rel()))
        .contains("Spool(number=[0])");
  }
}
