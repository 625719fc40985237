package org.orrery.storage.segment;

import org.orrery.data.BytesVector;
import org.orrery.data.DoubleVector;
import org.orrery.data.IntervalVector;
import org.orrery.data.LongVector;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.Vector;
import org.orrery.storage.codec.Decimalizer;
import org.orrery.storage.kernel.SumKernels;
import org.orrery.storage.kernel.WideSum;

/** Computes a block's statistics from its values. */
final class StatisticsCollector {

  private StatisticsCollector() {}

  /**
   * Fills an entry with first, last, min, max, nulls and sum of rows [from, from + rows).
   *
   * @param decimalExponent for doubles: the exponent under which all are decimals, or {@link
   *     Decimalizer#NOT_DECIMAL}
   */
  static void collect(
      Vector vector, int from, int rows, int decimalExponent, ColumnStatistics target, int entry) {
    int end = from + rows;
    int least = -1;
    int greatest = -1;
    int nulls = 0;
    for (int i = from; i < end; i++) {
      if (vector.isNull(i)) {
        nulls++;
      } else if (least < 0) {
        least = i;
        greatest = i;
      } else if (ValueOrder.compare(vector, i, vector, least) < 0) {
        least = i;
      } else if (ValueOrder.compare(vector, i, vector, greatest) > 0) {
        greatest = i;
      }
    }
    target.setNullCount(entry, nulls);
    long flags = 0;
    if (!set(vector, from, target.firsts(), entry)) {
      flags |= SegmentFormat.FLAG_NO_FIRST;
    }
    if (!set(vector, end - 1, target.lasts(), entry)) {
      flags |= SegmentFormat.FLAG_NO_LAST;
    }
    boolean isMinKept = set(vector, least, target.minima(), entry);
    boolean isMaxKept = set(vector, greatest, target.maxima(), entry);
    if (!isMinKept || !isMaxKept) {
      flags |= SegmentFormat.FLAG_NO_MIN_MAX;
      target.minima().setNull(entry);
      target.maxima().setNull(entry);
    }
    target.setFlags(entry, flags);
    target.setSum(entry, least < 0 ? Sum.ABSENT : sum(vector, from, end, decimalExponent));
  }

  /** Copies a value (row -1: NULL); false when it is too long to keep. */
  private static boolean set(Vector vector, int row, Vector target, int entry) {
    if (row < 0 || vector.isNull(row)) {
      target.setNull(entry);
      return true;
    }
    if (vector instanceof BytesVector bytes
        && bytes.lengths()[row] > SegmentFormat.STATISTIC_BYTES_MAX) {
      target.setNull(entry);
      return false;
    }
    target.copyFrom(vector, row, entry);
    return true;
  }

  private static Sum sum(Vector vector, int from, int end, int decimalExponent) {
    return switch (vector) {
      case LongVector v -> sumLongs(v, from, end);
      case DoubleVector v ->
          decimalExponent >= 0
              ? sumDecimals(v, from, end, decimalExponent)
              : Sum.ofDouble(sumDoubles(v, from, end));
      case NumericVector v -> sumNumerics(v, from, end);
      case BytesVector _, IntervalVector _ -> Sum.ABSENT;
    };
  }

  private static Sum sumLongs(LongVector vector, int from, int end) {
    var sum = new WideSum();
    if (!vector.mayHaveNulls()) {
      SumKernels.sum(vector.values(), from, end, sum);
    } else {
      for (int i = from; i < end; i++) {
        if (!vector.isNull(i)) {
          sum.add(vector.getLong(i));
        }
      }
    }
    return new Sum(0, sum.high(), sum.low(), null);
  }

  private static Sum sumDecimals(DoubleVector vector, int from, int end, int exponent) {
    var sum = new WideSum();
    for (int i = from; i < end; i++) {
      if (!vector.isNull(i)) {
        sum.add(Decimalizer.mantissa(vector.getDouble(i), exponent));
      }
    }
    return new Sum(exponent, sum.high(), sum.low(), null);
  }

  /** Neumaier's compensated sum, in row order; infinities and NaN follow IEEE addition. */
  private static double sumDoubles(DoubleVector vector, int from, int end) {
    double sum = 0;
    double lost = 0;
    for (int i = from; i < end; i++) {
      if (!vector.isNull(i)) {
        double value = vector.getDouble(i);
        double next = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
        sum = next;
      }
    }
    return Double.isFinite(sum) ? sum + lost : sum;
  }

  private static Sum sumNumerics(NumericVector vector, int from, int end) {
    Numeric sum = Numeric.ZERO;
    for (int i = from; i < end; i++) {
      if (!vector.isNull(i)) {
        sum = Sum.add(sum, vector.getNumeric(i));
      }
    }
    return new Sum(Sum.NONE, 0, 0, sum);
  }

  /**
   * Merges an entry of {@code source} into entry 0 of {@code total}, which covers the blocks before
   * it.
   */
  static void merge(ColumnStatistics source, int entry, boolean isFirst, ColumnStatistics total) {
    long flags = isFirst ? source.flags(entry) & SegmentFormat.FLAG_NO_FIRST : total.flags(0);
    flags = flags & ~SegmentFormat.FLAG_NO_LAST;
    flags |= source.flags(entry) & SegmentFormat.FLAG_NO_LAST;
    flags |= source.flags(entry) & SegmentFormat.FLAG_NO_MIN_MAX;
    total.lasts().copyFrom(source.lasts(), entry, 0);
    if (isFirst) {
      total.firsts().copyFrom(source.firsts(), entry, 0);
      total.minima().copyFrom(source.minima(), entry, 0);
      total.maxima().copyFrom(source.maxima(), entry, 0);
      total.setNullCount(0, source.nullCountLong(entry));
      total.setSum(0, source.sum(entry));
      total.setCodec(0, source.codec(entry));
    } else {
      keep(source.minima(), entry, total.minima(), -1);
      keep(source.maxima(), entry, total.maxima(), 1);
      total.setNullCount(0, total.nullCountLong(0) + source.nullCountLong(entry));
      total.setSum(0, total.sum(0).plus(source.sum(entry)));
    }
    if ((flags & SegmentFormat.FLAG_NO_MIN_MAX) != 0) {
      total.minima().setNull(0);
      total.maxima().setNull(0);
    }
    total.setFlags(0, flags);
  }

  private static void keep(Vector source, int entry, Vector total, int sign) {
    if (source.isNull(entry)) {
      return;
    }
    if (total.isNull(0) || ValueOrder.compare(source, entry, total, 0) * sign > 0) {
      total.copyFrom(source, entry, 0);
    }
  }
}
