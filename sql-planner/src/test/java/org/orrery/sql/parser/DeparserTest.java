package org.orrery.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;

/** Tree shapes, seen through the fully parenthesised text. */
class DeparserTest {

  @Test
  void operatorsBindAsInPostgres() {
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)");
    shapes.put("2 ^ 3 ^ 4", "((2 ^ 3) ^ 4)");
    shapes.put("- 2 ^ 2", "((- 2) ^ 2)");
    shapes.put("-a::int", "(- (a)::integer)");
    shapes.put("- a[1] . b", "(- (a[1]).b)");
    shapes.put("a || b + c", "(a || (b + c))");
    shapes.put("@ a + b || c", "((@ (a + b)) || c)");
    shapes.put("a < b + c AND d", "((a < (b + c)) AND d)");
    shapes.put("a OR b AND NOT c = d", "(a OR (b AND (NOT (c = d))))");
    shapes.put("NOT a IS NULL", "(NOT (a IS NULL))");
    shapes.put("a = b IS NULL", "((a = b) IS NULL)");
    shapes.put("a IS NULL = b", "((a IS NULL) = b)");
    shapes.put("a LIKE b || c", "(a ~~ (b || c))");
    shapes.put("a < b LIKE c", "(a < (b ~~ c))");
    shapes.put("a IN (1, 2) = b", "((a IN (1, 2)) = b)");
    shapes.put("a BETWEEN 1 AND 2 AND b", "(((a >= 1) AND (a <= 2)) AND b)");
    shapes.put("a NOT BETWEEN 1 AND 2", "((a < 1) OR (a > 2))");
    shapes.put("a -> 'b' ->> 'c' = 'd'", "(((a -> 'b') ->> 'c') = 'd')");
    shapes.put("a = ANY (b) IS TRUE", "((a = ANY (b)) IS TRUE)");
    shapes.put("a AT TIME ZONE 'x' || b", "((a AT TIME ZONE 'x') || b)");
    shapes.put("a + b AT TIME ZONE 'x'", "(a + (b AT TIME ZONE 'x'))");
    shapes.put("a COLLATE \"C\" < b", "((a COLLATE \"C\") < b)");
    shapes.put("-a COLLATE \"C\"", "((- a) COLLATE \"C\")");
    shapes.put("a + NOT b = c", "(a + (NOT (b = c)))");
    shapes.put("a OPERATOR(pg_catalog.+) b * c", "(a OPERATOR(pg_catalog.+) (b * c))");
    shapes.put("a IS DISTINCT FROM b + 1", "(a IS DISTINCT FROM (b + 1))");
    shapes.put("a=-1", "(a = (- 1))");
    shapes.put("a<-1", "(a < (- 1))");
    shapes.put("a@-1", "(a @- 1)");

    shapes.forEach((sql, shape) -> assertThat(reprint(sql)).as(sql).isEqualTo(shape));
  }

  @Test
  void constantsTypesAndCallsArePrintedAsPostgresDoes() {
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("CAST('1' AS int8)", "'1'::bigint");
    shapes.put("a::timestamptz(3)[]", "(a)::timestamp(3) with time zone[]");
    shapes.put("interval '1' day to second(2)", "'1'::interval day to second(2)");
    shapes.put("a::varchar(10)", "(a)::character varying(10)");
    shapes.put("E'a\\\\b'", "E'a\\\\b'");
    shapes.put("\"Select\" + \"select\" + value", "((\"Select\" + \"select\") + value)");
    shapes.put("extract(epoch from a)", "EXTRACT(epoch FROM a)");
    shapes.put("current_timestamp(3)", "CURRENT_TIMESTAMP(3)");
    shapes.put("count(*) filter (where a)", "count(*) FILTER (WHERE a)");
    shapes.put(
        "sum(a) over (partition by b order by c desc rows 1 preceding)",
        "sum(a) OVER (PARTITION BY b ORDER BY c DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)");
    shapes.put("left(a, 1)", "left(a, 1)");
    shapes.put("f(x := 1, y => 2)", "f(x => 1, y => 2)");
    shapes.put("(1, 2)", "ROW(1, 2)");
    shapes.put("case a when 1 then 2 else 3 end", "CASE a WHEN 1 THEN 2 ELSE 3 END");

    shapes.forEach((sql, shape) -> assertThat(reprint(sql)).as(sql).isEqualTo(shape));
  }

  @Test
  void aViewReadsLikePgGetViewdef() {
    String sql =
        "select a.x, count(*) as n from t a join u using (x) where a.y > 1 group by a.x order by 2";

    assertThat(Deparser.query((SelectStatement) PgParser.parse(sql).getFirst().statement()))
        .isEqualTo(
            """
             SELECT a.x,
                count(*) AS n
               FROM t a
                 JOIN u USING (x)
              WHERE (a.y > 1)
              GROUP BY a.x
              ORDER BY 2\
            """);
  }

  @Test
  void everyQueryOfTheCorpusSurvivesPrintingAndParsing() {
    for (String sql : PgParserTest.accepted()) {
      if (!(PgParser.parse(sql).getFirst().statement() instanceof SelectStatement query)
          || sql.contains("DELETE")
          || sql.contains("INTO")) {
        continue;
      }
      String once = Deparser.query(query);

      String twice = Deparser.query((SelectStatement) PgParser.parse(once).getFirst().statement());

      assertThat(twice).as(sql).isEqualTo(once);
    }
  }

  private static String reprint(String expression) {
    var query = (SelectStatement) PgParser.parse("SELECT " + expression).getFirst().statement();
    var select = (QueryBody.Select) query.body();
    return Deparser.expression(select.targets().getFirst().expression());
  }
}
