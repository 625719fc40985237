package org.orrery.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.AlterStatement.AlterTable;
import org.orrery.sql.parser.ast.AlterTableCommand;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.InsertStatement;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement;

/** The parser against statements whose fate PostgreSQL 15 decided. */
class PgParserTest {

  /** Thread stack of the deep statements: three quarters of the JVM's default. */
  private static final long SMALL_STACK_BYTES = 768 * 1024L;

  @Test
  void acceptsWhatPostgresAccepts() {
    for (String sql : accepted()) {
      OrreryException error =
          catchThrowableOfType(OrreryException.class, () -> PgParser.parse(sql));

      assertThat(error).as(sql).isNull();
    }
  }

  @Test
  void rejectsWhatPostgresRejectsWithItsMessageAndPosition() {
    for (String line : lines("rejected.tsv")) {
      String[] fields = line.split("\t", 4);

      OrreryException error =
          catchThrowableOfType(OrreryException.class, () -> PgParser.parse(fields[3]));

      assertThat(error).as(fields[3]).isNotNull();
      assertThat(error.state().code() + "\t" + error.position() + "\t" + error.message())
          .as(fields[3])
          .isEqualTo(fields[0] + "\t" + fields[1] + "\t" + fields[2]);
    }
  }

  @Test
  void aStatementKeepsItsPlaceInTheWholeString() {
    List<ParsedStatement> statements = PgParser.parse(" ;SELECT 1 ; ; -- x\n SELECT é;");

    assertThat(statements).hasSize(2);
    assertThat(statements.getFirst().start()).isEqualTo(2);
    assertThat(statements.getFirst().end()).isEqualTo(10);
    assertThat(statements.getLast().start()).isEqualTo(21);
    assertThat(statements.getLast().end()).isEqualTo(29);
  }

  @Test
  void damagedStatementsRaiseOnlySyntaxErrors() {
    var random = new SplittableRandom(15);
    for (String sql : accepted()) {
      TokenBuffer tokens = PgLexer.tokenize(sql);
      for (int i = 0; i < 12; i++) {
        int token = random.nextInt(tokens.count());
        String before = sql.substring(0, tokens.start(token));
        String after = sql.substring(Math.min(sql.length(), tokens.end(token)));
        String word = random.nextBoolean() ? "" : " ( " + sql.substring(tokens.start(token));
        parseOrSyntaxError(before + word + after);
        parseOrSyntaxError(sql.substring(0, random.nextInt(sql.length() + 1)));
      }
    }
  }

  private static void parseOrSyntaxError(String sql) {
    try {
      PgParser.parse(sql);
    } catch (OrreryException e) {
      assertThat(e.state()).as(sql).isNotEqualTo(SqlState.INTERNAL_ERROR);
    }
  }

  @Test
  void nestingBeyondTheLimitIs54001OnASmallStack() throws InterruptedException {
    for (String sql :
        List.of(
            "SELECT " + "(".repeat(100_000),
            "SELECT " + "((1)+".repeat(50_000),
            "SELECT " + "- ".repeat(100_000) + "1",
            "SELECT " + "NOT ".repeat(100_000) + "a",
            "SELECT " + "f(".repeat(100_000),
            "SELECT " + "ARRAY[".repeat(100_000),
            "SELECT " + "CASE WHEN ".repeat(100_000),
            "SELECT " + "(SELECT ".repeat(100_000),
            "SELECT * FROM " + "(".repeat(100_000) + "t",
            "SELECT * FROM " + "(SELECT * FROM ".repeat(100_000) + "t",
            "(".repeat(100_000) + "SELECT 1",
            "SELECT 1" + " + 1".repeat(100_000),
            "SELECT 1" + " UNION SELECT 1".repeat(100_000),
            "SELECT * FROM t" + " CROSS JOIN t".repeat(100_000))) {
      assertThat(onSmallStack(sql)).as(sql.substring(0, 40)).isEqualTo("54001");
    }
  }

  @Test
  void longChainsOfAndAndOrCostNoDepth() throws InterruptedException {
    String chain = "a = 1" + " AND b = 2".repeat(20_000) + " OR c".repeat(20_000);

    assertThat(onSmallStack("SELECT * FROM t WHERE " + chain)).isEqualTo("00000");
  }

