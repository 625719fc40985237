package org.orrery.sql.exec.operator;

/** A stable merge sort of row numbers; ascending and descending runs of the input cost one pass. */
final class MergeSort {

  private static final int INSERTION_ROWS = 16;

  private MergeSort() {}

  /** Compares two row numbers. */
  @FunctionalInterface
  interface RowComparator {
    int compare(int a, int b);
  }

  static void sort(int[] rows, RowComparator comparator) {
    if (isSorted(rows, comparator)) {
      return;
    }
    sort(rows, rows.clone(), 0, rows.length, comparator);
  }

  private static boolean isSorted(int[] rows, RowComparator comparator) {
    for (int i = 1; i < rows.length; i++) {
      if (comparator.compare(rows[i - 1], rows[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Sorts {@code target[from, to)}; {@code source} holds the same rows there. */
  private static void sort(int[] target, int[] source, int from, int to, RowComparator comparator) {
    if (to - from <= INSERTION_ROWS) {
      insertionSort(target, from, to, comparator);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(source, target, from, middle, comparator);
    sort(source, target, middle, to, comparator);
    if (comparator.compare(source[middle - 1], source[middle]) <= 0) {
      System.arraycopy(source, from, target, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takesLeft =
          right >= to || (left < middle && comparator.compare(source[left], source[right]) <= 0);
      target[at] = takesLeft ? source[left++] : source[right++];
    }
  }

  private static void insertionSort(int[] rows, int from, int to, RowComparator comparator) {
    for (int i = from + 1; i < to; i++) {
      int row = rows[i];
      int at = i;
      while (at > from && comparator.compare(rows[at - 1], row) > 0) {
        rows[at] = rows[at - 1];
        at--;
      }
      rows[at] = row;
    }
  }
}
