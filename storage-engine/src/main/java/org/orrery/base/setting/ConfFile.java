package org.orrery.base.setting;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * The syntax of {@code postgresql.conf}: {@code name = value} on a line of its own, the sign
 * optional, {@code #} to the end of the line a comment, a value other than a plain word or number
 * in single quotes. The last of several lines for one name counts.
 *
 * <p>{@code include} and its relatives are refused: a node has one file by hand and one that {@code
 * ALTER SYSTEM} writes.
 */
public final class ConfFile {

  private static final String HEADER =
      "# Written by ALTER SYSTEM. Changes by hand are lost at the next one.\n";

  private ConfFile() {}

  /**
   * Reads a file.
   *
   * @param fileName for errors
   * @return values by name in lower case, in the order of the file
   * @throws OrreryException {@code F0000} with the line that is wrong
   */
  public static Map<String, String> parse(String fileName, String content) {
    Map<String, String> values = new LinkedHashMap<>();
    int line = 0;
    for (String text : content.split("\n", -1)) {
      line++;
      var scanner = new Line(fileName, line, text);
      scanner.skipBlanks();
      if (scanner.atEnd()) {
        continue;
      }
      String name = scanner.name().toLowerCase(Locale.ROOT);
      if (name.startsWith("include")) {
        throw OrreryException.of(
            SqlState.CONFIG_FILE_ERROR,
            "\"%s\" is not supported in file \"%s\" line %d",
            name,
            fileName,
            line);
      }
      scanner.skipEquals();
      String value = scanner.value();
      scanner.skipBlanks();
      if (!scanner.atEnd()) {
        throw scanner.error();
      }
      values.remove(name);
      values.put(name, value);
    }
    return values;
  }

  /** The file that {@code ALTER SYSTEM} writes. */
  public static String render(Map<String, String> values) {
    var out = new StringBuilder(HEADER);
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                out.append(name)
                    .append(" = '")
                    .append(value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n"))
                    .append("'\n"));
    return out.toString();
  }

  /** One line being read. */
  private static final class Line {

    private final String fileName;
    private final int number;
    private final String text;
    private int at;

    Line(String fileName, int number, String text) {
      this.fileName = fileName;
      this.number = number;
      this.text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    boolean atEnd() {
      return at == text.length() || text.charAt(at) == '#';
    }

    String name() {
      int start = at;
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
      if (at == start || !isNameStart(text.charAt(start))) {
        throw error();
      }
      return text.substring(start, at);
    }

    void skipEquals() {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        skipBlanks();
      }
    }

    String value() {
      if (atEnd()) {
        throw error();
      }
      if (text.charAt(at) == '\'') {
        return quoted();
      }
      int start = at;
      while (at < text.length() && isValuePart(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw error();
      }
      return text.substring(start, at);
    }

    private String quoted() {
      var value = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          value.append(unescape(text.charAt(at++)));
        } else if (c != '\'') {
          value.append(c);
        } else if (at < text.length() && text.charAt(at) == '\'') {
          value.append('\'');
          at++;
        } else {
          return value.toString();
        }
      }
      throw error();
    }

    private static char unescape(char c) {
      return switch (c) {
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        default -> c;
      };
    }

    private static boolean isNameStart(char c) {
      return Character.isLetter(c) || c == '_';
    }

    private static boolean isNamePart(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
    }

    private static boolean isValuePart(char c) {
      return isNamePart(c) || c == '+' || c == '-' || c == ':' || c == '/';
    }

    OrreryException error() {
      if (at >= text.length()) {
        return OrreryException.of(
            SqlState.CONFIG_FILE_ERROR,
            "syntax error in file \"%s\" line %d, near end of line",
            fileName,
            number);
      }
      int end = at;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      return OrreryException.of(
          SqlState.CONFIG_FILE_ERROR,
          "syntax error in file \"%s\" line %d, near token \"%s\"",
          fileName,
          number,
          text.substring(at, end));
    }
  }
}
