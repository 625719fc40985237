package org.orrery.it.random;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.it.random.Scope.Column;
import org.orrery.it.random.Scope.Kind;

/**
 * Makes queries whose answer does not depend on the order of rows: what limits, sorts by all
 * columns.
 */
public final class RandomQueries {

  /** What the queries are about; {@code h} is to be a hypertable by {@code ts}. */
  public static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE h (ts timestamptz NOT NULL, a int, b bigint, t text)",
          "CREATE TABLE p (a smallint, b numeric, t varchar(3), ts timestamp)",
          "CREATE TABLE q (a int, c float8, t varchar(2), d date)",
          "CREATE TABLE e (a numeric, t text, ts date)");

  /** Rows of the first half; the second comes after the first was sealed. */
  public static final List<List<String>> ROWS =
      List.of(
          List.of(
              "INSERT INTO h VALUES ('2024-01-01', 1, 1, 'a'), ('2024-01-02 06:00', 2, NULL, 'b'),"
                  + " ('2024-01-05', NULL, 3, 'c'), ('2024-01-08', 1, 2, NULL), ('2024-01-08"
                  + " 12:00', 3, 3, 'ab')",
              "INSERT INTO p VALUES (1, 2, 'a', '2024-01-01'), (2, 2, NULL, '2024-01-08'), (NULL,"
                  + " 1, 'b', '2024-01-05')",
              "INSERT INTO q VALUES (1, 1, 'a', '2024-01-08'), (1, 2, 'b', NULL), (NULL, NULL,"
                  + " NULL, '2024-01-01')"),
          List.of(
              "INSERT INTO h VALUES ('2024-01-09', 4, 1, 'B'), ('2024-01-14', 2, NULL, 'a'),"
                  + " ('2024-01-14', 2, 2, '')",
              "INSERT INTO p VALUES (2, NULL, 'ab', NULL), (5, 5, '', '2024-01-14')",
              "INSERT INTO q VALUES (3, 2, 'ab', '2024-01-14'), (2, -0.0, 'c', '2024-01-02')"));

  private static final List<Column> H =
      List.of(
          new Column("ts", Kind.TIME),
          new Column("a", Kind.INT),
          new Column("b", Kind.INT),
          new Column("t", Kind.TEXT));
  private static final List<Column> P =
      List.of(
          new Column("a", Kind.INT),
          new Column("b", Kind.INT),
          new Column("t", Kind.TEXT),
          new Column("ts", Kind.TIME));
  private static final List<Column> Q =
      List.of(
          new Column("a", Kind.INT),
          new Column("c", Kind.INT),
          new Column("t", Kind.TEXT),
          new Column("d", Kind.TIME));
  private static final List<Column> E =
      List.of(new Column("a", Kind.INT), new Column("t", Kind.TEXT), new Column("ts", Kind.TIME));

  private static final int DEPTH = 3;

  private final Dice dice;
  private final Expressions expressions;
  private List<Column> common = List.of();
  private int aliases;

  private RandomQueries(Dice dice) {
    this.dice = dice;
    this.expressions = new Expressions(dice, this);
  }

  /** A query with the values of its parameters. */
  public record Query(String sql, List<Object> parameters) {}

  /** The query of a seed; always the same. */
  public static Query of(long seed) {
    var queries = new RandomQueries(new Dice(seed));
    String[] pieces = queries.top().split(Expressions.MARK);
    var sql = new StringBuilder();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < pieces.length; i++) {
      if (i % 2 == 0) {
        sql.append(pieces[i]);
      } else {
        sql.append('?');
        values.add(queries.expressions.parameter(Integer.parseInt(pieces[i])));
      }
    }
    return new Query(sql.toString(), values);
  }

  private String top() {
    var sql = new StringBuilder();
    if (dice.percent(15)) {
      List<Kind> kinds = kinds(2);
      String query = select(kinds, null, true);
      sql.append("WITH w AS ").append(dice.any("", "MATERIALIZED ")).append('(').append(query);
      sql.append(") ");
      common = columns(kinds);
    }
    List<Kind> kinds = kinds(1 + dice.below(3));
    if (dice.percent(10)) {
      sql.append(select(kinds, null, false));
      sql.append(dice.any(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL "));
      return sql.append(select(kinds, null, false)).toString();
    }
    return sql.append(select(kinds, null, true)).toString();
  }

  private static List<Column> columns(List<Kind> kinds) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      columns.add(new Column("x" + i, kinds.get(i)));
    }
    return columns;
  }

  private List<Kind> kinds(int count) {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kinds.add(dice.any(Kind.INT, Kind.INT, Kind.TEXT, Kind.TIME));
    }
    return kinds;
  }

  /** Rows of which nobody reads a column. */
  String rows(Scope outer) {
    return select(List.of(Kind.INT), outer, true);
  }

  /** Rows of one column. */
  String column(Kind kind, Scope outer) {
    return select(List.of(kind), outer, true);
  }

  /** A subquery of at most one row. */
  String scalar(Kind kind, Scope outer) {
    if (outer.depth() >= 3) {
      return "NULL";
    }
    var scope = new Scope(outer);
    String from = from(scope);
    boolean isOne = dice.percent(30);
    String value = isOne ? expressions.of(kind, scope, 1) : aggregate(kind, scope);
    var sql = new StringBuilder("(SELECT ").append(value).append(" FROM ").append(from);
    where(sql, scope, 70);
    if (isOne) {
      sql.append(" ORDER BY 1").append(dice.any("", " DESC")).append(" LIMIT 1");
    }
    return sql.append(')').toString();
  }

  /** Of rows of its own query alone: one of outer columns only would belong to the outer query. */
  private String aggregate(Kind kind, Scope around) {
    Scope scope = around.alone();
    if (kind == Kind.INT && dice.percent(50)) {
      return "count(" + (dice.percent(50) ? "*" : own(Kind.INT, scope)) + ")::int";
    }
    String call =
        (kind == Kind.INT && dice.percent(40) ? "sum" : dice.any("min", "max"))
            + "("
            + (dice.percent(15) ? "DISTINCT " : "")
            + own(kind, scope)
            + ")";
    if (dice.percent(20)) {
      call += " FILTER (WHERE " + expressions.condition(scope, 1) + ")";
    }
    return kind == Kind.INT ? call + "::int" : call;
  }

  private String own(Kind kind, Scope scope) {
    return expressions.of(kind, scope, dice.below(2));
  }

  private void where(StringBuilder sql, Scope scope, int percent) {
    if (dice.percent(percent)) {
      sql.append(" WHERE ").append(expressions.condition(scope, DEPTH - scope.depth()));
    }
  }

  /** A query of columns of these kinds. */
  private String select(List<Kind> kinds, @Nullable Scope outer, boolean mayOrder) {
    var scope = new Scope(outer);
    String from = from(scope);
    return dice.percent(30)
        ? grouped(kinds, scope, from, mayOrder)
        : plain(kinds, scope, from, mayOrder);
  }

  private String plain(List<Kind> kinds, Scope scope, String from, boolean mayOrder) {
    boolean isDistinct = dice.percent(12);
    var sql = new StringBuilder("SELECT ").append(isDistinct ? "DISTINCT " : "");
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      String value =
          kind == Kind.INT && dice.percent(8)
              ? window(scope)
              : expressions.of(kind, scope, DEPTH - scope.depth() - 1);
      sql.append(i == 0 ? "" : ", ").append(value).append(" AS x").append(i);
    }
    sql.append(" FROM ").append(from);
    where(sql, scope, 75);
    if (mayOrder) {
      order(sql, kinds.size(), isDistinct ? null : scope);
    }
    return sql.toString();
  }

  private String window(Scope scope) {
    String over = " OVER (PARTITION BY " + expressions.of(Kind.INT, scope, 1);
    String order = " ORDER BY " + expressions.of(Kind.TIME, scope, 1) + ")";
    return switch (dice.below(4)) {
      case 0 -> "rank()" + over + order + "::int";
      case 1 -> "sum(" + expressions.of(Kind.INT, scope, 1) + ")" + over + order + "::int";
      case 2 -> "count(*)" + over + ")::int";
      default -> "max(" + expressions.of(Kind.INT, scope, 1) + ") OVER ()";
    };
  }

  private String grouped(List<Kind> kinds, Scope scope, String from, boolean mayOrder) {
    List<String> keys = new ArrayList<>();
    Scope keyScope = scope.with(List.of());
    for (int i = dice.below(3); i > 0; i--) {
      Kind kind = dice.any(Kind.INT, Kind.TEXT, Kind.TIME);
      List<Column> columns = scope.of(kind);
      if (!columns.isEmpty()) {
        String key = dice.any(columns).sql();
        keys.add(key);
        keyScope.columns().add(new Column(key, kind));
      }
    }
    var sql = new StringBuilder("SELECT ");
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      String value =
          dice.percent(40) && !keys.isEmpty()
              ? expressions.of(kind, keyScope, 1)
              : aggregate(kind, scope);
      sql.append(i == 0 ? "" : ", ").append(value).append(" AS x").append(i);
    }
    sql.append(" FROM ").append(from);
    where(sql, scope, 60);
    if (!keys.isEmpty()) {
      sql.append(" GROUP BY ").append(String.join(", ", keys));
    }
    if (dice.percent(30)) {
      sql.append(" HAVING ");
      sql.append(
          dice.percent(60)
              ? aggregate(Kind.INT, scope) + dice.any(" > ", " <= ", " = ") + dice.below(4)
              : expressions.condition(keyScope, 2));
    }
    if (mayOrder) {
      order(sql, kinds.size(), null);
    }
    return sql.toString();
  }

  private void order(StringBuilder sql, int columns, @Nullable Scope scope) {
    if (dice.percent(60)) {
      return;
    }
    List<String> items = new ArrayList<>();
    if (scope != null && dice.percent(20)) {
      items.add(expressions.of(dice.any(Kind.INT, Kind.TEXT), scope, 2));
    }
    for (int i = 1; i <= columns; i++) {
      items.add(i + dice.any("", " DESC", " NULLS FIRST", " DESC NULLS LAST"));
    }
    // A number alone would be a place, a constant is refused.
    items.removeIf(item -> item.matches("'.*|\\d+"));
    for (int i = 1; i <= columns; i++) {
      String place = String.valueOf(i);
      if (items.stream().noneMatch(item -> item.matches(place + "( .*)?"))) {
        items.add(place);
      }
    }
    sql.append(" ORDER BY ").append(String.join(", ", items));
    if (dice.percent(60)) {
      sql.append(" LIMIT ").append(dice.below(5));
    }
    if (dice.percent(30)) {
      sql.append(" OFFSET ").append(dice.below(4));
    }
  }

  private String from(Scope scope) {
    var sql = new StringBuilder(item(scope, false));
    boolean isList = false;
    for (int joins = dice.below(scope.depth() == 0 ? 3 : 2); joins > 0; joins--) {
      // Behind a comma a condition could not name what is before it.
      isList |= dice.percent(10);
      boolean isLateral = scope.depth() < 2 && dice.percent(12);
      if (isList) {
        sql.append(", ").append(item(scope, isLateral));
      } else if (isLateral && dice.percent(50)) {
        sql.append(" LEFT JOIN ").append(item(scope, true)).append(" ON true");
      } else if (isLateral || dice.percent(10)) {
        sql.append(" CROSS JOIN ").append(item(scope, isLateral));
      } else {
        join(sql, scope);
      }
    }
    return sql.toString();
  }

  private void join(StringBuilder sql, Scope scope) {
    String kind = dice.any(" JOIN ", " JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ");
    int before = scope.columns().size();
    sql.append(kind).append(item(scope, false)).append(" ON ");
    List<Column> left = scope.columns().subList(0, before);
    List<Column> right = scope.columns().subList(before, scope.columns().size());
    sql.append(joinCondition(left, right, scope, kind.contains("FULL")));
  }

  private String joinCondition(
      List<Column> left, List<Column> right, Scope scope, boolean needsEquality) {
    Kind kind = dice.any(Kind.INT, Kind.INT, Kind.TEXT, Kind.TIME);
    List<Column> ofLeft = left.stream().filter(column -> column.kind() == kind).toList();
    List<Column> ofRight = right.stream().filter(column -> column.kind() == kind).toList();
    String equality =
        ofLeft.isEmpty() || ofRight.isEmpty()
            ? dice.any("true", "1 = 1")
            : dice.any(ofLeft).sql() + " = " + dice.any(ofRight).sql();
    if (needsEquality || dice.percent(50)) {
      return equality;
    }
    return dice.percent(50)
        ? equality + " AND " + expressions.condition(scope, 1)
        : expressions.condition(scope, 1);
  }

  private String item(Scope scope, boolean isLateral) {
    if (isLateral || (scope.depth() < 2 && dice.percent(20))) {
      List<Kind> kinds = kinds(1 + dice.below(2));
      Scope around = isLateral ? scope.with(scope.columns()) : scope.outer();
      String query = select(kinds, around, true);
      String alias = "r" + ++aliases;
      scope.add(alias, columns(kinds));
      return (isLateral ? "LATERAL (" : "(") + query + ") " + alias;
    }
    String alias = "r" + ++aliases;
    if (!common.isEmpty() && dice.percent(40)) {
      return table("w", common, alias, scope);
    }
    return switch (dice.below(7)) {
      case 0, 1, 2 -> table("h", H, alias, scope);
      case 3, 4 -> table("p", P, alias, scope);
      case 5 -> table("q", Q, alias, scope);
      default -> table("e", E, alias, scope);
    };
  }

  private static String table(String name, List<Column> columns, String alias, Scope scope) {
    scope.add(alias, columns);
    return name + " " + alias;
  }
}
