package org.orrery.sql.function.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.function.EvaluationContext;

/**
 * PostgreSQL's advanced regular expressions as Java patterns (PostgreSQL 15, section 9.7.3). What
 * differs is rewritten: {@code \m \M \y \Y} word limits, bracket expressions with character
 * classes, {@code ***} directors and embedded options. Alternatives match in order, not the longest
 * first.
 */
public final class Regexes {

  /** Compiled patterns that are kept; the cache is emptied when it is full. */
  private static final int CACHE_MAX = 512;

  /** Longer expressions are compiled each time. */
  private static final int CACHED_LENGTH_MAX = 4096;

  private record Key(String pattern, String flags) {}

  private static final ConcurrentHashMap<Key, Pattern> CACHE = new ConcurrentHashMap<>();

  private Regexes() {}

  /**
   * The pattern of an expression.
   *
   * @param flags letters as in {@code regexp_match}, without {@code g}
   * @throws OrreryException {@code 2201B} when the expression is wrong, {@code 22023} for a flag
   */
  public static Pattern of(String expression, String flags) {
    var key = new Key(expression, flags);
    Pattern known = CACHE.get(key);
    if (known != null) {
      return known;
    }
    Pattern compiled = compile(expression, flags);
    if (expression.length() <= CACHED_LENGTH_MAX) {
      if (CACHE.size() >= CACHE_MAX) {
        CACHE.clear();
      }
      CACHE.put(key, compiled);
    }
    return compiled;
  }

  /** Matches a text, looking now and then whether the statement was cancelled; see {@link #of}. */
  public static Matcher matcher(
      EvaluationContext context, String expression, String flags, String text) {
    return of(expression, flags).matcher(new WatchedText(context, text));
  }

  private static Pattern compile(String expression, String flags) {
    int options = Pattern.DOTALL;
    String body = expression;
    if (body.startsWith("***=")) {
      return Pattern.compile(body.substring(4), options | Pattern.LITERAL);
    }
    if (body.startsWith("***:")) {
      body = body.substring(4);
    }
    String letters = flags;
    if (body.startsWith("(?") && body.indexOf(')') > 2 && Character.isLetter(body.charAt(2))) {
      int end = body.indexOf(')');
      letters += body.substring(2, end);
      body = body.substring(end + 1);
    }
    for (int i = 0; i < letters.length(); i++) {
      options = withFlag(options, letters.charAt(i));
    }
    boolean isLiteral = letters.indexOf('q') >= 0;
    try {
      return Pattern.compile(
          isLiteral ? body : translate(body, (options & Pattern.MULTILINE) != 0),
          isLiteral ? options | Pattern.LITERAL : options);
    } catch (PatternSyntaxException e) {
      throw OrreryException.of(
              SqlState.INVALID_REGULAR_EXPRESSION,
              "invalid regular expression: %s",
              reason(e.getDescription()))
          .causedBy(e);
    }
  }

