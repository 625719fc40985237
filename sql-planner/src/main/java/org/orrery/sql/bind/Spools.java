package org.orrery.sql.bind;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.orrery.sql.plan.Rels;

/** Takes away shared results that only one place reads. */
final class Spools {

  private Spools() {}

  static RelNode inlineSingle(Analysis analysis, RelNode rel) {
    if (analysis.spoolReferences.isEmpty()) {
      return rel;
    }
    return rel.accept(new Inliner(analysis));
  }

  private static final class Inliner extends RelHomogeneousShuttle {

    private final Analysis analysis;
    private final RexShuttle subqueries =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subquery) {
            RexSubQuery rewritten = (RexSubQuery) super.visitSubQuery(subquery);
            return rewritten.clone(rewritten.rel.accept(Inliner.this));
          }
        };

    Inliner(Analysis analysis) {
      this.analysis = analysis;
    }

    @Override
    public RelNode visit(RelNode node) {
      if (node instanceof Rels.Spool spool
          && !analysis.materialized.contains(spool.number())
          && analysis.spoolReferences.getOrDefault(spool.number(), 0) < 2
          && !Volatility.isVolatile(spool.getInput())) {
        return spool.getInput().accept(this);
      }
      return super.visit(node).accept(subqueries);
    }
  }
}
