package org.orrery.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.limit.HeapGuard;

/**
 * Byte strings: see {@link PhysicalKind#BYTES}. All values lie in one shared array, each at its own
 * offset, so a dictionary block decodes without copying values.
 */
public final class BytesVector extends Vector {

  private byte[] data;
  private int dataUsed;
  private final int[] offsets;
  private final int[] lengths;
  private boolean isDataShared;
  private @Nullable Dictionary dictionary;
  private int @Nullable [] codes;

  /** A vector of {@code capacity} empty strings. */
  public BytesVector(int capacity) {
    super(capacity);
    this.data = new byte[0];
    this.offsets = new int[capacity];
    this.lengths = new int[capacity];
  }

  /** The array that all values lie in. Changes when values are set. */
  public byte[] data() {
    return data;
  }

  /** Where each row's value begins in {@link #data()}. */
  public int[] offsets() {
    return offsets;
  }

  /** The length of each row's value in bytes. */
  public int[] lengths() {
    return lengths;
  }

  /** The dictionary whose {@link #codes()} these values are, or null when there is none. */
  public @Nullable Dictionary dictionary() {
    return dictionary;
  }

  /** Each row's code in {@link #dictionary()} (unspecified for NULL rows); null without one. */
  public int @Nullable [] codes() {
    return codes;
  }

  /** Sets a value by copying {@code length} bytes. */
  public void setBytes(int row, byte[] source, int offset, int length) {
    int at = reserve(length);
    System.arraycopy(source, offset, data, at, length);
    offsets[row] = at;
    lengths[row] = length;
  }

  /** Sets a value from a string, as UTF-8. */
  public void setString(int row, String value) {
    byte[] bytes =
        value.length() < HeapGuard.REQUEST_BYTES_MIN
            ? value.getBytes(StandardCharsets.UTF_8)
            : HeapGuard.allocate(2L * value.length(), () -> value.getBytes(StandardCharsets.UTF_8));
    setBytes(row, bytes, 0, bytes.length);
  }

  /** The value of a row that is not NULL, decoded as UTF-8. Not for hot paths. */
  public String getString(int row) {
    int length = lengths[row];
    if (length < HeapGuard.REQUEST_BYTES_MIN) {
      return new String(data, offsets[row], length, StandardCharsets.UTF_8);
    }
    return HeapGuard.allocate(
        2L * length, () -> new String(data, offsets[row], length, StandardCharsets.UTF_8));
  }

  /** The value of a row that is not NULL, copied. */
  public byte[] getBytes(int row) {
    return ByteArrays.copy(data, offsets[row], lengths[row]);
  }

  /** Compares two values as unsigned bytes, which for UTF-8 is code-point order. */
  public static int compare(BytesVector a, int rowA, BytesVector b, int rowB) {
    return Arrays.compareUnsigned(
        a.data,
        a.offsets[rowA],
        a.offsets[rowA] + a.lengths[rowA],
        b.data,
        b.offsets[rowB],
        b.offsets[rowB] + b.lengths[rowB]);
  }

  /**
   * Makes the rows refer to {@code shared} (which is never written to) by {@link #offsets()} and
   * {@link #lengths()}, which the caller fills.
   */
  public void shareData(byte[] shared) {
    data = shared;
    dataUsed = shared.length;
    isDataShared = true;
    dictionary = null;
    codes = null;
  }

  /** Makes the first {@code rowCount} rows the values of {@code newCodes}, which it keeps. */
  public void setCodes(Dictionary newDictionary, int[] newCodes, int rowCount) {
    shareData(newDictionary.data());
    int[] starts = newDictionary.offsets();
    for (int row = 0; row < rowCount; row++) {
      int code = newCodes[row];
      offsets[row] = starts[code];
      lengths[row] = starts[code + 1] - starts[code];
    }
    dictionary = newDictionary;
    codes = newCodes;
  }

  private int reserve(int length) {
    if (isDataShared || dictionary != null) {
      data = ByteArrays.copy(data, 0, Math.max(64, Math.addExact(dataUsed, length)));
      isDataShared = false;
      dictionary = null;
      codes = null;
    } else if (data.length - dataUsed < length) {
      data = ByteArrays.grown(data, dataUsed, length);
    }
    int at = dataUsed;
    dataUsed += length;
    return at;
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.BYTES;
  }

  @Override
  public void clear() {
    super.clear();
    if (isDataShared) {
      data = new byte[0];
      isDataShared = false;
    }
    dataUsed = 0;
    dictionary = null;
    codes = null;
  }

  @Override
  public void copyFrom(Vector source, int sourceRow, int targetRow) {
    if (source.isNull(sourceRow)) {
      setNull(targetRow);
    } else {
      setNotNull(targetRow);
      var from = (BytesVector) source;
      setBytes(targetRow, from.data, from.offsets[sourceRow], from.lengths[sourceRow]);
    }
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : getBytes(row);
  }

  @Override
  public void set(int row, @Nullable Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setNotNull(row);
      byte[] bytes = (byte[]) value;
      setBytes(row, bytes, 0, bytes.length);
    }
  }

  @Override
  public long retainedBytes() {
    return data.length + 8L * offsets.length;
  }
}
