package org.orrery.storage.hot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Dictionary;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/**
 * Byte strings. A slab is dictionary-coded while the column has few distinct values, else its bytes
 * lie back to back. The int of a row is its code, or where its bytes end in the slab's.
 */
public final class BytesColumn extends HotColumn {

  /** A slab that starts with more distinct values than this is not coded. */
  static final int DISTINCT_MAX = 8192;

  private static final byte[] NO_BYTES = {};

  private final SeriesDictionary dictionary = new SeriesDictionary();
  private final IntSlabs ints = new IntSlabs();

  /** Bytes of slabs that are not coded; null for those that are. */
  private volatile byte[] @Nullable [] raw = new byte[0] @Nullable [];

  private long rawBytes;

  BytesColumn(int columnId) {
    super(columnId);
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.BYTES;
  }

  @Override
  void append(int at, Vector source, int @Nullable [] positions, int from, int count) {
    var vector = (BytesVector) source;
    nulls.append(at, source, positions, from, count);
    int done = 0;
    while (done < count) {
      int row = at + done;
      int run = Math.min(count - done, Slabs.SLAB_ROWS - (row & Slabs.SLAB_MASK));
      if ((row & Slabs.SLAB_MASK) == 0) {
        startSlab(row >> Slabs.SLAB_BITS);
      }
      if (raw[row >> Slabs.SLAB_BITS] == null) {
        appendCoded(row, vector, positions, from + done, run);
      } else {
        appendRaw(row, vector, positions, from + done, run);
      }
      done += run;
    }
    dictionary.publish();
  }

  private void startSlab(int slab) {
    byte[] @Nullable [] directory = Arrays.copyOf(raw, slab + 1);
    directory[slab] = dictionary.size() <= DISTINCT_MAX ? null : NO_BYTES;
    raw = directory;
  }

  private void appendCoded(
      int at, BytesVector source, int @Nullable [] positions, int from, int count) {
    int[] known = source.codes();
    Dictionary theirs = source.dictionary();
    if (known != null && theirs != null && theirs.size() <= 4 * count) {
      int[] ours = new int[theirs.size()];
      for (int i = 0; i < count; i++) {
        int position = positions == null ? from + i : positions[from + i];
        if (source.isNull(position)) {
          ints.set(at + i, 0);
          continue;
        }
        int code = known[position];
        if (ours[code] == 0) {
          ours[code] = 1 + codeOf(source, position);
        }
        ints.set(at + i, ours[code] - 1);
      }
      return;
    }
    byte[] data = source.data();
    int last = -1;
    for (int i = 0; i < count; i++) {
      int position = positions == null ? from + i : positions[from + i];
      if (source.isNull(position)) {
        ints.set(at + i, 0);
        continue;
      }
      int offset = source.offsets()[position];
      int length = source.lengths()[position];
      if (last < 0 || !dictionary.isEqual(last, data, offset, length)) {
        last = dictionary.codeOf(data, offset, length);
      }
      ints.set(at + i, last);
    }
  }

  private int codeOf(BytesVector source, int position) {
    return dictionary.codeOf(source.data(), source.offsets()[position], source.lengths()[position]);
  }

  private void appendRaw(
      int at, BytesVector source, int @Nullable [] positions, int from, int count) {
    int slab = at >> Slabs.SLAB_BITS;
    int end = (at & Slabs.SLAB_MASK) == 0 ? 0 : ints.get(at - 1);
    long total = 0;
    for (int i = 0; i < count; i++) {
      int position = positions == null ? from + i : positions[from + i];
      total += source.isNull(position) ? 0 : source.lengths()[position];
    }
    byte[] target = roomFor(slab, end, total);
    for (int i = 0; i < count; i++) {
      int position = positions == null ? from + i : positions[from + i];
      if (!source.isNull(position)) {
        int length = source.lengths()[position];
        System.arraycopy(source.data(), source.offsets()[position], target, end, length);
        end += length;
      }
      ints.set(at + i, end);
    }
  }

  private byte[] roomFor(int slab, int used, long more) {
    byte[] bytes = raw[slab];
    if (bytes == null) {
      bytes = NO_BYTES;
    }
    if (used + more <= bytes.length) {
      return bytes;
    }
    if (used + more > Integer.MAX_VALUE - 8) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "values of a column exceed 2 GB in one hot slab");
    }
    long wanted = Math.min(Integer.MAX_VALUE - 8, Math.max(used + more, 2L * bytes.length));
    byte[] @Nullable [] directory = raw.clone();
    byte[] grown = Arrays.copyOf(bytes, (int) wanted);
    directory[slab] = grown;
    rawBytes += wanted - bytes.length;
    raw = directory;
    return grown;
  }

  @Override
  public void read(int from, int count, Vector target) {
    target.clear();
    var vector = (BytesVector) target;
    byte[] bytes = raw[from >> Slabs.SLAB_BITS];
    if (bytes != null) {
      readRaw(bytes, from, count, vector);
    } else {
      Dictionary values = dictionary.dictionary();
      if (values.size() > 0) {
        int[] codes = new int[vector.capacity()];
        ints.copyTo(from, count, codes);
        vector.setCodes(values, codes, count);
      } else {
        // Only NULLs so far: code 0 has no value yet.
        vector.shareData(NO_BYTES);
        Arrays.fill(vector.offsets(), 0, count, 0);
        Arrays.fill(vector.lengths(), 0, count, 0);
      }
    }
    nulls.copyTo(from, count, target);
  }

  private void readRaw(byte[] bytes, int from, int count, BytesVector target) {
    target.shareData(bytes);
    int[] offsets = target.offsets();
    int[] lengths = target.lengths();
    int start = (from & Slabs.SLAB_MASK) == 0 ? 0 : ints.get(from - 1);
    ints.copyTo(from, count, lengths);
    for (int i = 0; i < count; i++) {
      int end = lengths[i];
      offsets[i] = start;
      lengths[i] = end - start;
      start = end;
    }
  }

  @Override
  public void readRow(int row, Vector target, int targetRow) {
    if (isNull(row)) {
      target.setNull(targetRow);
      return;
    }
    target.setNotNull(targetRow);
    byte[] bytes = raw[row >> Slabs.SLAB_BITS];
    int value = ints.get(row);
    if (bytes == null) {
      Dictionary values = dictionary.dictionary();
      int start = values.offsets()[value];
      ((BytesVector) target)
          .setBytes(targetRow, values.data(), start, values.offsets()[value + 1] - start);
    } else {
      int start = (row & Slabs.SLAB_MASK) == 0 ? 0 : ints.get(row - 1);
      ((BytesVector) target).setBytes(targetRow, bytes, start, value - start);
    }
  }

  @Override
  long bytes() {
    return 4 * ints.capacity() + dictionary.bytes() + rawBytes + nulls.bytes();
  }
}
