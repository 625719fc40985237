package org.orrery.sql.function.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.Accumulator;
import org.orrery.sql.function.EvaluationContext;

/**
 * {@code json_agg}, {@code json_object_agg} and those of jsonb: the text between the brackets, in
 * the order the rows come, NULLs included.
 */
final class JsonAccumulator implements Accumulator {

  private final JsonPrinter printer;
  private final List<SqlType> types;
  private final boolean isBinary;
  private final String separator;
  private @Nullable ByteSink[] texts = new ByteSink[0];

  /** An array of one argument's values, or an object of the first one's keys. */
  JsonAccumulator(EvaluationContext context, List<SqlType> types, boolean isBinary) {
    this.printer = JsonPrinter.of(context);
    this.types = List.copyOf(types);
    this.isBinary = isBinary;
    this.separator =
        types.size() == 1 && JsonPrinter.isStructured(types.getFirst()) ? ", \n " : ", ";
  }

  private boolean isObject() {
    return types.size() == 2;
  }

  @Override
  public void ensureGroups(int count) {
    if (count > texts.length) {
      texts = Arrays.copyOf(texts, Math.max(count, Math.max(16, texts.length + texts.length / 2)));
    }
  }

  @Override
  public void add(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    for (int i = 0; i < count; i++) {
      addRow(arguments, selection == null ? i : selection[i], groups[i]);
    }
  }

  @Override
  public void addToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    for (int i = 0; i < count; i++) {
      addRow(arguments, selection == null ? i : selection[i], group);
    }
  }

  private void addRow(Vector[] arguments, int row, int group) {
    ByteSink text = texts[group];
    if (text == null) {
      text = new ByteSink(32);
      texts[group] = text;
    } else {
      text.writeString(separator);
    }
    if (isObject()) {
      if (arguments[0].isNull(row)) {
        throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "field name must not be null");
      }
      printer.writeKey(types.getFirst(), arguments[0], row, text);
      text.writeString(" : ");
    }
    printer.write(types.getLast(), arguments[types.size() - 1], row, text);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (JsonAccumulator) other;
    for (int i = 0; i < groups.length && i < from.texts.length; i++) {
      ByteSink more = from.texts[i];
      if (more == null) {
        continue;
      }
      ByteSink text = texts[groups[i]];
      if (text == null) {
        texts[groups[i]] = more;
      } else {
        text.writeString(separator);
        text.writeBytes(more.array(), 0, more.length());
      }
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    var whole = new ByteSink(64);
    for (int row = 0; row < count; row++) {
      ByteSink text = texts[firstGroup + row];
      if (text == null) {
        target.setNull(row);
        continue;
      }
      whole.truncate(0);
      whole.writeString(isObject() ? "{ " : "[");
      whole.writeBytes(text.array(), 0, text.length());
      whole.writeString(isObject() ? " }" : "]");
      JsonPrinter.store(whole, isBinary, target, row);
    }
  }

  @Override
  public long retainedBytes() {
    long bytes = 8L * texts.length;
    for (ByteSink text : texts) {
      bytes += text == null ? 0 : 32L + text.array().length;
    }
    return bytes;
  }
}
