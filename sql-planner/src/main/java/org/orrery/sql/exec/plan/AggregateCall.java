package org.orrery.sql.exec.plan;

import java.util.List;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;

/**
 * An aggregate of a {@link PhysicalPlan.HashAggregate}.
 *
 * @param function the aggregate
 * @param arguments columns of the input
 * @param filter boolean column of the input that admits a row, or -1
 * @param isDistinct whether equal arguments count once
 * @param order what the rows of a group are sorted by before they are added; for an ordered-set
 *     aggregate the WITHIN GROUP order
 * @param type type of the result
 */
public record AggregateCall(
    FunctionDef function,
    List<Integer> arguments,
    int filter,
    boolean isDistinct,
    List<SortKey> order,
    SqlType type) {

  public AggregateCall {
    arguments = List.copyOf(arguments);
    order = List.copyOf(order);
  }
}
