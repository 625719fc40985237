package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/** The set-returning calls of one select list. */
final class SetCalls {

  private final List<RexNode> calls = new ArrayList<>();
  private final List<RelDataType> columnTypes = new ArrayList<>();
  private boolean hasRows;

  /** Adds a call of a function with one result column, or one for each of {@code types}. */
  List<Placeholder> add(RexNode call, List<RelDataType> types, int position) {
    calls.add(call);
    hasRows |= types.size() > 1;
    var columns = new ArrayList<Placeholder>();
    for (RelDataType type : types) {
      columns.add(new Placeholder(Placeholder.SETS + columnTypes.size(), type, position));
      columnTypes.add(type);
    }
    return columns;
  }

  /** Types of the result columns of all calls. */
  List<RelDataType> columnTypes() {
    return columnTypes;
  }

  /** Whether a call gives rows of several columns. */
  boolean hasRows() {
    return hasRows;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  List<RexNode> calls() {
    return calls;
  }
}