  private static int withFlag(int options, char letter) {
    return switch (letter) {
      case 'i' -> options | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      case 'c' -> options & ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
      case 'n', 'm' -> (options & ~Pattern.DOTALL) | Pattern.MULTILINE | Pattern.UNIX_LINES;
      case 'p' -> (options & ~Pattern.DOTALL) | Pattern.UNIX_LINES;
      case 'w' -> options | Pattern.MULTILINE | Pattern.UNIX_LINES;
      case 'x' -> options | Pattern.COMMENTS;
      case 's', 't', 'e', 'b', 'q' -> options;
      default ->
          throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid regular expression option: \"%s\"",
              letter);
    };
  }

  private static String reason(String description) {
    return switch (description) {
      case "Unclosed character class" -> "brackets [] not balanced";
      case "Unclosed group", "Unmatched closing ')'" -> "parentheses () not balanced";
      case "Illegal character range" -> "invalid character range";
      case "Unclosed counted closure" -> "braces {} not balanced";
      default ->
          description.startsWith("Dangling meta character")
              ? "quantifier operand invalid"
              : "invalid escape \\ sequence";
    };
  }

  private static String translate(String source, boolean isMultiline) {
    var target = new StringBuilder(source.length() + 16);
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '[') {
        at = bracket(source, at, target);
      } else if (c == '\\' && at + 1 < source.length()) {
        at = escape(source, at, target);
      } else if (c == '$') {
        // Java's $ also matches before a last newline.
        target.append(isMultiline ? "$" : "\\z");
        at++;
      } else {
        target.append(c);
        at++;
      }
    }
    return target.toString();
  }

  private static int escape(String source, int at, StringBuilder target) {
    char c = source.charAt(at + 1);
    switch (c) {
      case 'm' -> target.append("\\b(?=\\w)");
      case 'M' -> target.append("\\b(?<=\\w)");
      case 'y' -> target.append("\\b");
      case 'Y' -> target.append("\\B");
      case 'Z' -> target.append("\\z");
      case 'B' -> target.append("\\\\");
      default -> target.append('\\').append(c);
    }
    return at + 2;
  }

  /** Copies a bracket expression, in which Java gives meaning to {@code [ & ^}. */
  private static int bracket(String source, int start, StringBuilder target) {
    if (source.startsWith("[[:<:]]", start)) {
      target.append("\\b(?=\\w)");
      return start + 7;
    }
    if (source.startsWith("[[:>:]]", start)) {
      target.append("\\b(?<=\\w)");
      return start + 7;
    }
    int at = start + 1;
    target.append('[');
    if (at < source.length() && source.charAt(at) == '^') {
      target.append('^');
      at++;
    }
    boolean isFirst = true;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == ']' && !isFirst) {
        target.append(']');
        return at + 1;
      }
      isFirst = false;
      if (source.startsWith("[:", at) && source.indexOf(":]", at) > 0) {
        int end = source.indexOf(":]", at);
        target.append(characterClass(source.substring(at + 2, end)));
        at = end + 2;
      } else if (c == '\\' && at + 1 < source.length()) {
        target.append(c).append(source.charAt(at + 1));
        at += 2;
      } else {
        if (c == '[' || c == ']' || c == '&' || c == '^') {
          target.append('\\');
        }
        target.append(c);
        at++;
      }
    }
    throw OrreryException.of(
        SqlState.INVALID_REGULAR_EXPRESSION,
        "invalid regular expression: brackets [] not balanced");
  }

  private static String characterClass(String name) {
    return switch (name) {
      case "alpha" -> "\\p{IsAlphabetic}";
      case "digit" -> "\\p{IsDigit}";
      case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
      case "upper" -> "\\p{IsUppercase}";
      case "lower" -> "\\p{IsLowercase}";
      case "space" -> "\\s";
      case "blank" -> "\\p{Blank}";
      case "punct" -> "\\p{Punct}";
      case "xdigit" -> "\\p{XDigit}";
      case "cntrl" -> "\\p{Cntrl}";
      case "graph" -> "\\p{Graph}";
      case "print" -> "\\p{Print}";
      case "word" -> "\\w";
      default ->
          throw OrreryException.of(
              SqlState.INVALID_REGULAR_EXPRESSION,
              "invalid regular expression: invalid character class");
    };
  }

  /** A replacement text in Java's notation. */
  static String replacement(String text, int groupCount) {
    var result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\' && next >= '1' && next <= '9') {
        if (next - '0' <= groupCount) {
          result.append('$').append(next);
        }
        i++;
      } else if (c == '\\' && next == '&') {
        result.append("$0");
        i++;
      } else if (c == '\\' && next == '\\') {
        result.append("\\\\");
        i++;
      } else {
        result.append(Matcher.quoteReplacement(String.valueOf(c)));
      }
    }
    return result.toString();
  }

  /** The groups of a match, or all of it when there are none; null for a group not taken. */
  public static List<@Nullable String> groups(Matcher matcher) {
    var groups = new ArrayList<@Nullable String>();
    if (matcher.groupCount() == 0) {
      groups.add(matcher.group());
    }
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    return groups;
  }

  /** The parts between matches; an empty match at the start or right after a match counts not. */
  public static List<String> split(
      EvaluationContext context, String text, String expression, String flags) {
    Matcher matcher = matcher(context, expression, flags, text);
    var parts = new ArrayList<String>();
    int start = 0;
    while (matcher.find()) {
      boolean isEmpty = matcher.end() == matcher.start();
      if (isEmpty && (matcher.start() == start || matcher.start() == text.length())) {
        continue;
      }
      TextArrays.lookAtHeap(parts.size());
      parts.add(text.substring(start, matcher.start()));
      start = matcher.end();
    }
    parts.add(text.substring(start));
    return parts;
  }
}
