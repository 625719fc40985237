package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.JoinKind;
import org.orrery.sql.function.FunctionDef;

/**
 * Lowers the conjuncts of a filter. {@code x IN (query)} over an independent query and [NOT] EXISTS
 * over one that is correlated by equalities only become semi- and anti-joins by hash table; any
 * other subquery stays an expression, behind the conditions that have none.
 */
final class SemiJoins {

  private final PlanContext context;
  private final PlanLowering plans;
  private final RexLowering expressions;

  SemiJoins(PlanContext context, PlanLowering plans, RexLowering expressions) {
    this.context = context;
    this.plans = plans;
    this.expressions = expressions;
  }

  /** A join to put over the filtered input. */
  private record Join(
      JoinKind kind,
      PhysicalPlan right,
      List<Expr> leftKeys,
      List<Expr> rightKeys,
      List<FunctionDef> equalities) {}

  /** Makes a filter of an input; {@code put} puts a plain condition over a plan. */
  Lowered filter(Lowered input, RexNode condition, FilterMaker put) {
    List<Expr> plain = new ArrayList<>();
    List<Expr> last = new ArrayList<>();
    List<Join> joins = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      Join join = join(conjunct, input);
      if (join != null) {
        joins.add(join);
        continue;
      }
      Expr lowered = expressions.lower(conjunct, input::column);
      (org.orrery.sql.exec.expr.Exprs.hasSubquery(lowered) ? last : plain).add(lowered);
    }
    PhysicalPlan plan = input.plan();
    if (!plain.isEmpty()) {
      plan = put.filter(plan, all(plain));
    }
    for (Join join : joins) {
      plan = hashJoin(plan, join);
    }
    if (!last.isEmpty()) {
      plan = put.filter(plan, all(last));
    }
    return input.over(plan);
  }

  /** Puts a condition over a plan. */
  @FunctionalInterface
  interface FilterMaker {
    PhysicalPlan filter(PhysicalPlan input, Expr condition);
  }

  private static Expr all(List<Expr> conditions) {
    return conditions.size() == 1 ? conditions.getFirst() : new Expr.And(conditions);
  }

  private static PhysicalPlan hashJoin(PhysicalPlan left, Join join) {
    KeyColumns leftPlan = KeyColumns.of(left, join.leftKeys());
    KeyColumns rightPlan = KeyColumns.of(join.right(), join.rightKeys());
    return new PhysicalPlan.HashJoin(
        join.kind(),
        leftPlan.plan(),
        rightPlan.plan(),
        leftPlan.keys(),
        rightPlan.keys(),
        join.equalities(),
        false,
        null);
  }

  private @Nullable Join join(RexNode conjunct, Lowered input) {
    boolean isNegated = conjunct.getKind() == SqlKind.NOT;
    RexNode node = isNegated ? ((RexCall) conjunct).getOperands().getFirst() : conjunct;
    if (!(node instanceof RexCall call)
        || !(call.getOperator() instanceof PgForm form)
        || !(form.form() instanceof PgForm.Subquery subquery)) {
      return null;
    }
    return switch (subquery.kind()) {
      case ANY -> isNegated ? null : in(call, subquery, input);
      case EXISTS -> exists(call, subquery, input, isNegated);
      case SCALAR, ALL, ARRAY -> null;
    };
  }

  private @Nullable Join in(RexCall call, PgForm.Subquery subquery, Lowered input) {
    FunctionDef operator = subquery.operator();
    if (subquery.correlation() >= 0
        || operator == null
        || context.ordering(operator) != PhysicalPlan.TableScan.Comparison.EQUAL) {
      return null;
    }
    PhysicalPlan right = plans.lower(subquery.plan());
    Expr left = expressions.lower(call.getOperands().getFirst(), input::column);
    if (left.type() != right.types().getFirst()) {
      return null;
    }
    Expr key = new Expr.Input(0, right.types().getFirst());
    return new Join(JoinKind.SEMI, right, List.of(left), List.of(key), List.of(operator));
  }

  private @Nullable Join exists(
      RexCall call, PgForm.Subquery subquery, Lowered input, boolean isNegated) {
    RelNode rows = subquery.plan();
    while (rows instanceof LogicalProject project) {
      rows = project.getInput();
    }
    if (subquery.correlation() < 0
        || !(rows instanceof LogicalFilter filter)
        || readsOuter(filter.getInput(), subquery.correlation())) {
      return null;
    }
    List<RexNode> own = new ArrayList<>();
    List<RexNode> innerKeys = new ArrayList<>();
    List<Expr> outerKeys = new ArrayList<>();
    List<FunctionDef> equalities = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      if (!readsOuter(conjunct, subquery.correlation())) {
        own.add(conjunct);
        continue;
      }
      Equality equality = equality(conjunct, subquery.correlation());
      if (equality == null) {
        return null;
      }
      innerKeys.add(equality.inner());
      outerKeys.add(expressions.lower(call.getOperands().get(equality.captured()), input::column));
      equalities.add(equality.function());
    }
    return existsJoin(filter, own, innerKeys, outerKeys, equalities, isNegated);
  }

  private Join existsJoin(
      LogicalFilter filter,
      List<RexNode> own,
      List<RexNode> innerKeys,
      List<Expr> outerKeys,
      List<FunctionDef> equalities,
      boolean isNegated) {
    RelNode right = filter.getInput();
    if (!own.isEmpty()) {
      RexNode condition =
          own.size() == 1
              ? own.getFirst()
              : context
                  .rexBuilder()
                  .makeCall(org.apache.calcite.sql.fun.SqlStdOperatorTable.AND, own);
      right = LogicalFilter.create(right, condition);
    }
    Lowered lowered = plans.lower(right, PlanLowering.all(right));
    List<Expr> keys = expressions.lowerAll(innerKeys, lowered::column);
    JoinKind kind = isNegated ? JoinKind.ANTI : JoinKind.SEMI;
    return new Join(kind, lowered.plan(), outerKeys, keys, equalities);
  }

  /** {@code inner = captured}, of one type. */
  private record Equality(RexNode inner, int captured, FunctionDef function) {}

  private static @Nullable Equality equality(RexNode conjunct, int correlation) {
    if (!(conjunct instanceof RexCall call)
        || call.getKind() != SqlKind.EQUALS
        || !(call.getOperator() instanceof PgOperator operator)) {
      return null;
    }
    RexNode a = call.getOperands().get(0);
    RexNode b = call.getOperands().get(1);
    if (PgRelType.typeOf(a.getType()) != PgRelType.typeOf(b.getType())) {
      return null;
    }
    int capturedA = captured(a, correlation);
    int capturedB = captured(b, correlation);
    if (capturedA >= 0 && !readsOuter(b, correlation)) {
      return new Equality(b, capturedA, operator.function());
    }
    if (capturedB >= 0 && !readsOuter(a, correlation)) {
      return new Equality(a, capturedB, operator.function());
    }
    return null;
  }

  /** Number of the captured value a node is, or -1. */
  private static int captured(RexNode node, int correlation) {
    return node instanceof RexCall call
            && call.getOperator() instanceof PgForm form
            && form.form() instanceof PgForm.Outer(int of, int index)
            && of == correlation
        ? index
        : -1;
  }

  private static boolean readsOuter(RexNode node, int correlation) {
    var finder = new OuterFinder(correlation);
    node.accept(finder);
    return finder.isFound;
  }

  private static boolean readsOuter(RelNode node, int correlation) {
    var finder = new OuterFinder(correlation);
    node.accept(finder.plans());
    return finder.isFound;
  }

  private static final class OuterFinder extends RexShuttle {
    private final int correlation;
    private boolean isFound;

    OuterFinder(int correlation) {
      this.correlation = correlation;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      isFound |= captured(call, correlation) >= 0;
      if (call.getOperator() instanceof PgForm form
          && form.form() instanceof PgForm.Subquery subquery) {
        subquery.plan().accept(plans());
      }
      return super.visitCall(call);
    }

    RelHomogeneousShuttle plans() {
      return new RelHomogeneousShuttle() {
        @Override
        public RelNode visit(RelNode node) {
          node.accept(OuterFinder.this);
          return super.visit(node);
        }
      };
    }
  }
}
