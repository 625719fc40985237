package org.orrery.sql.function.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.limit.HeapGuard;
import org.orrery.data.BytesVector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;

/** Arrays of text. */
public final class TextArrays {

  private static final int PARTS_A_LOOK = 4096;

  /** What a short string in a list costs, roughly. */
  private static final long PART_BYTES = 64;

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
      HeapGuard.require(PART_BYTES * text.length());
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
    } else if (!text.isEmpty()) {
      int start = 0;
      int end = separator.isEmpty() ? -1 : text.indexOf(separator);
      while (end >= 0) {
        lookAtHeap(parts.size());
        parts.add(text.substring(start, end));
        start = end + separator.length();
        end = text.indexOf(separator, start);
      }
      parts.add(text.substring(start));
    }
    if (nullText != null) {
      parts.replaceAll(part -> nullText.equals(part) ? null : part);
    }
    return parts;
  }

  /** Looks at the heap now and then while a list of strings grows. */
  static void lookAtHeap(int count) {
    if (count % PARTS_A_LOOK == 0) {
      HeapGuard.require(PARTS_A_LOOK * PART_BYTES);
    }
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