  private static String onSmallStack(String sql) throws InterruptedException {
    var result = new String[] {"none"};
    var thread =
        new Thread(
            null,
            () -> {
              try {
                PgParser.parse(sql);
                result[0] = "00000";
              } catch (OrreryException e) {
                result[0] = e.state().code();
              }
            },
            "parser",
            SMALL_STACK_BYTES);
    thread.start();
    thread.join();
    return result[0];
  }

  @Test
  void identifiersAreFoldedAndCutAtSixtyThreeBytes() {
    String sql = "SELECT ABC, \"ABC\", \"" + "é".repeat(40) + "\"";

    List<String> names =
        select(sql).targets().stream()
            .map(target -> ((Expression.ColumnRef) target.expression()).names().getFirst())
            .toList();

    assertThat(names).containsExactly("abc", "ABC", "é".repeat(31));
  }

  @Test
  void stringConstantsOfAllFormsGiveTheirValues() {
    String sql =
        "SELECT 'it''s', E'a\\tb\\u0041\\x41\\101\\'', E'\\xC3\\xA9', U&'\\0041d!' UESCAPE '\\',"
            + " $$a'b$$, $x$a$$b$x$, 'a'\n'b', E'\\uD83D\\uDE00'";

    List<String> values =
        select(sql).targets().stream()
            .map(target -> ((Expression.StringLiteral) target.expression()).value())
            .toList();

    assertThat(values).containsExactly("it's", "a\tbAAA'", "é", "Ad!", "a'b", "a$$b", "ab", "😀");
  }

  @Test
  void integersThatDoNotFitAreKeptAsText() {
    List<Expression> values =
        select("SELECT 2147483647, 2147483648, 1.50, 1e3").targets().stream()
            .map(target -> target.expression())
            .toList();

    assertThat(values.getFirst()).isEqualTo(new Expression.IntegerLiteral(2147483647, 7));
    assertThat(values.subList(1, 4))
        .extracting(e -> ((Expression.NumericLiteral) e).text())
        .containsExactly("2147483648", "1.50", "1e3");
  }

  @Test
  void qualifiedRelationOptionsKeepTheirNamespace() {
    AlterTable alter =
        (AlterTable)
            statement("ALTER TABLE t SET (timescaledb.compress, timescaledb.orderby = 'a DESC')");
    var command = (AlterTableCommand.RelationOptions) alter.commands().getFirst();

    assertThat(command.options()).extracting(Option::namespace).containsOnly("timescaledb");
    assertThat(command.options()).extracting(Option::name).containsExactly("compress", "orderby");
    assertThat(command.options()).extracting(Option::text).containsExactly(null, "a DESC");
  }

  @Test
  void oldAndNewCopyOptionsAreTheSame() {
    var old = (UtilityStatement.Copy) statement("COPY t FROM STDIN CSV HEADER DELIMITER '|'");
    var current =
        (UtilityStatement.Copy)
            statement("COPY t FROM STDIN (FORMAT csv, HEADER true, DELIMITER '|')");

    assertThat(old.options())
        .extracting(Option::name)
        .containsExactly("format", "header", "delimiter");
    assertThat(old.options()).extracting(Option::text).containsExactly("csv", "true", "|");
    assertThat(current.options()).extracting(Option::text).containsExactly("csv", "true", "|");
  }

  @Test
  void aMultiRowInsertHasAValuesBody() {
    var insert = (InsertStatement) statement("INSERT INTO t (a) VALUES (1), (DEFAULT)");

    var source = Objects.requireNonNull(insert.source());
    var values = (QueryBody.Values) source.body();
    assertThat(values.rows()).hasSize(2);
    assertThat(values.rows().getLast().getFirst()).isInstanceOf(Expression.SetToDefault.class);
  }

  @Test
  void whatIsKnownButNotModelledIsUnsupportedAtItsPlace() {
    Statement statement = PgParser.parse("SELECT 1; CREATE PUBLICATION p").getLast().statement();

    assertThat(statement)
        .isEqualTo(new UtilityStatement.UnsupportedStatement("CREATE PUBLICATION", 10));
  }

  private static Statement statement(String sql) {
    return PgParser.parse(sql).getFirst().statement();
  }

  private static QueryBody.Select select(String sql) {
    return (QueryBody.Select) ((SelectStatement) statement(sql)).body();
  }

  static List<String> accepted() {
    return lines("accepted.sql").stream().map(line -> line.replace("\\n", "\n")).toList();
  }

  private static List<String> lines(String resource) {
    try (InputStream in = PgParserTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
