package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.ScalarKernel;

/** {@code x op ANY (array)} and {@code x op ALL (array)}. */
final class QuantifiedEvaluator implements Evaluator {

  private final EvaluationContext context;
  private final Evaluator operand;
  private final Evaluator array;
  private final SqlType operandType;
  private final SqlType elementType;
  private final ScalarKernel kernel;
  private final boolean isAll;
  private final Scratch scratch = new Scratch(PhysicalKind.LONG);

  QuantifiedEvaluator(
      EvaluationContext context, Evaluator operand, Evaluator array, Expr.Quantified quantified) {
    this.context = context;
    this.operand = operand;
    this.array = array;
    this.operandType = quantified.operand().type();
    this.elementType = java.util.Objects.requireNonNull(quantified.array().type().element());
    this.kernel = ExpressionCompiler.kernel(quantified.operator(), operandType, elementType);
    this.isAll = quantified.isAll();
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Vector operands = operand.evaluate(input, selection, count);
    Vector arrays = array.evaluate(input, selection, count);
    LongVector result = scratch.longs(Selections.extent(selection, count));
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (arrays.isNull(row)) {
        result.setNull(row);
        continue;
      }
      ArrayValue elements = ArrayValue.read(elementType, (BytesVector) arrays, row);
      result.set(
          row,
          Comparisons.quantify(
              context,
              kernel,
              operandType,
              operands,
              row,
              elements.elements(),
              elements.count(),
              isAll));
    }
    return result;
  }
}
