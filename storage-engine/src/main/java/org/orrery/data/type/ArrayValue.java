package org.orrery.data.type;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;

/**
 * An array taken apart: its dimensions and its elements in row-major order.
 *
 * <p>In memory an array is PostgreSQL's binary form: int32 number of dimensions, int32 1 when an
 * element is NULL, int32 OID of the element type; per dimension int32 size and int32 lower bound;
 * per element int32 length (-1 for NULL) and the element's binary form.
 *
 * @param elementType the elements' type
 * @param sizes size of each dimension; none for an empty array
 * @param lowerBounds first index of each dimension
 * @param elements one row per element
 */
public record ArrayValue(SqlType elementType, int[] sizes, int[] lowerBounds, Vector elements) {

  /** The most dimensions an array may have. */
  public static final int DIMENSIONS_MAX = 6;

  /** The most elements an array may have. */
  public static final int ELEMENTS_MAX = 134_217_727;

  private static final int HEADER_BYTES = 12;

  /** A one-dimensional array from index 1 over the first {@code count} rows of a vector. */
  public static ArrayValue of(SqlType elementType, Vector elements, int count) {
    return count == 0
        ? empty(elementType)
        : new ArrayValue(elementType, new int[] {count}, new int[] {1}, elements);
  }

  /** An array without elements and dimensions. */
  public static ArrayValue empty(SqlType elementType) {
    return new ArrayValue(
        elementType, new int[0], new int[0], Vector.allocate(elementType.kind(), 0));
  }

  /** Takes apart a row of a column whose type is an array of {@code elementType}. */
  public static ArrayValue read(SqlType elementType, BytesVector source, int row) {
    return read(elementType, source.data(), source.offsets()[row], source.lengths()[row]);
  }

  /**
   * Takes apart an array's binary form.
   *
   * @throws OrreryException {@code 22P03}, {@code 42804}, or an element's error
   */
  public static ArrayValue read(SqlType elementType, byte[] bytes, int offset, int length) {
    int end = offset + length;
    int count = checkHeader(elementType, bytes, offset, length);
    int dimensions = Ascii.readInt(bytes, offset);
    int[] sizes = new int[dimensions];
    int[] lowerBounds = new int[dimensions];
    int at = offset + HEADER_BYTES;
    for (int i = 0; i < dimensions; i++, at += 8) {
      sizes[i] = Ascii.readInt(bytes, at);
      lowerBounds[i] = Ascii.readInt(bytes, at + 4);
    }
    Vector elements = Vector.allocate(elementType.kind(), count);
    for (int i = 0; i < count; i++) {
      if (end - at < 4) {
        throw TypeErrors.insufficientData();
      }
      int size = Ascii.readInt(bytes, at);
      at += 4;
      if (size == -1) {
        elements.setNull(i);
      } else if (size < 0 || size > end - at) {
        throw TypeErrors.insufficientData();
      } else {
        elementType.codec().parseBinary(bytes, at, size, Typmods.NONE, elements, i);
        at += size;
      }
    }
    if (at != end) {
      throw TypeErrors.badBinary();
    }
    return new ArrayValue(elementType, sizes, lowerBounds, elements);
  }

  /** Checks everything before the elements and counts them. */
  private static int checkHeader(SqlType elementType, byte[] bytes, int offset, int length) {
    if (length < HEADER_BYTES) {
      throw TypeErrors.insufficientData();
    }
    int dimensions = Ascii.readInt(bytes, offset);
    if (dimensions < 0) {
      throw OrreryException.of(
          SqlState.INVALID_BINARY_REPRESENTATION, "invalid number of dimensions: %d", dimensions);
    }
    if (dimensions > DIMENSIONS_MAX) {
      throw tooManyDimensions(dimensions);
    }
    int flags = Ascii.readInt(bytes, offset + 4);
    if (flags != 0 && flags != 1) {
      throw OrreryException.of(SqlState.INVALID_BINARY_REPRESENTATION, "invalid array flags");
    }
    int elementOid = Ascii.readInt(bytes, offset + 8);
    if (elementOid != elementType.oid()) {
      throw OrreryException.of(
          SqlState.DATATYPE_MISMATCH,
          "binary data has array element type %d (%s) instead of expected %d (%s)",
          elementOid & 0xffff_ffffL,
          TypeNames.formatOid(elementOid),
          elementType.oid() & 0xffff_ffffL,
          TypeNames.format(elementType, Typmods.NONE));
    }
    if (length < HEADER_BYTES + 8 * dimensions) {
      throw TypeErrors.insufficientData();
    }
    long count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      int size = Ascii.readInt(bytes, offset + HEADER_BYTES + 8 * i);
      if (size < 0) {
        throw TypeErrors.badBinary();
      }
      count *= size;
      checkCount(count);
    }
    // Every element has a length of its own, so more cannot be there.
    if (count > (length - HEADER_BYTES) / 4) {
      throw TypeErrors.insufficientData();
    }
    return (int) count;
  }

  static void checkCount(long count) {
    if (count > ELEMENTS_MAX) {
      throw OrreryException.of(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "array size exceeds the maximum allowed (%d)",
          ELEMENTS_MAX);
    }
  }

  static OrreryException tooManyDimensions(int dimensions) {
    return OrreryException.of(
        SqlState.PROGRAM_LIMIT_EXCEEDED,
        "number of array dimensions (%d) exceeds the maximum allowed (%d)",
        dimensions,
        DIMENSIONS_MAX);
  }

  /** Number of elements in all dimensions. */
  public int count() {
    int count = sizes.length == 0 ? 0 : 1;
    for (int size : sizes) {
      count *= size;
    }
    return count;
  }

  /** Number of dimensions; 0 when the array is empty. */
  public int dimensions() {
    return sizes.length;
  }

  /** Appends the binary form. */
  public void write(ByteSink sink) {
    int count = count();
    boolean hasNulls = false;
    for (int i = 0; i < count && !hasNulls; i++) {
      hasNulls = elements.isNull(i);
    }
    sink.writeInt(count == 0 ? 0 : sizes.length);
    sink.writeInt(hasNulls ? 1 : 0);
    sink.writeInt(elementType.oid());
    for (int i = 0; i < sizes.length && count > 0; i++) {
      sink.writeInt(sizes[i]);
      sink.writeInt(lowerBounds[i]);
    }
    for (int i = 0; i < count; i++) {
      if (elements.isNull(i)) {
        sink.writeInt(-1);
        continue;
      }
      int lengthAt = sink.length();
      sink.writeInt(0);
      elementType.codec().formatBinary(elements, i, sink);
      sink.putInt(lengthAt, sink.length() - lengthAt - 4);
    }
  }

  /** Stores the array in a row, which becomes not NULL. */
  public void store(BytesVector target, int row) {
    var sink = new ByteSink(64);
    write(sink);
    target.setNotNull(row);
    target.setBytes(row, sink.array(), 0, sink.length());
  }
}
