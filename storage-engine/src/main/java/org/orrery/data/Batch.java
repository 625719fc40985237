package org.orrery.data;

import org.jspecify.annotations.Nullable;

/**
 * Up to {@link #ROWS_MAX} rows as column vectors, with an optional selection: the ascending
 * positions of the rows that count. Without one all {@code rowCount} rows count.
 */
public final class Batch {

  /** Rows of a batch, and of a block on disk. */
  public static final int ROWS_MAX = 1024;

  private final Vector[] columns;
  private int rowCount;
  private int @Nullable [] selection;
  private int selectedCount;

  /** A batch over {@code columns}, which it keeps, with all {@code rowCount} rows selected. */
  public Batch(Vector[] columns, int rowCount) {
    this.columns = columns;
    this.rowCount = rowCount;
    this.selectedCount = rowCount;
  }

  /** The column vectors; each has room for at least {@link #rowCount()} rows. */
  public Vector[] columns() {
    return columns;
  }

  /** One column. */
  public Vector column(int index) {
    return columns[index];
  }

  /** Rows that lie in the vectors, selected or not. */
  public int rowCount() {
    return rowCount;
  }

  /**
   * The positions of the selected rows, ascending, the first {@link #size()} valid; null for all.
   */
  public int @Nullable [] selection() {
    return selection;
  }

  /** How many rows are selected. */
  public int size() {
    return selectedCount;
  }

  /** The position of the {@code index}th selected row. */
  public int position(int index) {
    return selection == null ? index : selection[index];
  }

  /** Starts over with {@code newRowCount} rows, all selected. */
  public void reset(int newRowCount) {
    rowCount = newRowCount;
    selection = null;
    selectedCount = newRowCount;
  }

  /** Selects the first {@code count} positions of {@code positions}; null selects all rows. */
  public void select(int @Nullable [] positions, int count) {
    selection = positions;
    selectedCount = positions == null ? rowCount : count;
  }
}
