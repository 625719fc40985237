package org.orrery.sql.function.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.type.ArrayValue;
import org.orrery.sql.function.Bindings;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.function.kernel.ArrayElements;
import org.orrery.sql.function.kernel.RegexFunctions;
import org.orrery.sql.function.kernel.Regexes;
import org.orrery.sql.function.kernel.TextArrays;

/** {@code unnest}, {@code generate_subscripts} and the sets of regular expression matches. */
final class ArraySets {

  private ArraySets() {}

  static void bind(Bindings to) {
    to.set(
        (context, a, _) -> {
          ArrayValue array = array(a);
          return VectorRows.of(context, array.count(), array.elements());
        },
        "unnest(anyarray)");
    to.set(
        (context, a, _) -> subscripts(context, array(a), number(a[1]), false),
        "generate_subscripts(anyarray,int4)");
    to.set(
        (context, a, _) -> subscripts(context, array(a), number(a[1]), number(a[2]) != 0),
        "generate_subscripts(anyarray,int4,bool)");
    to.set((context, a, _) -> matches(context, a, ""), "regexp_matches(text,text)");
    to.set((context, a, _) -> matches(context, a, text(a[2])), "regexp_matches(text,text,text)");
    to.set(
        (context, a, _) -> texts(context, Regexes.split(context, text(a[0]), text(a[1]), "")),
        "regexp_split_to_table(text,text)");
    to.set(
        (context, a, _) -> {
          RegexFunctions.checkNotGlobal("regexp_split_to_table()", text(a[2]));
          return texts(context, Regexes.split(context, text(a[0]), text(a[1]), text(a[2])));
        },
        "regexp_split_to_table(text,text,text)");
    to.set((context, a, _) -> parts(context, a, null), "string_to_table(text,text)");
    to.set(
        (context, a, _) -> parts(context, a, a[2] == null ? null : text(a[2])),
        "string_to_table(text,text,text)");
  }

  private static ArrayValue array(@Nullable Object[] arguments) {
    byte[] bytes = (byte[]) Objects.requireNonNull(arguments[0]);
    var vector = new BytesVector(1);
    vector.setBytes(0, bytes, 0, bytes.length);
    return ArrayElements.read(vector, 0);
  }

  private static long number(@Nullable Object argument) {
    return (Long) Objects.requireNonNull(argument);
  }

  private static String text(@Nullable Object argument) {
    byte[] bytes = (byte[]) Objects.requireNonNull(argument);
    var vector = new BytesVector(1);
    vector.setBytes(0, bytes, 0, bytes.length);
    return vector.getString(0);
  }

  private static SetFunction.Rows subscripts(
      EvaluationContext context, ArrayValue array, long dimension, boolean isReverse) {
    if (dimension < 1 || dimension > array.dimensions()) {
      return VectorRows.of(context, 0, new LongVector(0));
    }
    int size = array.sizes()[(int) dimension - 1];
    int low = array.lowerBounds()[(int) dimension - 1];
    var values = new LongVector(size);
    for (int i = 0; i < size; i++) {
      values.setLong(i, isReverse ? low + size - 1L - i : low + (long) i);
    }
    return VectorRows.of(context, size, values);
  }

  private static SetFunction.Rows matches(
      EvaluationContext context, @Nullable Object[] a, String flags) {
    Matcher matcher = Regexes.matcher(context, text(a[1]), flags.replace("g", ""), text(a[0]));
    boolean isGlobal = flags.indexOf('g') >= 0;
    var found = new ArrayList<List<@Nullable String>>();
    while ((isGlobal || found.isEmpty()) && matcher.find()) {
      found.add(Regexes.groups(matcher));
    }
    var values = new BytesVector(found.size());
    for (int i = 0; i < found.size(); i++) {
      TextArrays.storeTexts(found.get(i), values, i);
    }
    return VectorRows.of(context, found.size(), values);
  }

  private static SetFunction.Rows parts(
      EvaluationContext context, @Nullable Object[] a, @Nullable String nullText) {
    if (a[0] == null) {
      return VectorRows.of(context, 0, new BytesVector(0));
    }
    return texts(context, TextArrays.split(text(a[0]), a[1] == null ? null : text(a[1]), nullText));
  }

  private static SetFunction.Rows texts(
      EvaluationContext context, List<? extends @Nullable String> texts) {
    var values = new BytesVector(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (text == null) {
        values.setNull(i);
      } else {
        values.setString(i, text);
      }
    }
    return VectorRows.of(context, texts.size(), values);
  }
}
