package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** NOT, IS NULL, IS TRUE and IS DISTINCT FROM. */
final class TestEvaluators {

  private TestEvaluators() {}

  /** NOT: NULL stays NULL. */
  static final class Not implements Evaluator {
    private final Evaluator operand;
    private final Scratch scratch = new Scratch(PhysicalKind.LONG);

    Not(Evaluator operand) {
      this.operand = operand;
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector values = operand.evaluate(input, selection, count);
      long[] booleans = ((LongVector) values).values();
      LongVector result = scratch.longs(Selections.extent(selection, count));
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        if (values.isNull(row)) {
          result.setNull(row);
        } else {
          result.setLong(row, 1 - booleans[row]);
        }
      }
      return result;
    }
  }

  /** IS [NOT] NULL. */
  static final class IsNull implements Evaluator {
    private final Evaluator operand;
    private final boolean isNegated;
    private final Scratch scratch = new Scratch(PhysicalKind.LONG);

    IsNull(Evaluator operand, boolean isNegated) {
      this.operand = operand;
      this.isNegated = isNegated;
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector values = operand.evaluate(input, selection, count);
      LongVector result = scratch.longs(Selections.extent(selection, count));
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        result.setLong(row, values.isNull(row) != isNegated ? 1 : 0);
      }
      return result;
    }

    @Override
    public int filter(Batch input, int @Nullable [] selection, int count, int[] target) {
      Vector values = operand.evaluate(input, selection, count);
      return Selections.whereNull(values, !isNegated, selection, count, target);
    }
  }

  /** IS [NOT] TRUE and IS [NOT] FALSE. */
  static final class IsBoolean implements Evaluator {
    private final Evaluator operand;
    private final boolean value;
    private final boolean isNegated;
    private final Scratch scratch = new Scratch(PhysicalKind.LONG);

    IsBoolean(Evaluator operand, boolean value, boolean isNegated) {
      this.operand = operand;
      this.value = value;
      this.isNegated = isNegated;
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector values = operand.evaluate(input, selection, count);
      long[] booleans = ((LongVector) values).values();
      LongVector result = scratch.longs(Selections.extent(selection, count));
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        boolean holds = !values.isNull(row) && (booleans[row] != 0) == value;
        result.setLong(row, holds != isNegated ? 1 : 0);
      }
      return result;
    }
  }

  /** IS [NOT] DISTINCT FROM. */
  static final class IsDistinct implements Evaluator {
    private final Evaluator left;
    private final Evaluator right;
    private final ScalarKernel equality;
    private final EvaluationContext context;
    private final boolean isNegated;
    private final Scratch scratch = new Scratch(PhysicalKind.LONG);
    private final Scratch equalScratch = new Scratch(PhysicalKind.LONG);
    private int[] bothPresent = new int[0];

    IsDistinct(
        Evaluator left,
        Evaluator right,
        ScalarKernel equality,
        EvaluationContext context,
        boolean isNegated) {
      this.left = left;
      this.right = right;
      this.equality = equality;
      this.context = context;
      this.isNegated = isNegated;
    }

    @Override
    public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
      Vector a = left.evaluate(input, selection, count);
      Vector b = right.evaluate(input, selection, count);
      int extent = Selections.extent(selection, count);
      LongVector result = scratch.longs(extent);
      bothPresent = Scratch.positions(bothPresent, count);
      int present = 0;
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        if (a.isNull(row) || b.isNull(row)) {
          set(result, row, a.isNull(row) != b.isNull(row));
        } else {
          bothPresent[present++] = row;
        }
      }
      LongVector equal = equalScratch.longs(extent);
      equality.evaluate(context, new Vector[] {a, b}, bothPresent, present, equal);
      for (int i = 0; i < present; i++) {
        int row = bothPresent[i];
        set(result, row, equal.getLong(row) == 0);
      }
      return result;
    }

    private void set(LongVector result, int row, boolean isDistinct) {
      result.setLong(row, isDistinct != isNegated ? 1 : 0);
    }
  }
}
