package org.orrery.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.storage.codec.BlockCodec;
import org.orrery.storage.codec.ColumnDecoder;
import org.orrery.storage.codec.ColumnEncoder;
import org.orrery.storage.codec.EncodeBuffer;

/**
 * Statistics of up to 1,024 consecutive blocks of one column as a structure of arrays; entry {@code
 * i} is the page's block {@code i}. Immutable once read or written.
 */
public final class ColumnStatistics {

  private final SegmentColumn column;
  private final LongVector offsets;
  private final LongVector lengths;
  private final LongVector codecs;
  private final LongVector nullCounts;
  private final LongVector crcs;
  private final LongVector flags;
  private final Vector firsts;
  private final Vector lasts;
  private final Vector minima;
  private final Vector maxima;
  private final LongVector sumExponents;
  private final LongVector sumHighs;
  private final LongVector sumLows;
  private final @Nullable NumericVector numericSums;

  ColumnStatistics(SegmentColumn column, int capacity) {
    this.column = column;
    offsets = new LongVector(capacity);
    lengths = new LongVector(capacity);
    codecs = new LongVector(capacity);
    nullCounts = new LongVector(capacity);
    crcs = new LongVector(capacity);
    flags = new LongVector(capacity);
    firsts = Vector.allocate(column.kind(), capacity);
    lasts = Vector.allocate(column.kind(), capacity);
    minima = Vector.allocate(column.kind(), capacity);
    maxima = Vector.allocate(column.kind(), capacity);
    sumExponents = new LongVector(capacity);
    sumHighs = new LongVector(capacity);
    sumLows = new LongVector(capacity);
    numericSums = column.kind() == PhysicalKind.NUMERIC ? new NumericVector(capacity) : null;
  }

  /** The column. */
  public SegmentColumn column() {
    return column;
  }

  /** Byte in the file at which a block begins. */
  public long offset(int entry) {
    return offsets.getLong(entry);
  }

  /** Bytes of a block without its padding. */
  public long length(int entry) {
    return lengths.getLong(entry);
  }

  /** How a block's values are stored. */
  public BlockCodec codec(int entry) {
    return BlockCodec.ofCode(codecs.getLong(entry));
  }

  /** NULLs in a block. */
  public int nullCount(int entry) {
    return (int) nullCounts.getLong(entry);
  }

  /** Values of each block's first row; NULL also when too long to be kept. */
  public Vector firsts() {
    return firsts;
  }

  /** Values of each block's last row; NULL also when too long to be kept. */
  public Vector lasts() {
    return lasts;
  }

  /**
   * Whether {@link #minima()} and {@link #maxima()} bound a block (NULL when it has only NULLs).
   */
  public boolean hasBounds(int entry) {
    return (flags.getLong(entry) & SegmentFormat.FLAG_NO_MIN_MAX) == 0;
  }

  /** Least value of each block. */
  public Vector minima() {
    return minima;
  }

  /** Greatest value of each block. */
  public Vector maxima() {
    return maxima;
  }

  /** The sum of a block. */
  public Sum sum(int entry) {
    var numeric =
        numericSums == null || numericSums.isNull(entry) ? null : numericSums.getNumeric(entry);
    return new Sum(
        (int) sumExponents.getLong(entry),
        sumHighs.getLong(entry),
        sumLows.getLong(entry),
        numeric);
  }

  /** One entry as objects. */
  BlockStats toBlockStats(int entry, long rows) {
    return new BlockStats(
        column.columnId(),
        codec(entry),
        rows,
        nullCounts.getLong(entry),
        hasBounds(entry),
        firsts.get(entry),
        lasts.get(entry),
        minima.get(entry),
        maxima.get(entry),
        sum(entry));
  }

  int crc(int entry) {
    return (int) crcs.getLong(entry);
  }

  long flags(int entry) {
    return flags.getLong(entry);
  }

  void setFlags(int entry, long value) {
    flags.setLong(entry, value);
  }

  void setCodec(int entry, BlockCodec codec) {
    codecs.setLong(entry, codec.code());
  }

  void setNullCount(int entry, long value) {
    nullCounts.setLong(entry, value);
  }

  long nullCountLong(int entry) {
    return nullCounts.getLong(entry);
  }

  void setLocation(int entry, long offset, long length, int crc) {
    offsets.setLong(entry, offset);
    lengths.setLong(entry, length);
    crcs.setLong(entry, crc & 0xFFFF_FFFFL);
  }

  void setSum(int entry, Sum sum) {
    sumExponents.setLong(entry, sum.exponent());
    sumHighs.setLong(entry, sum.high());
    sumLows.setLong(entry, sum.low());
    if (numericSums != null) {
      numericSums.set(entry, sum.numeric());
    }
  }

  private Vector[] arrays() {
    Vector[] arrays = {
      offsets,
      lengths,
      codecs,
      nullCounts,
      crcs,
      flags,
      firsts,
      lasts,
      minima,
      maxima,
      sumExponents,
      sumHighs,
      sumLows
    };
    if (numericSums == null) {
      return arrays;
    }
    Vector[] all = Arrays.copyOf(arrays, arrays.length + 1);
    all[arrays.length] = numericSums;
    return all;
  }

  /** Appends the first {@code entries} entries. */
  void encode(int entries, ColumnEncoder encoder, EncodeBuffer target) {
    for (Vector array : arrays()) {
      encoder.encode(array, 0, entries, target);
    }
  }

  static ColumnStatistics decode(
      SegmentColumn column,
      int entries,
      MemorySegment source,
      long offset,
      long length,
      ColumnDecoder decoder) {
    var statistics = new ColumnStatistics(column, entries);
    long at = offset;
    for (Vector array : statistics.arrays()) {
      at += decoder.decode(source, at, offset + length - at, array);
    }
    return statistics;
  }
}
