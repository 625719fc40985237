package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.VectorCopy;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/** Literal rows. */
final class ValuesOperator implements Operator {

  private final PhysicalPlan.Values values;
  private final ExpressionCompiler expressions;
  private int nextRow;

  ValuesOperator(PhysicalPlan.Values values, ExpressionCompiler expressions) {
    this.values = values;
    this.expressions = expressions;
  }

  @Override
  public @Nullable Batch next() {
    int rowCount = Math.min(Batch.ROWS_MAX, values.rows().size() - nextRow);
    if (rowCount <= 0) {
      return null;
    }
    Vector[] columns = VectorCopy.allocate(values.types(), rowCount);
    for (int row = 0; row < rowCount; row++) {
      List<Expr> expressionsOfRow = values.rows().get(nextRow + row);
      for (int column = 0; column < columns.length; column++) {
        columns[column].set(row, value(expressionsOfRow.get(column)));
      }
    }
    nextRow += rowCount;
    return new Batch(columns, rowCount);
  }

  private @Nullable Object value(Expr expression) {
    if (expression instanceof Expr.Constant(var value, var _)) {
      return value;
    }
    Evaluator evaluator = expressions.compile(expression);
    return ExpressionCompiler.evaluateOnce(evaluator);
  }

  @Override
  public void close() {
    nextRow = values.rows().size();
  }
}
