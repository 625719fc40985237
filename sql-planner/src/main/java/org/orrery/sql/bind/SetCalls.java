package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** The set-returning calls of one select list. */
final class SetCalls {

  private final List<RexNode> calls = new ArrayList<>();

  Placeholder add(RexNode call, int position) {
    calls.add(call);
    return new Placeholder(Placeholder.SETS + calls.size() - 1, call.getType(), position);
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  List<RexNode> calls() {
    return calls;
  }
}
