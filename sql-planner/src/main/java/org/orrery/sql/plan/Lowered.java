package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orrery.base.error.Invariant;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * A lowered node, which may have fewer columns than the logical one, or in another order.
 *
 * @param plan the physical plan
 * @param columns for each column of the logical node its place in the plan, or {@link #ABSENT}
 */
record Lowered(PhysicalPlan plan, int[] columns) {

  static final int ABSENT = -1;

  /** All columns in their places. */
  static Lowered same(PhysicalPlan plan) {
    var columns = new int[plan.types().size()];
    Arrays.setAll(columns, i -> i);
    return new Lowered(plan, columns);
  }

  /** Place of a logical column. */
  int column(int logical) {
    int place = columns[logical];
    if (place == ABSENT) {
      throw Invariant.broken("column " + logical + " was pruned but is used");
    }
    return place;
  }

  /** A plan with all the logical node's columns in order; none may be absent. */
  PhysicalPlan complete() {
    boolean isSame = columns.length == plan.types().size();
    for (int i = 0; isSame && i < columns.length; i++) {
      isSame = columns[i] == i;
    }
    if (isSame) {
      return plan;
    }
    List<Expr> outputs = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      outputs.add(new Expr.Input(column(i), plan.types().get(columns[i])));
    }
    return new PhysicalPlan.Project(plan, outputs);
  }

  /** The same columns without a projection on top that only leaves out and moves columns. */
  Lowered bare() {
    if (!(plan instanceof PhysicalPlan.Project project)) {
      return this;
    }
    var places = new int[columns.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = ABSENT;
      if (columns[i] != ABSENT) {
        if (!(project.expressions().get(columns[i]) instanceof Expr.Input(int index, var _))) {
          return this;
        }
        places[i] = index;
      }
    }
    return new Lowered(project.input(), places);
  }

  /** The same columns behind another operator that keeps them. */
  Lowered over(PhysicalPlan newPlan) {
    return new Lowered(newPlan, columns);
  }
}
