package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.plan.PhysicalPlan.JoinKind;

/**
 * The output side of joins: collects candidate pairs of one left batch with rows of the right
 * store, applies the join's condition, and remembers who found a partner.
 */
final class JoinPairs {

  private final JoinKind kind;
  private final int leftWidth;
  private final List<SqlType> types;
  private final @Nullable Evaluator condition;
  private final int[] leftPositions = new int[Batch.ROWS_MAX];
  private final int[] rightRows = new int[Batch.ROWS_MAX];
  private final int[] selection = new int[Batch.ROWS_MAX];
  private final BitSet leftMatched = new BitSet(Batch.ROWS_MAX);
  private final BitSet rightMatched = new BitSet();
  private @Nullable Batch leftRows;
  private @Nullable RowStore rightRowStore;
  private @Nullable RowStore copies;
  private int count;

  JoinPairs(
      JoinKind kind,
      List<SqlType> leftTypes,
      List<SqlType> rightTypes,
      @Nullable Evaluator condition) {
    this.kind = kind;
    this.leftWidth = leftTypes.size();
    this.types = new ArrayList<>(leftTypes);
    this.types.addAll(rightTypes);
    this.condition = condition;
  }

  /** Forgets the partners of the last left batch. */
  void startLeft() {
    leftMatched.clear();
  }

  /** Whether a further pair of a left row could change nothing. */
  boolean isDecided(int leftPosition) {
    return (kind == JoinKind.SEMI || kind == JoinKind.ANTI) && leftMatched.get(leftPosition);
  }

  /** Whether {@link #flush} must be called before the next {@link #add}. */
  boolean isFull() {
    return count == Batch.ROWS_MAX;
  }

  /** Adds a candidate pair. */
  void add(Batch left, int leftPosition, RowStore right, int rightRow) {
    leftRows = left;
    if (condition == null && !givesPairs()) {
      leftMatched.set(leftPosition);
      return;
    }
    leftPositions[count] = leftPosition;
    if (right == rightRowStore || count == 0) {
      rightRowStore = right;
      rightRows[count++] = rightRow;
    } else {
      addOfAnotherStore(right, rightRow);
    }
  }

  /** A correlated right side is another store for each left row: pairs then keep copies. */
  private void addOfAnotherStore(RowStore right, int rightRow) {
    if (copies == null || rightRowStore != copies) {
      copies = new RowStore(right.types());
      RowStore first = Objects.requireNonNull(rightRowStore);
      for (int i = 0; i < count; i++) {
        rightRows[i] =
            copies.appendRow(first.pageOf(rightRows[i]), RowStore.positionOf(rightRows[i]));
      }
      rightRowStore = copies;
    }
    rightRows[count++] = copies.appendRow(right.pageOf(rightRow), RowStore.positionOf(rightRow));
  }

  /** Applies the condition to the pairs; returns those to output, or null for none. */
  @Nullable Batch flush() {
    int rows = count;
    count = 0;
    if (rows == 0) {
      return null;
    }
    Batch batch = pairs(rows);
    if (condition != null) {
      int kept = condition.filter(batch, null, rows, selection);
      if (kept < rows) {
        batch.select(selection, kept);
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      int pair = batch.position(i);
      leftMatched.set(leftPositions[pair]);
      if (keepsRight()) {
        rightMatched.set(rightRows[pair]);
      }
    }
    return givesPairs() && batch.size() > 0 ? batch : null;
  }

  private boolean givesPairs() {
    return kind != JoinKind.SEMI && kind != JoinKind.ANTI;
  }

  private Batch pairs(int rows) {
    Batch left = Objects.requireNonNull(leftRows);
    RowStore right = Objects.requireNonNull(rightRowStore);
    Vector[] columns = VectorCopy.allocate(types, rows);
    for (int column = 0; column < columns.length; column++) {
      if (column < leftWidth) {
        VectorCopy.gather(left.column(column), leftPositions, 0, rows, columns[column], 0);
      } else {
        right.gather(column - leftWidth, rightRows, 0, rows, columns[column]);
      }
    }
    return new Batch(columns, rows);
  }

  /** What a left batch gives besides pairs, once all its pairs are flushed; null for nothing. */
  @Nullable Batch finishLeft(Batch left) {
    return switch (kind) {
      case INNER, RIGHT -> null;
      case SEMI -> leftRows(left, true);
      case ANTI -> leftRows(left, false);
      case LEFT, FULL -> padRight(leftRows(left, false));
    };
  }

  private @Nullable Batch leftRows(Batch left, boolean isMatched) {
    int kept = 0;
    for (int i = 0; i < left.size(); i++) {
      int row = left.position(i);
      if (leftMatched.get(row) == isMatched) {
        selection[kept++] = row;
      }
    }
    if (kept == 0) {
      return null;
    }
    var rows = new Batch(left.columns(), left.rowCount());
    rows.select(selection, kept);
    return rows;
  }

  private @Nullable Batch padRight(@Nullable Batch left) {
    if (left == null) {
      return null;
    }
    var padded = new Vector[types.size()];
    for (int column = 0; column < padded.length; column++) {
      if (column < leftWidth) {
        padded[column] = left.column(column);
      } else {
        padded[column] = Vector.allocate(types.get(column).kind(), left.rowCount());
        padded[column].setAllNull(left.rowCount());
      }
    }
    var rows = new Batch(padded, left.rowCount());
    rows.select(left.selection(), left.size());
    return rows;
  }

  /** Right rows without partner from row {@code first} on, padded, for RIGHT and FULL. */
  @Nullable Batch unmatchedRight(RowStore right, RightCursor cursor) {
    if (!keepsRight()) {
      return null;
    }
    int rows = 0;
    while (rows < Batch.ROWS_MAX && cursor.next < right.rowCount()) {
      int row = cursor.next++;
      if (!rightMatched.get(row)) {
        rightRows[rows++] = row;
      }
    }
    if (rows == 0) {
      return null;
    }
    Vector[] padded = VectorCopy.allocate(types, rows);
    for (int column = 0; column < padded.length; column++) {
      if (column < leftWidth) {
        padded[column].setAllNull(rows);
      } else {
        right.gather(column - leftWidth, rightRows, 0, rows, padded[column]);
      }
    }
    return new Batch(padded, rows);
  }

  private boolean keepsRight() {
    return kind == JoinKind.RIGHT || kind == JoinKind.FULL;
  }

  /** Where {@link #unmatchedRight} goes on. */
  static final class RightCursor {
    private int next;
  }
}
