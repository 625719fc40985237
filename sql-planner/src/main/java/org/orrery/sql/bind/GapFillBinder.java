package org.orrery.sql.bind;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.plan.PgOperator;

/** Gap filling: {@code time_bucket_gapfill}, {@code locf} and {@code interpolate}. */
final class GapFillBinder {

  private GapFillBinder() {}

  /** The gap filling of a grouped query, or null when it has none. */
  static @Nullable GapFillBinder find(
      Analysis analysis,
      Scope scope,
      List<Target> targets,
      @Nullable RexNode where,
      GroupBinder groups) {
    for (RexNode key : groups.keys()) {
      key.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public @Nullable Void visitCall(RexCall call) {
              if (call.getOperator() instanceof PgOperator operator
                  && operator.function().name().equals("time_bucket_gapfill")) {
                throw OrreryException.notSupported("gap filling is not supported yet");
              }
              return super.visitCall(call);
            }
          });
    }
    return null;
  }

  /** Puts the filling node on the groups. */
  RelNode fill(RelNode input, List<Target> targets, Set<CorrelationId> correlations) {
    return input;
  }
}
