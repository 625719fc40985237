package org.orrery.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.bind.BindContext;
import org.orrery.sql.bind.Binder;
import org.orrery.sql.bind.FakeCatalog;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan;
import org.orrery.sql.exec.plan.Plans;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.parser.PgParser;

/**
 * What plans look like where it matters: bounds of scans, kinds of joins, what is evaluated once.
 */
class PlanTest {

  private static final Catalog CATALOG = new FakeCatalog();
  private static final TableStatistics ROWS =
      table -> table.name().equals("cpu") ? 1_000_000 : table.name().equals("t") ? 1_000 : 10;

  private static PhysicalPlan plan(String sql) {
    var context =
        new BindContext(
            CATALOG,
            new SearchPath(List.of(FakeCatalog.PG_CATALOG, FakeCatalog.PUBLIC)),
            List.of(),
            true,
            FormatSettings.DEFAULT,
            "db",
            -1);
    var bound = Binder.bind(PgParser.parse(sql).getFirst().statement(), context);
    return new Planner(ROWS).plan(bound.rel(), CATALOG);
  }

  /** The bounds of all scans, as {@code column < kind of value}. */
  private static String bounds(String sql) {
    List<String> bounds = new ArrayList<>();
    Plans.visit(
        plan(sql),
        node -> {
          if (node instanceof TableScan scan) {
            scan.bounds()
                .forEach(
                    bound ->
                        bounds.add(
                            scan.table().columns().get(bound.column()).name()
                                + symbol(bound.comparison())
                                + value(bound.value())));
          }
        });
    return String.join(", ", bounds);
  }

  private static String symbol(TableScan.Comparison comparison) {
    return switch (comparison) {
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case EQUAL -> " = ";
      case GREATER_OR_EQUAL -> " >= ";
      case GREATER -> " > ";
      case ANY -> " any ";
    };
  }

  private static String value(Expr value) {
    return switch (value) {
      case Expr.Constant(var constant, var _) -> constant == null ? "NULL" : "constant";
      case Expr.Parameter(int index, var _) -> "$" + (index + 1);
      case Expr.Call call ->
          call.function().name()
              + call.arguments().stream()
                  .map(PlanTest::value)
                  .collect(Collectors.joining(" ", "(", ")"));
      case Expr.ArrayOf array -> "array of " + array.elements().size();
      case Expr.Outer _ -> "outer";
      default -> value.getClass().getSimpleName();
    };
  }

  /** Names of the nodes from the top, scans with their tables. */
  private static List<String> nodes(String sql) {
    List<String> nodes = new ArrayList<>();
    Plans.visit(
        plan(sql),
        node ->
            nodes.add(
                switch (node) {
                  case TableScan scan -> scan.table().name();
                  case PhysicalPlan.HashJoin join -> join.kind() + " hash";
                  case PhysicalPlan.NestedLoop join -> join.kind() + " loop";
                  default -> node.getClass().getSimpleName();
                }));
    return nodes;
  }

