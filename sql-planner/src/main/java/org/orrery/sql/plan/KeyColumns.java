package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * A plan with its join keys as columns: computed keys are appended, so other columns keep their
 * places.
 */
record KeyColumns(PhysicalPlan plan, List<Integer> keys) {

  static KeyColumns of(PhysicalPlan plan, List<Expr> keys) {
    List<Integer> columns = new ArrayList<>();
    List<SqlType> types = plan.types();
    List<Expr> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(new Expr.Input(i, types.get(i)));
    }
    for (Expr key : keys) {
      if (key instanceof Expr.Input(int index, var _)) {
        columns.add(index);
      } else {
        columns.add(outputs.size());
        outputs.add(key);
      }
    }
    boolean isUnchanged = outputs.size() == types.size();
    return new KeyColumns(isUnchanged ? plan : new PhysicalPlan.Project(plan, outputs), columns);
  }
}
