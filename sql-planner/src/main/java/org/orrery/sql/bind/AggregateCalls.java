package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Volatility;

/** The aggregate and GROUPING calls of one SELECT, over the rows that are grouped. */
final class AggregateCalls {

  private final Analysis analysis;
  private final List<Call> calls = new ArrayList<>();
  private final List<Grouping> groupings = new ArrayList<>();

  AggregateCalls(Analysis analysis) {
    this.analysis = analysis;
  }

  /** What rows are sorted by. */
  record Order(RexNode rex, boolean isDescending, boolean nullsFirst) {}

  /** An aggregate call. */
  record Call(
      FunctionDef function,
      SqlType type,
      List<RexNode> arguments,
      @Nullable RexNode filter,
      boolean isDistinct,
      List<Order> order) {

    private boolean isRepeatable() {
      return function.volatility() != Volatility.VOLATILE;
    }
  }

  /** A call of GROUPING; {@code position} is that of its first argument, for errors. */
  record Grouping(List<RexNode> arguments, int position) {}

  /** Adds a call; equal ones are computed once. */
  Placeholder add(Call call, int position) {
    int index = call.isRepeatable() ? calls.indexOf(call) : -1;
    if (index < 0) {
      index = calls.size();
      calls.add(call);
    }
    return new Placeholder(Placeholder.AGGREGATES + index, analysis.relType(call.type()), position);
  }

  /** Adds a call of GROUPING. */
  Placeholder addGrouping(List<RexNode> arguments, int position) {
    groupings.add(new Grouping(List.copyOf(arguments), position));
    return new Placeholder(
        Placeholder.GROUPINGS + groupings.size() - 1,
        analysis.relType(BuiltinTypes.INT4),
        position);
  }

  boolean isEmpty() {
    return calls.isEmpty() && groupings.isEmpty();
  }

  List<Call> calls() {
    return calls;
  }

  List<Grouping> groupings() {
    return groupings;
  }
}
