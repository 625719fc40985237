package org.orrery.storage.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;

/**
 * Writes streams of up to 1,024 integers; {@link ColumnEncoder} documents the bytes. Allocates
 * nothing after construction. Not thread-safe.
 */
final class IntegerEncoder {

  private final CodecChooser chooser;

  /** Writes the stream that a stream is made of; null when this is such a one. */
  private final @Nullable IntegerEncoder parts;

  private final long[] partValues = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final int[] ints = new int[BlockLimits.BLOCK_ROWS_MAX];
  private final int[] intWords = new int[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] longs = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] longWords = new long[BlockLimits.BLOCK_ROWS_MAX];
  private final int[] positions = new int[BlockLimits.BLOCK_ROWS_MAX];
  private final long[] distances = new long[BlockLimits.BLOCK_ROWS_MAX];

  IntegerEncoder() {
    this(false);
  }

  private IntegerEncoder(boolean isPart) {
    chooser = new CodecChooser(isPart);
    parts = isPart ? null : new IntegerEncoder(true);
  }

  /** Appends {@code values[0..count)} in the smallest codec and returns it. */
  IntegerCodec encode(long[] values, int count, EncodeBuffer target) {
    chooser.choose(values, count);
    IntegerCodec codec = chooser.codec();
    target.putByte(codec.code());
    switch (codec) {
      case CONST -> target.putZigZag(chooser.min());
      case RAW -> encodeRaw(values, count, target);
      case FOR -> {
        target.putByte(chooser.window().width());
        encodeWindow(values, 0, count, chooser.window(), target);
      }
      case DELTA_FOR -> {
        target.putByte(chooser.window().width());
        target.putZigZag(values[0]);
        encodeWindow(chooser.deltas(), 1, count, chooser.window(), target);
      }
      case LINEAR_FOR -> {
        target.putByte(chooser.window().width());
        Line line = chooser.line();
        target.putZigZag(line.first());
        target.putZigZag(line.step());
        target.putVarint(line.fraction());
        encodeWindow(chooser.distances(), 0, count, chooser.window(), target);
      }
      case FACTOR -> encodeMultiples(values, count, target);
    }
    return codec;
  }

  private void encodeMultiples(long[] values, int count, EncodeBuffer target) {
    long base = chooser.min();
    long factor = chooser.factor();
    for (int i = 0; i < count; i++) {
      partValues[i] = (values[i] - base) / factor;
    }
    target.putZigZag(base);
    target.putVarint(factor);
    if (parts == null) {
      throw Invariant.broken("a part of a stream is made of another");
    }
    parts.encode(partValues, count, target);
  }

  private void encodeRaw(long[] values, int count, EncodeBuffer target) {
    int bytes = chooser.rawBytes();
    long base = chooser.min();
    target.putByte(bytes);
    target.putZigZag(base);
    for (int i = 0; i < count; i++) {
      target.putTruncated(values[i] - base, bytes);
    }
  }

  private void encodeWindow(
      long[] values, int from, int count, PackWindow window, EncodeBuffer target) {
    target.putZigZag(window.base());
    target.putVarint(window.exceptionCount());
    if (window.exceptionCount() > 0) {
      target.putByte(window.exceptionBytes());
    }
    int exceptions = split(values, from, count, window);
    pack(count, window.width(), target);
    for (int i = 0; i < exceptions; i++) {
      target.putShort(positions[i]);
    }
    for (int i = 0; i < exceptions; i++) {
      target.putTruncated(distances[i], window.exceptionBytes());
    }
  }

  /** Fills {@link #longs} with the words to pack and collects the exceptions. */
  private int split(long[] values, int from, int count, PackWindow window) {
    long base = window.base();
    int width = window.width();
    longs[0] = 0;
    for (int i = from; i < count; i++) {
      longs[i] = values[i] - base;
    }
    Arrays.fill(longs, count, roundUp(count), 0);
    if (window.exceptionCount() == 0) {
      return 0;
    }
    int exceptions = 0;
    for (int i = from; i < count; i++) {
      if (longs[i] >>> width != 0) {
        positions[exceptions] = i;
        distances[exceptions++] = EncodeBuffer.zigZag(longs[i]);
        longs[i] = 0;
      }
    }
    return exceptions;
  }

  private void pack(int count, int width, EncodeBuffer target) {
    if (width <= Integer.SIZE) {
      for (int i = 0; i < roundUp(count); i++) {
        ints[i] = (int) longs[i];
      }
      BitPack32.pack(ints, count, width, intWords);
      target.putInts(intWords, BitPack32.wordCount(count, width));
    } else {
      BitPack64.pack(longs, count, width, longWords);
      target.putLongs(longWords, 0, BitPack64.wordCount(count, width));
    }
  }

  private static int roundUp(int count) {
    return (count + BitPack32.LANES - 1) / BitPack32.LANES * BitPack32.LANES;
  }
}
