package org.orrery.sql.exec.eval;

import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.data.Vector;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.expr.Expr;

/** {@code x = ANY (constants)} by a hash table over the constants. */
final class InEvaluator implements Evaluator {

  private final Evaluator operand;
  private final boolean hasNull;
  private final KeyTable values;
  private final Vector[] key = new Vector[1];
  private int[] found = new int[0];
  private final Scratch scratch = new Scratch(PhysicalKind.LONG);

  InEvaluator(Evaluator operand, Expr.In in) {
    this.operand = operand;
    this.hasNull = in.hasNull();
    this.values = new KeyTable(java.util.List.of(in.operand().type()));
    Vector constant = Vector.allocate(in.operand().type().kind(), 1);
    for (Object value : in.values()) {
      constant.clear();
      constant.set(0, value);
      values.assign(new Vector[] {constant}, null, 1, new int[1]);
    }
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    key[0] = operand.evaluate(input, selection, count);
    found = Scratch.positions(found, count);
    values.find(key, selection, count, found);
    LongVector result = scratch.longs(Selections.extent(selection, count));
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (key[0].isNull(row) || (found[i] < 0 && hasNull)) {
        result.setNull(row);
      } else {
        result.setLong(row, found[i] < 0 ? 0 : 1);
      }
    }
    return result;
  }
}
