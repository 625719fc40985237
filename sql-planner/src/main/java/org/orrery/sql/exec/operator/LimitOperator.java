package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** OFFSET and LIMIT, WITH TIES included. */
final class LimitOperator implements Operator {

  private final Operator input;
  private final PhysicalPlan.Limit limit;
  private final RowOrder ties;
  private RowStore lastRow;
  private int[] selection = new int[0];
  private long toSkip;
  private long toKeep;

  LimitOperator(Operator input, PhysicalPlan.Limit limit, ExpressionCompiler expressions) {
    this.input = input;
    this.limit = limit;
    this.ties = new RowOrder(limit.tieKeys(), limit.types());
    this.lastRow = new RowStore(limit.types());
    this.toSkip = count(limit.offset(), expressions, 0, false);
    this.toKeep = count(limit.fetch(), expressions, Long.MAX_VALUE, true);
  }

  /** Rows of the input that can matter; {@code Long.MAX_VALUE} for all. */
  static long rowsNeeded(PhysicalPlan.Limit limit, ExpressionCompiler expressions) {
    long offset = count(limit.offset(), expressions, 0, false);
    long fetch = count(limit.fetch(), expressions, Long.MAX_VALUE, true);
    return fetch > Long.MAX_VALUE - offset ? Long.MAX_VALUE : fetch + offset;
  }

  private static long count(
      @Nullable Expr expression, ExpressionCompiler expressions, long absent, boolean isLimit) {
    if (expression == null) {
      return absent;
    }
    Object value = ExpressionCompiler.evaluateOnce(expressions.compile(expression));
    if (value == null) {
      return absent;
    }
    long count = (Long) value;
    if (count < 0) {
      throw isLimit
          ? OrreryException.of(
              SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative")
          : OrreryException.of(
              SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE, "OFFSET must not be negative");
    }
    return count;
  }

  @Override
  public @Nullable Batch next() {
    while (toKeep > 0) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int first = (int) Math.min(toSkip, batch.size());
      toSkip -= first;
      if (first == batch.size()) {
        continue;
      }
      int kept = (int) Math.min(toKeep, batch.size() - first);
      toKeep -= kept;
      if (toKeep == 0 && !limit.tieKeys().isEmpty()) {
        lastRow.appendRow(batch.columns(), batch.position(first + kept - 1));
        kept += tiesIn(batch, first + kept);
      }
      return cut(batch, first, kept);
    }
    Batch rest = lastRow.rowCount() > 0 ? nextTies() : null;
    if (rest == null) {
      // Whoever asks again gets nothing, so scans below need not stay open until the statement
      // ends.
      input.close();
      lastRow = new RowStore(limit.types());
    }
    return rest;
  }

  private @Nullable Batch nextTies() {
    Batch batch = input.next();
    if (batch == null) {
      return null;
    }
    int kept = tiesIn(batch, 0);
    return kept == 0 ? null : cut(batch, 0, kept);
  }

  private int tiesIn(Batch batch, int first) {
    int index = first;
    while (index < batch.size()
        && ties.compare(batch.columns(), batch.position(index), lastRow.pageOf(0), 0) == 0) {
      index++;
    }
    return index - first;
  }

  private Batch cut(Batch batch, int first, int kept) {
    if (first == 0 && kept == batch.size()) {
      return batch;
    }
    if (selection.length < kept) {
      selection = new int[Batch.ROWS_MAX];
    }
    for (int i = 0; i < kept; i++) {
      selection[i] = batch.position(first + i);
    }
    var result = new Batch(batch.columns(), batch.rowCount());
    result.select(selection, kept);
    return result;
  }

  @Override
  public void close() {
    input.close();
  }
}
