package org.orrery.storage.hot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Numeric;
import org.orrery.data.NumericVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/** Decimal numbers; those beyond 64 bits, NaN and infinities are objects in slabs of their own. */
public final class NumericColumn extends HotColumn {

  private final LongSlabs mantissas = new LongSlabs();
  private final IntSlabs scales = new IntSlabs();
  private volatile @Nullable Numeric[] @Nullable [] big = new @Nullable Numeric[0] @Nullable [];
  private volatile int bigCount;

  NumericColumn(int columnId) {
    super(columnId);
  }

  @Override
  public PhysicalKind kind() {
    return PhysicalKind.NUMERIC;
  }

  @Override
  void append(int at, Vector source, int @Nullable [] positions, int from, int count) {
    var vector = (NumericVector) source;
    if (positions == null) {
      mantissas.append(at, vector.mantissas(), from, count);
      scales.append(at, vector.scales(), from, count);
    } else {
      mantissas.appendSelected(at, vector.mantissas(), positions, from, count);
      scales.appendSelected(at, vector.scales(), positions, from, count);
    }
    nulls.append(at, source, positions, from, count);
    if (vector.big() != null) {
      for (int i = 0; i < count; i++) {
        int position = positions == null ? from + i : positions[from + i];
        if (vector.isBig(position) && !vector.isNull(position)) {
          setBig(at + i, vector.getNumeric(position));
        }
      }
    }
  }

  private void setBig(int row, Numeric value) {
    int slab = row >> Slabs.SLAB_BITS;
    @Nullable Numeric[] @Nullable [] directory = big;
    @Nullable Numeric[] values = slab < directory.length ? directory[slab] : null;
    if (values == null) {
      values = new @Nullable Numeric[Slabs.SLAB_ROWS];
      directory = Arrays.copyOf(directory, Math.max(slab + 1, directory.length));
      directory[slab] = values;
      big = directory;
    }
    values[row & Slabs.SLAB_MASK] = value;
    int count = bigCount;
    bigCount = count + 1;
  }

  private @Nullable Numeric bigOf(int row) {
    @Nullable Numeric[] @Nullable [] directory = big;
    int slab = row >> Slabs.SLAB_BITS;
    @Nullable Numeric[] values = slab < directory.length ? directory[slab] : null;
    return values == null ? null : values[row & Slabs.SLAB_MASK];
  }

  @Override
  public void read(int from, int count, Vector target) {
    target.clear();
    var vector = (NumericVector) target;
    mantissas.copyTo(from, count, vector.mantissas());
    scales.copyTo(from, count, vector.scales());
    nulls.copyTo(from, count, target);
    if (bigCount > 0) {
      for (int i = 0; i < count; i++) {
        Numeric value = bigOf(from + i);
        if (value != null) {
          vector.setNumeric(i, value);
        }
      }
    }
  }

  @Override
  public void readRow(int row, Vector target, int targetRow) {
    if (isNull(row)) {
      target.setNull(targetRow);
      return;
    }
    target.setNotNull(targetRow);
    var vector = (NumericVector) target;
    Numeric value = bigOf(row);
    if (value != null) {
      vector.setNumeric(targetRow, value);
    } else {
      vector.setSmall(targetRow, mantissas.get(row), scales.get(row));
    }
  }

  @Override
  long bytes() {
    return 8 * mantissas.capacity() + 4 * scales.capacity() + nulls.bytes() + 80L * bigCount;
  }
}
