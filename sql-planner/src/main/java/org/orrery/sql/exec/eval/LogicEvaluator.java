package org.orrery.sql.exec.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;

/** AND and OR with three-valued logic; an operand sees only the rows still undecided. */
final class LogicEvaluator implements Evaluator {

  private final Evaluator[] operands;
  private final boolean isAnd;
  private final Scratch scratch = new Scratch(PhysicalKind.LONG);
  private int[] open = new int[0];
  private int[] decided = new int[0];

  LogicEvaluator(List<Evaluator> operands, boolean isAnd) {
    this.operands = operands.toArray(Evaluator[]::new);
    this.isAnd = isAnd;
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    LongVector result = scratch.longs(Selections.extent(selection, count));
    open = Scratch.positions(open, count);
    long neutral = isAnd ? 1 : 0;
    long[] booleans = result.values();
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      booleans[row] = neutral;
      open[i] = row;
    }
    int openCount = count;
    for (Evaluator operand : operands) {
      if (openCount == 0) {
        break;
      }
      openCount = step(operand.evaluate(input, open, openCount), openCount, neutral, result);
    }
    return result;
  }

  /** Takes one operand's values into the result; returns how many rows stay open. */
  private int step(Vector values, int openCount, long neutral, LongVector result) {
    long[] operand = ((LongVector) values).values();
    long[] booleans = result.values();
    int kept = 0;
    for (int i = 0; i < openCount; i++) {
      int row = open[i];
      if (values.isNull(row)) {
        result.setNull(row);
        open[kept++] = row;
      } else if (operand[row] == neutral) {
        open[kept++] = row;
      } else {
        result.setNotNull(row);
        booleans[row] = operand[row];
      }
    }
    return kept;
  }

  @Override
  public int filter(Batch input, int @Nullable [] selection, int count, int[] target) {
    if (isAnd) {
      int kept = operands[0].filter(input, selection, count, target);
      for (int i = 1; i < operands.length && kept > 0; i++) {
        kept = operands[i].filter(input, target, kept, target);
      }
      return kept;
    }
    return filterOr(input, selection, count, target);
  }

  private int filterOr(Batch input, int @Nullable [] selection, int count, int[] target) {
    open = Scratch.positions(open, count);
    decided = Scratch.positions(decided, count);
    int openCount = Selections.minus(selection, count, decided, 0, open);
    var isTrue = new boolean[Selections.extent(selection, count)];
    for (Evaluator operand : operands) {
      if (openCount == 0) {
        break;
      }
      int found = operand.filter(input, open, openCount, decided);
      for (int i = 0; i < found; i++) {
        isTrue[decided[i]] = true;
      }
      openCount = Selections.minus(open, openCount, decided, found, open);
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (isTrue[row]) {
        target[kept++] = row;
      }
    }
    return kept;
  }
}
