package org.orrery.sql.function.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.sql.function.Accumulator;

/**
 * {@code string_agg}: values in the order they come, the row's delimiter before each but the first.
 */
final class StringAccumulator extends ColumnAccumulator {

  private @Nullable ByteSink[] texts = new ByteSink[0];

  /** Bytes of the first value's delimiter, which only a merge behind other values needs. */
  private byte[][] firstDelimiters = new byte[0][];

  @Override
  int capacity() {
    return texts.length;
  }

  @Override
  void grow(int count) {
    int from = texts.length;
    texts = Arrays.copyOf(texts, count);
    firstDelimiters = Arrays.copyOf(firstDelimiters, count);
    Arrays.fill(firstDelimiters, from, count, new byte[0]);
  }

  @Override
  void addRows(Vector[] arguments, int @Nullable [] selection, int count, int[] groups) {
    for (int i = 0; i < count; i++) {
      addRow(arguments, selection == null ? i : selection[i], groups[i]);
    }
  }

  @Override
  void addRowsToGroup(Vector[] arguments, int @Nullable [] selection, int count, int group) {
    for (int i = 0; i < count; i++) {
      addRow(arguments, selection == null ? i : selection[i], group);
    }
  }

  private void addRow(Vector[] arguments, int row, int group) {
    var value = (BytesVector) arguments[0];
    var delimiter = (BytesVector) arguments[1];
    boolean hasDelimiter = !delimiter.isNull(row);
    ByteSink text = texts[group];
    if (text == null) {
      text = new ByteSink(Math.max(16, value.lengths()[row]));
      texts[group] = text;
      firstDelimiters[group] = hasDelimiter ? delimiter.getBytes(row) : new byte[0];
    } else if (hasDelimiter) {
      text.writeBytes(delimiter.data(), delimiter.offsets()[row], delimiter.lengths()[row]);
    }
    text.writeBytes(value.data(), value.offsets()[row], value.lengths()[row]);
  }

  @Override
  public void merge(Accumulator other, int[] groups) {
    var from = (StringAccumulator) other;
    for (int i = 0; i < groups.length && i < from.texts.length; i++) {
      ByteSink more = from.texts[i];
      if (more == null) {
        continue;
      }
      ByteSink text = texts[groups[i]];
      if (text == null) {
        texts[groups[i]] = more;
        firstDelimiters[groups[i]] = from.firstDelimiters[i];
      } else {
        text.writeBytes(from.firstDelimiters[i], 0, from.firstDelimiters[i].length);
        text.writeBytes(more.array(), 0, more.length());
      }
    }
  }

  @Override
  public void results(int firstGroup, int count, Vector target) {
    for (int row = 0; row < count; row++) {
      ByteSink text = texts[firstGroup + row];
      if (text == null) {
        target.setNull(row);
      } else {
        ((BytesVector) target).setBytes(row, text.array(), 0, text.length());
      }
    }
  }

  @Override
  public long retainedBytes() {
    long bytes = 16L * texts.length;
    for (ByteSink text : texts) {
      bytes += text == null ? 0 : 32L + text.array().length;
    }
    return bytes;
  }
}
