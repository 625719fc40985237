package org.orrery.sql.function.kernel;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;

/** Patterns of {@code SIMILAR TO} and {@code substring(… SIMILAR … ESCAPE …)}. */
final class SimilarPatterns {

  private static final String FIRST_SEPARATOR = "){1,1}?(";
  private static final String SECOND_SEPARATOR = "){1,1}(?:";

  private SimilarPatterns() {}

  static void bind(Bindings to) {
    to.scalar(
        Kernels.toText((_, a, row) -> translate(Kernels.textAt(a, 0, row), "\\")),
        "similar_to_escape(text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) -> translate(Kernels.textAt(a, 0, row), Kernels.textAt(a, 1, row))),
        "similar_to_escape(text,text)");
    to.scalar(
        Kernels.toText(
            (_, a, row) ->
                a[0].isNull(row)
                    ? null
                    : translate(
                        Kernels.textAt(a, 0, row),
                        a[1].isNull(row) ? "\\" : Kernels.textAt(a, 1, row))),
        "similar_escape(text,text)");
    to.scalar(
        Kernels.toText(
            (context, a, row) ->
                substring(
                    context,
                    Kernels.textAt(a, 0, row),
                    translate(Kernels.textAt(a, 1, row), Kernels.textAt(a, 2, row)))),
        "substring(text,text,text)");
  }

  /** The regular expression of a pattern. */
  private static String translate(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw OrreryException.of(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    var regex = new StringBuilder("^(?:");
    boolean isEscaped = false;
    boolean isInClass = false;
    int separators = 0;
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (isEscaped) {
        if (c == '"' && !isInClass) {
          regex.append(separator(separators++));
        } else {
          regex.append('\\').append(c);
        }
        isEscaped = false;
      } else if (!escape.isEmpty() && c == escape.charAt(0)) {
        isEscaped = true;
      } else if (isInClass) {
        regex.append(c == '\\' ? "\\\\" : String.valueOf(c));
        isInClass = c != ']';
      } else {
        regex.append(outside(c));
        isInClass = c == '[';
      }
    }
    return regex.append(")$").toString();
  }

  private static String separator(int before) {
    return switch (before) {
      case 0 -> FIRST_SEPARATOR;
      case 1 -> SECOND_SEPARATOR;
      default ->
          throw OrreryException.of(
              SqlState.INVALID_USE_OF_ESCAPE_CHARACTER,
              "SQL regular expression may not contain more than two escape-double-quote"
                  + " separators");
    };
  }

  private static String outside(char c) {
    return switch (c) {
      case '%' -> ".*";
      case '_' -> ".";
      case '(' -> "(?:";
      case '\\', '.', '^', '$' -> "\\" + c;
      default -> String.valueOf(c);
    };
  }

  /**
   * The part between the separators: what is before it is as short as it can be, then the part is
   * as long as it can be. All of the text when there are no separators.
   */
  private static @Nullable String substring(EvaluationContext context, String text, String regex) {
    int first = regex.indexOf(FIRST_SEPARATOR);
    if (first < 0) {
      return Regexes.matcher(context, regex, "", text).find() ? text : null;
    }
    int partStart = first + FIRST_SEPARATOR.length();
    int second = regex.indexOf(SECOND_SEPARATOR, partStart);
    Pattern before = Regexes.of(regex.substring(0, first) + ")$", "");
    String part =
        second < 0
            ? regex.substring(partStart, regex.length() - 2)
            : regex.substring(partStart, second);
    Pattern middle = Regexes.of("^(?:" + part + ")$", "");
    Pattern after =
        Regexes.of(
            second < 0 ? "^$" : "^(?:" + regex.substring(second + SECOND_SEPARATOR.length()), "");
    for (int from = 0; from <= text.length(); from++) {
      if (!before.matcher(new WatchedText(context, text.substring(0, from))).find()) {
        continue;
      }
      for (int to = text.length(); to >= from; to--) {
        if (middle.matcher(new WatchedText(context, text.substring(from, to))).find()
            && after.matcher(new WatchedText(context, text.substring(to))).find()) {
          return text.substring(from, to);
        }
      }
    }
    return null;
  }
}
