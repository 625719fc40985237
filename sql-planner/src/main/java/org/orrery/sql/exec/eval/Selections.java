package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;

/** Loops over selections: ascending row positions, null meaning all rows. */
public final class Selections {

  private Selections() {}

  /** Selects the rows where a boolean vector is true; returns their number. */
  public static int whereTrue(Vector values, int @Nullable [] selection, int count, int[] target) {
    long[] booleans = ((LongVector) values).values();
    int selected = 0;
    if (!values.mayHaveNulls()) {
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        target[selected] = row;
        selected += (int) booleans[row];
      }
      return selected;
    }
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (booleans[row] != 0 && !values.isNull(row)) {
        target[selected++] = row;
      }
    }
    return selected;
  }

  /** Selects the rows where a boolean vector is not {@code value} (so the other one, or NULL). */
  public static int whereNot(
      Vector values, boolean value, int @Nullable [] selection, int count, int[] target) {
    long[] booleans = ((LongVector) values).values();
    int selected = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (values.isNull(row) || (booleans[row] != 0) != value) {
        target[selected++] = row;
      }
    }
    return selected;
  }

  /** Selects the rows that are NULL, or that are not, by {@code wanted}. */
  public static int whereNull(
      Vector values, boolean wanted, int @Nullable [] selection, int count, int[] target) {
    int selected = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (values.isNull(row) == wanted) {
        target[selected++] = row;
      }
    }
    return selected;
  }

  /** Selects what is in {@code selection} and not in {@code excluded}, a part of it. */
  public static int minus(
      int @Nullable [] selection, int count, int[] excluded, int excludedCount, int[] target) {
    int selected = 0;
    int next = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (next < excludedCount && excluded[next] == row) {
        next++;
      } else {
        target[selected++] = row;
      }
    }
    return selected;
  }

  /** Copies the selected rows of {@code source} to the same positions of {@code target}. */
  public static void copy(Vector source, int @Nullable [] selection, int count, Vector target) {
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      target.copyFrom(source, row, row);
    }
  }

  /** One past the greatest selected position: how long a vector must be. */
  public static int extent(int @Nullable [] selection, int count) {
    return selection == null || count == 0 ? count : selection[count - 1] + 1;
  }
}
