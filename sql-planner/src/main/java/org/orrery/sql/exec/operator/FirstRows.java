package org.orrery.sql.exec.operator;

import java.util.Arrays;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;

/** The first row of each key under an order. Of equal rows the one that came first stays. */
final class FirstRows {

  private static final int ABSENT = -1;

  /** Rows that were replaced are dropped when there are more of them than of this and of keys. */
  private static final int REPLACED_ROWS_MAX = 16 * Batch.ROWS_MAX;

  private final List<Integer> keys;
  private final KeyTable table;
  private final RowOrder order;
  private final int[] numbers = new int[Batch.ROWS_MAX];
  private final int[] selection = new int[Batch.ROWS_MAX];

  /** All rows that were the first of their key when they came. */
  private RowStore rows;

  /** For each key its row in {@link #rows}. */
  private int[] first = new int[0];

  /** For each key the row of the batch being added that is better; absent between batches. */
  private int[] better = new int[0];

  /**
   * No rows yet.
   *
   * @param keys columns
   * @param sort the order; its leading columns are the keys
   */
  FirstRows(List<Integer> keys, PhysicalPlan.Sort sort) {
    this.keys = keys;
    this.table = new KeyTable(keys.stream().map(sort.types()::get).toList());
    List<SortKey> others =
        sort.keys().stream().filter(key -> !keys.contains(key.column())).toList();
    this.order = new RowOrder(others, sort.types());
    this.rows = new RowStore(sort.types());
  }

  /** Adds the selected rows of a batch. */
  void add(Batch batch) {
    int count = batch.size();
    int known = table.count();
    table.assign(OperatorFactory.columns(batch, keys), batch.selection(), count, numbers);
    grow(known);
    for (int i = 0; i < count; i++) {
      int key = numbers[i];
      int row = batch.position(i);
      if (isBetter(batch, row, key)) {
        better[key] = row;
      }
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int key = numbers[i];
      int row = batch.position(i);
      if (better[key] == row) {
        better[key] = ABSENT;
        first[key] = rows.rowCount() + kept;
        selection[kept++] = row;
      }
    }
    if (kept > 0) {
      var winners = new Batch(batch.columns(), batch.rowCount());
      winners.select(selection, kept);
      rows.append(winners);
    }
    if (rows.rowCount() > table.count() + Math.max(table.count(), REPLACED_ROWS_MAX)) {
      compact();
    }
  }

  private boolean isBetter(Batch batch, int row, int key) {
    int rival = better[key];
    if (rival != ABSENT) {
      return order.compare(batch.columns(), row, batch.columns(), rival) < 0;
    }
    int stored = first[key];
    return stored == ABSENT
        || order.compare(batch.columns(), row, rows.pageOf(stored), RowStore.positionOf(stored))
            < 0;
  }

  private void grow(int known) {
    int count = table.count();
    if (first.length < count) {
      int capacity = Math.max(count, 2 * first.length);
      first = Arrays.copyOf(first, capacity);
      better = Arrays.copyOf(better, capacity);
    }
    Arrays.fill(first, known, count, ABSENT);
    Arrays.fill(better, known, count, ABSENT);
  }

  /** Drops the rows that were replaced. */
  private void compact() {
    int count = table.count();
    int[] wanted = Arrays.copyOf(first, count);
    Arrays.sort(wanted);
    var kept = new RowStore(rows.types());
    var inOrder = new SortOperator.SortedRows(rows, wanted);
    for (Batch batch = inOrder.next(); batch != null; batch = inOrder.next()) {
      kept.append(batch);
    }
    for (int key = 0; key < count; key++) {
      first[key] = Arrays.binarySearch(wanted, first[key]);
    }
    rows = kept;
  }

  /** Adds the rows of another part, which is not used afterwards. */
  void merge(FirstRows other) {
    RowStore.Reader reader = other.rows().reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      add(batch);
    }
  }

  /** The first rows, in no order. */
  RowStore rows() {
    compact();
    return rows;
  }

  /** Bytes of heap held, roughly. */
  long retainedBytes() {
    return table.retainedBytes() + rows.retainedBytes() + 2L * Integer.BYTES * first.length;
  }
}