  private static long calls(String sql, Volatility volatility) {
    var calls = new int[1];
    Plans.visitExpressions(
        plan(sql),
        node ->
            calls[0] +=
                node instanceof Expr.Call call && call.function().volatility() == volatility
                    ? 1
                    : 0);
    return calls[0];
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "time >= '2024-01-01' AND time < '2024-01-02'; time >= constant, time < constant",
        "'2024-01-01' <= time AND '2024-01-02' > time; time >= constant, time < constant",
        "time BETWEEN $1 AND $2; time >= $1, time <= $2",
        "time = $1; time = $1",
        "time > now() - interval '1 hour'; time > timestamptz_mi_interval(now() constant)",
        "time > $1::timestamptz - interval '1 day'; time > timestamptz_mi_interval($1 constant)",
        "time < '2024-01-01'::timestamptz + $1; time < timestamptz_pl_interval(constant $1)",
        "time IN ('2024-01-01', '2024-01-02'); time any array of 2",
        "time = ANY ($1); time any $1",
        "time >= date '2024-01-01'; time >= timestamptz(constant)",
        "$1::timestamp > time; time < timestamptz($1)",
        "time IN (date '2024-01-01', date '2024-01-02'); ''",
        "host = 'a'; host = constant",
        "host IN ('a', 'b', NULL); host any array of 2",
        "time < NULL; time < NULL",
        "NOT (time < '2024-01-01'); ''",
        "time < '2024-01-01' OR host = 'a'; ''",
        "time <> '2024-01-01'; ''",
        "time NOT IN ('2024-01-01'); ''",
        "time <> ALL ($1); ''",
        "time IS NULL; ''",
        "time > clock_timestamp(); ''",
        "time + interval '1 day' > now(); ''",
        "CASE WHEN time > now() THEN true END; ''",
        "usage > 1; ''",
        "host || 'x' = 'ax'; ''"
      })
  void predicatesBoundScans(String predicate, String expected) {
    String wanted = expected.equals("''") ? "" : expected;

    assertThat(bounds("SELECT usage FROM cpu WHERE " + predicate)).as(predicate).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "SELECT * FROM (SELECT time AS s, usage FROM cpu) c WHERE s < $1",
        "SELECT * FROM cpu c JOIN dev d ON c.host = d.name WHERE c.time < $1",
        "SELECT * FROM cpu c LEFT JOIN dev d ON c.host = d.name WHERE c.time < $1",
        "SELECT * FROM dev d JOIN cpu c ON c.host = d.name AND c.time < $1",
        "SELECT * FROM dev d LEFT JOIN cpu c ON c.host = d.name AND c.time < $1",
        "SELECT * FROM dev d LEFT JOIN cpu c ON c.host = d.name WHERE c.time < $1",
        "SELECT * FROM (SELECT time, avg(usage) FROM cpu GROUP BY time) g WHERE time < $1",
        "SELECT time, avg(usage) FROM cpu GROUP BY time HAVING time < $1",
        "WITH c AS (SELECT * FROM cpu) SELECT * FROM c WHERE time < $1",
        "SELECT 1 WHERE EXISTS (SELECT FROM cpu WHERE time < $1)",
        "SELECT (SELECT max(usage) FROM cpu WHERE time < $1)",
        "DELETE FROM cpu WHERE time < $1",
        "UPDATE cpu SET usage = 0 WHERE time < $1"
      })
  void predicatesReachTheScan(String sql) {
    assertThat(bounds(sql)).isEqualTo("time < $1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "SELECT * FROM cpu c LEFT JOIN dev d ON c.host = d.name AND c.time < $1",
        "SELECT * FROM dev d FULL JOIN cpu c ON c.host = d.name AND c.time < $1",
        "SELECT * FROM (SELECT * FROM cpu LIMIT 5) c WHERE time < $1",
        "SELECT * FROM (SELECT time, row_number() OVER (ORDER BY time) FROM cpu) c WHERE time < $1",
        "SELECT * FROM (SELECT max(time) AS time FROM cpu) c WHERE time < $1",
        "SELECT max(time) FROM cpu HAVING max(time) < $1",
        "SELECT * FROM (SELECT DISTINCT ON (host) * FROM cpu ORDER BY host, time) c WHERE time < $1"
      })
  void predicatesStayWhereTheyWouldChangeTheAnswer(String sql) {
    assertThat(bounds(sql)).isEmpty();
  }

  @Test
  void aCorrelatedPredicateBoundsTheInnerScanByTheOuterRow() {
    assertThat(bounds("SELECT (SELECT max(usage) FROM cpu c WHERE c.time <= t.ts) FROM t"))
        .isEqualTo("time <= outer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT x, x FROM (SELECT random() AS x FROM t) s; 1",
        "SELECT x + 1, x FROM (SELECT random() AS x FROM t) s WHERE x > 0.5; 1",
        "SELECT * FROM (SELECT a, random() AS x FROM t) s JOIN u USING (a) WHERE x > 0.5; 1",
        "SELECT x, count(*) FROM (SELECT random() AS x FROM t) s GROUP BY x HAVING x > 0.5; 1",
        "SELECT a FROM t WHERE random() < 0.5 AND a > 1; 1",
        "SELECT a, count(*) FROM t GROUP BY a HAVING random() < 0.5; 1",
        "SELECT a BETWEEN random() AND 5 FROM t; 1"
      })
  void volatileCallsAreWrittenOnce(String sql, int expected) {
    assertThat(calls(sql, Volatility.VOLATILE)).isEqualTo(expected);
  }

  @Test
  void aVolatileColumnIsFilteredAboveWhereItIsMade() {
    assertThat(nodes("SELECT a FROM (SELECT a, random() AS x FROM t) s WHERE x > 0.5 AND a = 1"))
        .containsSubsequence("Filter", "Project", "t");
  }

  @Test
  void aVolatileGroupConditionIsEvaluatedForGroupsNotRows() {
    assertThat(nodes("SELECT a, count(*) FROM t GROUP BY a HAVING random() < 0.5"))
        .containsSubsequence("Filter", "HashAggregate", "t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT * FROM t WHERE a IN (SELECT id FROM dev); SEMI hash",
        "SELECT * FROM t WHERE EXISTS (SELECT FROM dev WHERE id = t.a); SEMI hash",
        "SELECT * FROM t WHERE EXISTS (SELECT FROM dev WHERE id = t.a AND n > 1); SEMI hash",
        "SELECT * FROM t WHERE NOT EXISTS (SELECT FROM dev WHERE id = t.a); ANTI hash",
        "SELECT * FROM t JOIN dev ON t.a = dev.id; INNER hash",
        "SELECT * FROM t LEFT JOIN dev ON t.a = dev.id AND t.b = dev.name; LEFT hash",
        "SELECT * FROM t FULL JOIN dev ON t.a = dev.id; FULL hash",
        "SELECT * FROM t JOIN dev ON t.a < dev.id; INNER loop",
        "SELECT * FROM t, LATERAL (SELECT * FROM dev WHERE id = t.a LIMIT 1) d; INNER loop"
      })
  void joinsAreMadeByTheirConditions(String sql, String join) {
    assertThat(nodes(sql)).contains(join);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT * FROM t WHERE a NOT IN (SELECT id FROM dev)",
        "SELECT * FROM t WHERE a = ALL (SELECT id FROM dev)",
        "SELECT * FROM t WHERE a IN (SELECT id FROM dev WHERE name = t.b)",
        "SELECT * FROM t WHERE EXISTS (SELECT FROM dev WHERE id > t.a)",
        "SELECT * FROM t WHERE a IN (SELECT id FROM dev) OR a = 1"
      })
  void subqueriesThatAreNoPlainMembershipStayExpressions(String sql) {
    assertThat(nodes(sql)).noneMatch(node -> node.endsWith(" hash") || node.endsWith(" loop"));
  }

  @Test
  void commaJoinsThatWouldPairAllRowsAreReordered() {
    assertThat(
            nodes(
                "SELECT * FROM t, dev, cpu WHERE t.b = cpu.host AND dev.name = cpu.host AND t.a ="
                    + " 1"))
        .doesNotContain("INNER loop");
  }

  @Test
  void outerJoinsKeepTheirPlace() {
    assertThat(
            nodes(
                "SELECT * FROM t CROSS JOIN (u LEFT JOIN dev ON u.v = dev.name) JOIN cpu ON t.b ="
                    + " cpu.host"))
        .contains("LEFT hash");
  }

  @Test
  void scansReadTheColumnsThatAreUsed() {
    List<Integer> widths = new ArrayList<>();
    Plans.visit(
        plan("SELECT max(usage) FROM cpu WHERE host = 'a'"),
        node -> {
          if (node instanceof TableScan scan) {
            widths.add(scan.columns().size());
          }
        });

    assertThat(widths).containsExactly(2);
  }
}
