package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.EvaluationContext;

/** Converts by writing the source's text form and reading it as the target. */
final class TextCastEvaluator implements Evaluator {

  private final EvaluationContext context;
  private final Evaluator operand;
  private final SqlType source;
  private final SqlType target;
  private final int typmod;
  private final Scratch scratch;
  private final ByteSink text = new ByteSink(64);

  TextCastEvaluator(EvaluationContext context, Evaluator operand, Expr.TextCast cast) {
    this.context = context;
    this.operand = operand;
    this.source = cast.operand().type();
    this.target = cast.type();
    this.typmod = cast.typmod();
    this.scratch = new Scratch(target.kind());
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Vector values = operand.evaluate(input, selection, count);
    Vector result = scratch.cleared(Selections.extent(selection, count));
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (values.isNull(row)) {
        result.setNull(row);
        continue;
      }
      text.truncate(0);
      source.codec().formatText(values, row, context.format(), text);
      target
          .codec()
          .parseText(text.array(), 0, text.length(), typmod, context.format(), result, row);
    }
    return result;
  }
}
