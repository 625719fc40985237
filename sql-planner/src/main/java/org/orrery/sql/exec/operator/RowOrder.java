package org.orrery.sql.exec.operator;

import java.util.List;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.SortKey;

/** Compares rows by sort keys. */
final class RowOrder {

  private final int[] columns;
  private final ValueOrder[] orders;
  private final boolean[] isDescending;
  private final boolean[] nullsFirst;
  private final boolean isNumeric;

  RowOrder(List<SortKey> keys, List<SqlType> types) {
    int count = keys.size();
    boolean areNumbers = true;
    columns = new int[count];
    orders = new ValueOrder[count];
    isDescending = new boolean[count];
    nullsFirst = new boolean[count];
    for (int i = 0; i < count; i++) {
      SortKey key = keys.get(i);
      columns[i] = key.column();
      orders[i] = ValueOrder.of(types.get(key.column()), key.lessThan());
      isDescending[i] = key.isDescending();
      nullsFirst[i] = key.nullsFirst();
      PhysicalKind kind = types.get(key.column()).kind();
      areNumbers &= kind == PhysicalKind.LONG || kind == PhysicalKind.DOUBLE;
    }
    isNumeric = areNumbers;
  }

  /** Whether all keys are numbers, which {@link RadixSort} sorts by. */
  boolean isNumeric() {
    return isNumeric;
  }

  /** Row numbers of a store whose keys are numbers, sorted. */
  int[] sortNumeric(RowStore rows) {
    var sort = new RadixSort(rows);
    for (int key = columns.length - 1; key >= 0; key--) {
      sort.by(columns[key], isDescending[key], nullsFirst[key]);
    }
    return sort.order();
  }

  /** Negative when the row at {@code rowA} of columns {@code a} comes first. */
  int compare(Vector[] a, int rowA, Vector[] b, int rowB) {
    for (int i = 0; i < columns.length; i++) {
      int order = compareKey(i, a[columns[i]], rowA, b[columns[i]], rowB);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int compareKey(int key, Vector a, int rowA, Vector b, int rowB) {
    boolean isNullA = a.isNull(rowA);
    boolean isNullB = b.isNull(rowB);
    if (isNullA || isNullB) {
      if (isNullA && isNullB) {
        return 0;
      }
      return isNullA == nullsFirst[key] ? -1 : 1;
    }
    int order = orders[key].compare(a, rowA, b, rowB);
    return isDescending[key] ? -order : order;
  }
}
