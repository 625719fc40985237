package org.orrery.sql.function.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.BytesVector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.BuiltinTypes;

/** Arrays of text. */
public final class TextArrays {

  private TextArrays() {}

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
