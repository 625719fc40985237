package org.orrery.sql.function.kernel;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.textAt;

import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;

/** Functions of regular expressions that take a start, a number of a match, or flags. */
public final class RegexFunctions {

  private RegexFunctions() {}

  static void bind(Bindings to) {
    to.scalar(
        Kernels.test(
            (context, a, row) ->
                Regexes.matcher(
                        context,
                        textAt(a, 1, row),
                        flags("regexp_like()", a, 2, row),
                        textAt(a, 0, row))
                    .find()),
        "regexp_like(text,text,text)");
    to.scalar(
        Kernels.toLong((context, a, row) -> count(context, a, row)),
        "regexp_count(text,text,int4)",
        "regexp_count(text,text,int4,text)");
    to.scalar(
        Kernels.toLong((context, a, row) -> position(context, a, row)),
        "regexp_instr(text,text)",
        "regexp_instr(text,text,int4)",
        "regexp_instr(text,text,int4,int4)",
        "regexp_instr(text,text,int4,int4,int4)",
        "regexp_instr(text,text,int4,int4,int4,text)",
        "regexp_instr(text,text,int4,int4,int4,text,int4)");
    to.scalar(
        Kernels.toText((context, a, row) -> part(context, a, row)),
        "regexp_substr(text,text)",
        "regexp_substr(text,text,int4)",
        "regexp_substr(text,text,int4,int4)",
        "regexp_substr(text,text,int4,int4,text)",
        "regexp_substr(text,text,int4,int4,text,int4)");
    to.scalar(
        Kernels.toText((context, a, row) -> replace(context, a, row)),
        "regexp_replace(text,text,text,int4)",
        "regexp_replace(text,text,text,int4,int4)",
        "regexp_replace(text,text,text,int4,int4,text)");
    to.scalar(
        Kernels.rows(
            (context, a, row, result) ->
                TextArrays.storeTexts(
                    Regexes.split(
                        context,
                        textAt(a, 0, row),
                        textAt(a, 1, row),
                        flags("regexp_split_to_array()", a, 2, row)),
                    (BytesVector) result,
                    row)),
        "regexp_split_to_array(text,text,text)");
  }

  /** The flags of a function that is not about all matches; none when there is no such argument. */
  private static String flags(String function, Vector[] a, int index, int row) {
    String flags = index < a.length ? textAt(a, index, row) : "";
    checkNotGlobal(function, flags);
    return flags;
  }

  /** Refuses the flag g where it means nothing. */
  public static void checkNotGlobal(String function, String flags) {
    if (flags.indexOf('g') >= 0) {
      throw notGlobal(function);
    }
  }

  static OrreryException notGlobal(String function) {
    return Errors.invalidParameter(function + " does not support the \"global\" option");
  }

  /** A whole-number argument, or what it is when left out. */
  private static int number(
      Vector[] a, int index, int row, String name, int otherwise, int min, int max) {
    if (index >= a.length) {
      return otherwise;
    }
    int value = intAt(a, index, row);
    if (value < min || value > max) {
      throw Errors.invalidParameter("invalid value for parameter \"" + name + "\": " + value);
    }
    return value;
  }

  private static int start(Vector[] a, int index, int row) {
    return number(a, index, row, "start", 1, 1, Integer.MAX_VALUE);
  }

  /** Where the {@code start}th character begins; behind the text when there are fewer. */
  private static int offset(String text, int start) {
    int count = text.codePointCount(0, text.length());
    return start > count + 1 ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
  }

  /** Finds the {@code n}th match from a start on; null when there are fewer. */
  private static @Nullable Matcher find(
      EvaluationContext context, String text, String pattern, String flags, int start, int n) {
    Matcher matcher = Regexes.matcher(context, pattern, flags, text);
    int from = offset(text, start);
    boolean isFound = from <= text.length() && matcher.find(from);
    for (int i = 1; i < n && isFound; i++) {
      isFound = matcher.find();
    }
    return isFound ? matcher : null;
  }

  private static long count(EvaluationContext context, Vector[] a, int row) {
    int start = start(a, 2, row);
    Matcher matcher =
        find(
            context,
            textAt(a, 0, row),
            textAt(a, 1, row),
            flags("regexp_count()", a, 3, row),
            start,
            1);
    long count = 0;
    for (boolean isFound = matcher != null; isFound; isFound = matcher != null && matcher.find()) {
      count++;
    }
    return count;
  }

  private static long position(EvaluationContext context, Vector[] a, int row) {
    String text = textAt(a, 0, row);
    int start = start(a, 2, row);
    int n = number(a, 3, row, "n", 1, 1, Integer.MAX_VALUE);
    int end = number(a, 4, row, "endoption", 0, 0, 1);
    int group = number(a, 6, row, "subexpr", 0, 0, Integer.MAX_VALUE);
    String flags = flags("regexp_instr()", a, 5, row);
    Matcher matcher = find(context, text, textAt(a, 1, row), flags, start, n);
    if (matcher == null || group > matcher.groupCount() || matcher.start(group) < 0) {
      return 0;
    }
    return text.codePointCount(0, end == 1 ? matcher.end(group) : matcher.start(group)) + 1L;
  }

  private static @Nullable String part(EvaluationContext context, Vector[] a, int row) {
    int start = start(a, 2, row);
    int n = number(a, 3, row, "n", 1, 1, Integer.MAX_VALUE);
    int group = number(a, 5, row, "subexpr", 0, 0, Integer.MAX_VALUE);
    String flags = flags("regexp_substr()", a, 4, row);
    Matcher matcher = find(context, textAt(a, 0, row), textAt(a, 1, row), flags, start, n);
    return matcher == null || group > matcher.groupCount() ? null : matcher.group(group);
  }

  /** Replaces the nth match from a start on; all of them when n is 0. */
  private static String replace(EvaluationContext context, Vector[] a, int row) {
    String text = textAt(a, 0, row);
    int start = start(a, 3, row);
    int n = number(a, 4, row, "n", 1, 0, Integer.MAX_VALUE);
    String flags = a.length > 5 ? textAt(a, 5, row).replace("g", "") : "";
    Matcher matcher = find(context, text, textAt(a, 1, row), flags, start, Math.max(1, n));
    if (matcher == null) {
      return text;
    }
    String replacement = Regexes.replacement(textAt(a, 2, row), matcher.groupCount());
    var result = new StringBuilder();
    do {
      matcher.appendReplacement(result, replacement);
    } while (n == 0 && matcher.find());
    return matcher.appendTail(result).toString();
  }
}
