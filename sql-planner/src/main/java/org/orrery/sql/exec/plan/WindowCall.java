package org.orrery.sql.exec.plan;

import java.util.List;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.FunctionDef;

/**
 * A call of a {@link PhysicalPlan.Window}.
 *
 * @param function a window function or an aggregate
 * @param arguments columns of the input
 * @param filter boolean column of the input that admits a row to an aggregate, or -1
 * @param frame the rows it reads
 * @param type type of the result
 */
public record WindowCall(
    FunctionDef function,
    List<Integer> arguments,
    int filter,
    WindowFrame<Expr> frame,
    SqlType type) {

  public WindowCall {
    arguments = List.copyOf(arguments);
  }
}
