package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** {@code LIKE}, {@code ILIKE}, regular expressions and their functions. */
final class PatternFunctions {

  /** Makes a Java pattern of a SQL one. */
  @FunctionalInterface
  private interface Compiler {
    Pattern compile(String pattern);
  }

  private PatternFunctions() {}

  static void bind(Bindings to) {
    for (String type : new String[] {"text", "name", "bpchar"}) {
      String arguments = "(" + type + ",text)";
      to.scalar(match(p -> like(p, 0), true, true), type + "like" + arguments);
      to.scalar(match(p -> like(p, 0), true, false), type + "nlike" + arguments);
      int ignoreCase = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      to.scalar(match(p -> like(p, ignoreCase), true, true), type + "iclike" + arguments);
      to.scalar(match(p -> like(p, ignoreCase), true, false), type + "icnlike" + arguments);
      to.scalar(match(p -> Regexes.of(p, ""), false, true), type + "regexeq" + arguments);
      to.scalar(match(p -> Regexes.of(p, ""), false, false), type + "regexne" + arguments);
      to.scalar(match(p -> Regexes.of(p, "i"), false, true), type + "icregexeq" + arguments);
      to.scalar(match(p -> Regexes.of(p, "i"), false, false), type + "icregexne" + arguments);
    }
    to.scalar(match(p -> like(p, 0), true, true), "like(text,text)", "like(name,text)");
    to.scalar(match(p -> like(p, 0), true, false), "notlike(text,text)", "notlike(name,text)");
    to.scalar(
        Kernels.toText((_, a, row) -> escaped(textAt(a, 0, row), textAt(a, 1, row))),
        "like_escape(text,text)");
    bindRegexes(to);
  }

  /** Tests rows against a pattern that is compiled again only when it changes. */
  private static ScalarKernel match(Compiler compiler, boolean isWhole, boolean expected) {
    return (context, arguments, selection, count, result) -> {
      var texts = (BytesVector) arguments[0];
      var patterns = (BytesVector) arguments[1];
      long[] target = ((LongVector) result).values();
      Matcher matcher = null;
      int compiledRow = -1;
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        if (matcher == null || !isSame(patterns, compiledRow, row)) {
          matcher = compiler.compile(patterns.getString(row)).matcher("");
          compiledRow = row;
        }
        matcher.reset(new WatchedText(context, texts.getString(row)));
        boolean found = isWhole ? matcher.matches() : matcher.find();
        target[row] = found == expected ? 1 : 0;
      }
    };
  }

  private static boolean isSame(BytesVector vector, int a, int b) {
    return a == b
        || (vector.lengths()[a] == vector.lengths()[b]
            && BytesVector.compare(vector, a, vector, b) == 0);
  }

  /** A LIKE pattern: {@code %} any characters, {@code _} one, backslash takes the next as it is. */
  private static Pattern like(String pattern, int flags) {
    var regex = new StringBuilder();
    var literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' || c == '_') {
        flush(literal, regex);
        regex.append(c == '%' ? ".*" : ".");
      } else if (c == '\\') {
        if (++i == pattern.length()) {
          throw OrreryException.of(
              SqlState.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
        }
        literal.append(pattern.charAt(i));
      } else {
        literal.append(c);
      }
    }
    flush(literal, regex);
    return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
  }

  private static void flush(StringBuilder literal, StringBuilder regex) {
    if (!literal.isEmpty()) {
      regex.append(Pattern.quote(literal.toString()));
      literal.setLength(0);
    }
  }

  /** A LIKE pattern with another escape character, rewritten to use the backslash. */
  private static String escaped(String pattern, String escape) {
    if (escape.isEmpty()) {
      return pattern.replace("\\", "\\\\");
    }
    if (escape.codePointCount(0, escape.length()) != 1) {
      throw OrreryException.of(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    if (escape.equals("\\")) {
      return pattern;
    }
    var result = new StringBuilder();
    boolean isEscaped = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == escape.charAt(0) && !isEscaped) {
        result.append('\\');
        isEscaped = true;
      } else if (c == '\\') {
        result.append(isEscaped ? "\\" : "\\\\");
        isEscaped = false;
      } else {
        result.append(c);
        isEscaped = false;
      }
    }
    return result.toString();
  }

  private static void bindRegexes(Bindings to) {
    to.scalar(
        Kernels.toText((context, a, row) -> replace(context, a, row, "")),
        "regexp_replace(text,text,text)");
    to.scalar(
        Kernels.toText((context, a, row) -> replace(context, a, row, textAt(a, 3, row))),
        "regexp_replace(text,text,text,text)");
    to.scalar(
        Kernels.rows((context, a, row, result) -> match(context, a, row, "", (BytesVector) result)),
        "regexp_match(text,text)");
    to.scalar(
        Kernels.rows(
            (context, a, row, result) -> {
              String flags = textAt(a, 2, row);
              if (flags.indexOf('g') >= 0) {
                throw RegexFunctions.notGlobal("regexp_match()")
                    .withHint("Use the regexp_matches function instead.");
              }
              match(context, a, row, flags, (BytesVector) result);
            }),
        "regexp_match(text,text,text)");
    to.scalar(
        Kernels.toText(
            (context, a, row) -> {
              Matcher matcher = matcher(context, a, row, "");
              if (!matcher.find()) {
                return null;
              }
              return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            }),
        "substring(text,text)");
    to.scalar(
        Kernels.test((context, a, row) -> matcher(context, a, row, "").find()),
        "regexp_like(text,text)");
    to.scalar(
        Kernels.toLong((context, a, row) -> matcher(context, a, row, "").results().count()),
        "regexp_count(text,text)");
    to.scalar(
        Kernels.rows(
            (context, a, row, result) ->
                TextArrays.storeTexts(
                    Regexes.split(context, textAt(a, 0, row), textAt(a, 1, row), ""),
                    (BytesVector) result,
                    row)),
        "regexp_split_to_array(text,text)");
  }

  private static Matcher matcher(EvaluationContext context, Vector[] a, int row, String flags) {
    return Regexes.matcher(context, textAt(a, 1, row), flags, textAt(a, 0, row));
  }

  private static String replace(EvaluationContext context, Vector[] a, int row, String flags) {
    Matcher matcher = matcher(context, a, row, flags.replace("g", ""));
    String replacement = Regexes.replacement(textAt(a, 2, row), matcher.groupCount());
    return flags.indexOf('g') >= 0
        ? matcher.replaceAll(replacement)
        : matcher.replaceFirst(replacement);
  }

  private static void match(
      EvaluationContext context, Vector[] a, int row, String flags, BytesVector result) {
    Matcher matcher = matcher(context, a, row, flags);
    if (matcher.find()) {
      TextArrays.storeTexts(Regexes.groups(matcher), result, row);
    } else {
      result.setNull(row);
    }
  }
}
