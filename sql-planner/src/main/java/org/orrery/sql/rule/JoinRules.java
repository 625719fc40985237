package org.orrery.sql.rule;

import java.util.List;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Calcite's rules that move conditions into joins and below them, without its inference of {@code a
 * = c} from {@code a = b AND b = c}: that replaces conditions as written by others with Calcite's
 * own operator, which is not the equality that PostgreSQL's types have.
 */
final class JoinRules {

  private JoinRules() {}

  /** From a filter above a join. */
  static final class IntoJoin extends FilterJoinRule.FilterIntoJoinRule {
    IntoJoin(RelBuilderFactory builder) {
      super(
          FilterIntoJoinRuleConfig.DEFAULT
              .withRelBuilderFactory(builder)
              .as(FilterIntoJoinRuleConfig.class));
    }

    @Override
    protected List<RexNode> inferJoinEqualConditions(List<RexNode> conditions, Join join) {
      return conditions;
    }
  }

  /** From a join's condition to its inputs. */
  static final class IntoInputs extends FilterJoinRule.JoinConditionPushRule {
    IntoInputs(RelBuilderFactory builder) {
      super(
          JoinConditionPushRuleConfig.DEFAULT
              .withRelBuilderFactory(builder)
              .as(JoinConditionPushRuleConfig.class));
    }

    @Override
    protected List<RexNode> inferJoinEqualConditions(List<RexNode> conditions, Join join) {
      return conditions;
    }
  }
}
