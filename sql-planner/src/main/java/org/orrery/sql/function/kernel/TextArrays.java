package org.orrery.sql.function.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;

/** Arrays of text. */
public final class TextArrays {

  private TextArrays() {}

  /**
   * The parts of a text.
   *
   * @param separator between the parts; null for each character on its own
   * @param nullText what a part that is NULL is written as; null for none
   */
  public static List<@Nullable String> split(
      String text, @Nullable String separator, @Nullable String nullText) {
    var parts = new ArrayList<@Nullable String>();
    if (separator == null) {
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
    } else if (!text.isEmpty()) {
      parts.addAll(
          separator.isEmpty()
              ? List.of(text)
              : Arrays.asList(text.split(Pattern.quote(separator), -1)));
    }
    if (nullText != null) {
      parts.replaceAll(part -> nullText.equals(part) ? null : part);
    }
    return parts;
  }

  /** Stores strings, null for NULL, as a {@code text[]}. */
  public static void storeTexts(
      List<? extends @Nullable String> texts, BytesVector target, int row) {
    var elements = new BytesVector(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (text == null) {
        elements.setNull(i);
      } else {
        elements.setString(i, text);
      }
    }
    ArrayValue.of(BuiltinTypes.TEXT, elements, texts.size()).store(target, row);
  }
}
