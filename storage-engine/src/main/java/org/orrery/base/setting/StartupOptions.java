package org.orrery.base.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * The start-up packet's {@code options}: {@code -c name=value}, {@code -cname=value} and {@code
 * --name=value}, separated by blanks. A backslash takes the next character as it is; dashes in the
 * name of the last form stand for underscores.
 *
 * @see <a href="https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNECT-OPTIONS">
 *     PostgreSQL 15, §34.1.2</a>
 */
public final class StartupOptions {

  private StartupOptions() {}

  /**
   * The settings asked for, the last of several for one name.
   *
   * @throws OrreryException {@code 42601} for an option that sets nothing
   */
  public static Map<String, String> parse(String options) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> words = words(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-c") && i + 1 < words.size()) {
        i++;
        put(settings, word + " " + words.get(i), words.get(i), false);
      } else if (word.startsWith("-c") && word.length() > 2) {
        put(settings, word, word.substring(2), false);
      } else if (word.startsWith("--") && word.length() > 2) {
        put(settings, word, word.substring(2), true);
      } else {
        throw OrreryException.of(
            SqlState.SYNTAX_ERROR, "invalid command-line argument for server process: %s", word);
      }
    }
    return settings;
  }

  private static void put(
      Map<String, String> settings, String option, String assignment, boolean isLongForm) {
    int equals = assignment.indexOf('=');
    if (equals < 0) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "%s requires a value", option);
    }
    String name = assignment.substring(0, equals);
    settings.put(isLongForm ? name.replace('-', '_') : name, assignment.substring(equals + 1));
  }

  private static List<String> words(String options) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean isInside = false;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (Character.isWhitespace(c)) {
        if (isInside) {
          words.add(word.toString());
          word.setLength(0);
        }
        isInside = false;
        continue;
      }
      isInside = true;
      if (c == '\\' && i + 1 < options.length()) {
        i++;
        c = options.charAt(i);
      }
      word.append(c);
    }
    if (isInside) {
      words.add(word.toString());
    }
    return words;
  }
}
