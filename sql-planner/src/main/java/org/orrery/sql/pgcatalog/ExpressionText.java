package org.orrery.sql.pgcatalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;

/** Stored expressions, which are SQL text. */
public final class ExpressionText {

  /** A literal, a quoted identifier, or a plain word with what may follow it. */
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|\"((?:[^\"]|\"\")*)\"|([A-Za-z_][\\w$]*)(?!\\s*\\()");

  private ExpressionText() {}

  /** Numbers of the columns that an expression over a table names, in order of appearance. */
  public static List<Integer> columns(String sql, TableEntry table) {
    Set<Integer> numbers = new LinkedHashSet<>();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      String quoted = token.group(1);
      String name = quoted == null ? token.group(2) : quoted.replace("\"\"", "\"");
      ColumnEntry column = name == null ? null : table.column(name);
      if (column != null) {
        numbers.add(column.number());
      }
    }
    return List.copyOf(numbers);
  }

  /** Whether one pair of parentheses encloses all of an expression. */
  public static boolean isParenthesised(String sql) {
    if (sql.length() < 2 || sql.charAt(0) != '(' || sql.charAt(sql.length() - 1) != ')') {
      return false;
    }
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0 && i < sql.length() - 1) {
        return false;
      }
    }
    return true;
  }

  /** An expression without a pair of parentheses around all of it. */
  public static String bare(String sql) {
    return isParenthesised(sql) ? sql.substring(1, sql.length() - 1) : sql;
  }
}
