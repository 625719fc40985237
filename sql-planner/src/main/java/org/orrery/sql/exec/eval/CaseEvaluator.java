package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.exec.expr.Expr;

/** CASE: each branch is computed only for the rows that take it. */
final class CaseEvaluator implements Evaluator {

  private final Evaluator[] conditions;
  private final Evaluator[] results;
  private final Evaluator otherwise;
  private final Scratch scratch;
  private int[] open = new int[0];
  private int[] taken = new int[0];

  CaseEvaluator(Expr.Case branches, ExpressionCompiler compiler) {
    int count = branches.whens().size();
    conditions = new Evaluator[count];
    results = new Evaluator[count];
    for (int i = 0; i < count; i++) {
      conditions[i] = compiler.compile(branches.whens().get(i).condition());
      results[i] = compiler.compile(branches.whens().get(i).result());
    }
    otherwise = compiler.compile(branches.otherwise());
    scratch = new Scratch(branches.type().kind());
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Vector result = scratch.cleared(Selections.extent(selection, count));
    open = Scratch.positions(open, count);
    taken = Scratch.positions(taken, count);
    int openCount = Selections.minus(selection, count, taken, 0, open);
    for (int i = 0; i < conditions.length && openCount > 0; i++) {
      int takenCount = conditions[i].filter(input, open, openCount, taken);
      if (takenCount > 0) {
        Selections.copy(results[i].evaluate(input, taken, takenCount), taken, takenCount, result);
        openCount = Selections.minus(open, openCount, taken, takenCount, open);
      }
    }
    if (openCount > 0) {
      Selections.copy(otherwise.evaluate(input, open, openCount), open, openCount, result);
    }
    return result;
  }
}
