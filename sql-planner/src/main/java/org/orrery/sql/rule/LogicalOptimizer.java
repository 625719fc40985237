package org.orrery.sql.rule;

import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * The Hep program: filters go down through projections, joins, unions and aggregates to the scans,
 * and projections merge. Expressions are never simplified by Calcite, whose arithmetic, NULLs and
 * errors are not PostgreSQL's.
 */
public final class LogicalOptimizer {

  private static final RelBuilderFactory BUILDER =
      RelBuilder.proto(
          Contexts.of(
              RelBuilder.Config.DEFAULT
                  .withSimplify(false)
                  .withSimplifyLimit(false)
                  .withSimplifyValues(false)
                  .withPruneInputOfAggregate(false)
                  .withPushJoinCondition(false)
                  .withBloat(-1)));

  private static final HepProgram PROGRAM = program();

  private LogicalOptimizer() {}

  private static HepProgram program() {
    List<RelOptRule> rules =
        List.of(
            FilterMergeRule.Config.DEFAULT.withRelBuilderFactory(BUILDER).toRule(),
            FilterProjectTransposeRule.Config.DEFAULT
                .withOperandSupplier(
                    filter ->
                        filter
                            .operand(Filter.class)
                            .oneInput(
                                project ->
                                    project
                                        .operand(Project.class)
                                        .predicate(LogicalOptimizer::isRepeatable)
                                        .anyInputs()))
                .withRelBuilderFactory(BUILDER)
                .as(FilterProjectTransposeRule.Config.class)
                .withCopyFilter(true)
                .withCopyProject(true)
                .toRule(),
            new JoinRules.IntoJoin(BUILDER),
            new JoinRules.IntoInputs(BUILDER),
            FilterAggregateTransposeRule.Config.DEFAULT
                .withOperandSupplier(
                    filter ->
                        filter
                            .operand(Filter.class)
                            .predicate(each -> isRepeatable(each.getCondition()))
                            .oneInput(aggregate -> aggregate.operand(Aggregate.class).anyInputs()))
                .withRelBuilderFactory(BUILDER)
                .toRule(),
            FilterSetOpTransposeRule.Config.DEFAULT
                .withOperandSupplier(
                    filter ->
                        filter
                            .operand(Filter.class)
                            .predicate(each -> isRepeatable(each.getCondition()))
                            .oneInput(union -> union.operand(Union.class).anyInputs()))
                .withRelBuilderFactory(BUILDER)
                .toRule(),
            ProjectMergeRule.Config.DEFAULT
                .withOperandSupplier(
                    top ->
                        top.operand(Project.class)
                            .oneInput(
                                bottom ->
                                    bottom
                                        .operand(Project.class)
                                        .predicate(LogicalOptimizer::isRepeatable)
                                        .anyInputs()))
                .withRelBuilderFactory(BUILDER)
                .as(ProjectMergeRule.Config.class)
                .withForce(false)
                .toRule(),
            ProjectRemoveRule.Config.DEFAULT.withRelBuilderFactory(BUILDER).toRule());
    return new HepProgramBuilder()
        .addMatchOrder(HepMatchOrder.DEPTH_FIRST)
        .addRuleCollection(rules)
        .build();
  }

  /**
   * Whether a projection's expressions may be evaluated more often, or for other rows, than
   * written: nothing volatile, and no subquery, which would run again.
   */
  private static boolean isRepeatable(Project project) {
    return project.getProjects().stream().allMatch(LogicalOptimizer::isRepeatable);
  }

  private static boolean isRepeatable(RexNode expression) {
    return RexUtil.isDeterministic(expression) && !SubqueryFinder.hasSubquery(expression);
  }

  /** Rewrites a plan; the row type stays the same. */
  public static RelNode optimize(RelNode plan) {
    var planner =
        new HepPlanner(PROGRAM, null, true, null, plan.getCluster().getPlanner().getCostFactory());
    planner.setRoot(plan);
    return planner.findBestExp();
  }
}
