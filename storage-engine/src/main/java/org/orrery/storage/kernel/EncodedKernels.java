package org.orrery.storage.kernel;

import org.orrery.storage.codec.BlockLimits;
import org.orrery.storage.codec.IntegerCodec;
import org.orrery.storage.codec.IntegerDecoder;

/**
 * Aggregates and filters an encoded stream of integers in its own domain: a constant costs nothing,
 * an unpatched frame of reference is never widened to longs. Owns scratch; not thread-safe.
 */
public final class EncodedKernels {

  private final long[] longs = new long[BlockLimits.BLOCK_ROWS_MAX];

  /** Adds all values to {@code sum}, exactly. */
  public void sum(IntegerDecoder block, WideSum sum) {
    if (block.codec() == IntegerCodec.CONST) {
      sum.addTimes(block.base(), block.count());
    } else if (block.isPlainInts()) {
      sum.add(SumKernels.sumUnsigned(block.unpackInts(), 0, block.count()));
      sum.addTimes(block.base(), block.count());
    } else {
      block.decode(longs, 0);
      SumKernels.sum(longs, 0, block.count(), sum);
    }
  }

  /** The least value. */
  public long min(IntegerDecoder block) {
    if (block.codec() == IntegerCodec.CONST) {
      return block.base();
    }
    if (block.isPlainInts()) {
      int least = MinMaxKernels.minUnsigned(block.unpackInts(), 0, block.count());
      return block.base() + Integer.toUnsignedLong(least);
    }
    block.decode(longs, 0);
    return MinMaxKernels.min(longs, 0, block.count());
  }

  /** The greatest value. */
  public long max(IntegerDecoder block) {
    if (block.codec() == IntegerCodec.CONST) {
      return block.base();
    }
    if (block.isPlainInts()) {
      int greatest = MinMaxKernels.maxUnsigned(block.unpackInts(), 0, block.count());
      return block.base() + Integer.toUnsignedLong(greatest);
    }
    block.decode(longs, 0);
    return MinMaxKernels.max(longs, 0, block.count());
  }

  /** Writes the positions of values in [low, high] to {@code selection} and returns their count. */
  public int between(IntegerDecoder block, long low, long high, int[] selection) {
    if (block.codec() == IntegerCodec.CONST) {
      boolean isInside = block.base() >= low && block.base() <= high;
      return isInside ? all(block.count(), selection) : 0;
    }
    if (block.isPlainInts() && block.width() < Integer.SIZE - 1 && isFarFromOverflow(block)) {
      long base = block.base();
      long limit = 1L << block.width();
      if (high < base || low >= base + limit) {
        return 0;
      }
      int least = (int) (Math.max(low, base) - base);
      int greatest = (int) (Math.min(high, base + limit) - base);
      return between(block.unpackInts(), block.count(), least, greatest, selection);
    }
    block.decode(longs, 0);
    return FilterKernels.between(longs, 0, block.count(), low, high, selection);
  }

  private static boolean isFarFromOverflow(IntegerDecoder block) {
    return Math.abs(block.base()) < Long.MAX_VALUE >> 1 && block.base() != Long.MIN_VALUE;
  }

  /** All numbers have 31 bits, so the sign of a difference tells the order without a branch. */
  private static int between(int[] values, int count, int low, int high, int[] selection) {
    int selected = 0;
    for (int i = 0; i < count; i++) {
      selection[selected] = i;
      selected += (((values[i] - low) | (high - values[i])) >>> 31) ^ 1;
    }
    return selected;
  }

  private static int all(int count, int[] selection) {
    for (int i = 0; i < count; i++) {
      selection[i] = i;
    }
    return count;
  }
}
