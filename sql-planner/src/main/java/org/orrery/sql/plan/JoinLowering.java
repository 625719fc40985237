package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.JoinKind;
import org.orrery.sql.function.FunctionDef;

/** Lowers joins: by hash table where sides are compared for equality, else by nested loops. */
final class JoinLowering {

  private final PlanContext context;
  private final PlanLowering plans;
  private final RexLowering expressions;

  JoinLowering(PlanContext context, PlanLowering plans, RexLowering expressions) {
    this.context = context;
    this.plans = plans;
    this.expressions = expressions;
  }

  /** Keys and residual of a join's condition, lowered over its two inputs. */
  static final class Condition {
    private final List<Expr> leftKeys = new ArrayList<>();
    private final List<Expr> rightKeys = new ArrayList<>();
    private final List<FunctionDef> equalities = new ArrayList<>();
    private final List<RexNode> residual = new ArrayList<>();
  }

  Lowered join(LogicalJoin join, ImmutableBitSet needed) {
    int leftWidth = join.getLeft().getRowType().getFieldCount();
    ImmutableBitSet used = needed.union(RelOptUtil.InputFinder.bits(join.getCondition()));
    ImmutableBitSet leftNeeded = used.get(0, leftWidth);
    ImmutableBitSet rightNeeded =
        ImmutableBitSet.of(
            used.asList().stream().filter(i -> i >= leftWidth).map(i -> i - leftWidth).toList());
    Lowered left = plans.lower(join.getLeft(), leftNeeded);
    Lowered right = plans.lower(join.getRight(), rightNeeded);
    Condition condition = condition(join, left, right, leftWidth);
    return isSwapped(join, condition, left.plan(), right.plan())
        ? hashJoin(join, right, left, swapped(condition), leftWidth, true)
        : hashJoin(join, left, right, condition, leftWidth, false);
  }

  /** Whether the left input is to be kept in memory instead of the right one. */
  private boolean isSwapped(
      LogicalJoin join, Condition condition, PhysicalPlan left, PhysicalPlan right) {
    return (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT)
        && !condition.leftKeys.isEmpty()
        && RowEstimates.rows(left, context) < RowEstimates.rows(right, context);
  }

  private static Condition swapped(Condition condition) {
    var swapped = new Condition();
    swapped.leftKeys.addAll(condition.rightKeys);
    swapped.rightKeys.addAll(condition.leftKeys);
    swapped.equalities.addAll(condition.equalities);
    swapped.residual.addAll(condition.residual);
    return swapped;
  }

  private Condition condition(LogicalJoin join, Lowered left, Lowered right, int leftWidth) {
    var result = new Condition();
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      if (!addKey(conjunct, left, right, leftWidth, result)) {
        result.residual.add(conjunct);
      }
    }
    return result;
  }

  private boolean addKey(
      RexNode conjunct, Lowered left, Lowered right, int leftWidth, Condition result) {
    if (!(conjunct instanceof RexCall call)
        || call.getKind() != SqlKind.EQUALS
        || !(call.getOperator() instanceof PgOperator operator)) {
      return false;
    }
    RexNode a = call.getOperands().get(0);
    RexNode b = call.getOperands().get(1);
    SqlType typeA = PgRelType.typeOf(a.getType());
    SqlType typeB = PgRelType.typeOf(b.getType());
    if (!isComparableByKey(typeA, typeB)) {
      return false;
    }
    if (isOnSide(a, 0, leftWidth) && isOnSide(b, leftWidth, Integer.MAX_VALUE)) {
      add(result, a, b, left, right, leftWidth, operator);
      return true;
    }
    if (isOnSide(b, 0, leftWidth) && isOnSide(a, leftWidth, Integer.MAX_VALUE)) {
      add(result, b, a, left, right, leftWidth, operator);
      return true;
    }
    return false;
  }

  private void add(
      Condition result,
      RexNode leftKey,
      RexNode rightKey,
      Lowered left,
      Lowered right,
      int leftWidth,
      PgOperator operator) {
    result.leftKeys.add(expressions.lower(leftKey, left::column));
    result.rightKeys.add(expressions.lower(rightKey, i -> right.column(i - leftWidth)));
    result.equalities.add(operator.function());
  }

  /** Whether equal values of the two types have equal keys in the hash table. */
  private static boolean isComparableByKey(SqlType a, SqlType b) {
    return a == b || (isIntegral(a) && isIntegral(b)) || (isText(a) && isText(b));
  }

  /** Types whose values are equal when their bytes are. */
  private static boolean isText(SqlType type) {
    return switch (type.name()) {
      case "name", "text", "varchar" -> true;
      default -> false;
    };
  }

  private static boolean isIntegral(SqlType type) {
    return switch (type.name()) {
      case "int2", "int4", "int8", "oid" -> true;
      default -> type.name().startsWith("reg");
    };
  }

  private static boolean isOnSide(RexNode node, int from, int to) {
    ImmutableBitSet bits = RelOptUtil.InputFinder.bits(node);
    return !bits.isEmpty() && bits.nth(0) >= from && bits.length() <= to;
  }

  private Lowered hashJoin(
      LogicalJoin join,
      Lowered left,
      Lowered right,
      Condition condition,
      int logicalLeftWidth,
      boolean isSwapped) {
    var leftPlan = KeyColumns.of(left.plan(), condition.leftKeys);
    var rightPlan = KeyColumns.of(right.plan(), condition.rightKeys);
    int width = leftPlan.plan().types().size();
    JoinKind kind = isSwapped ? swapped(kind(join.getJoinType())) : kind(join.getJoinType());
    IntUnaryOperator columns =
        index -> {
          boolean isLogicalLeft = index < logicalLeftWidth;
          int inSide = isLogicalLeft ? index : index - logicalLeftWidth;
          return isLogicalLeft != isSwapped ? left.column(inSide) : width + right.column(inSide);
        };
    Expr residual = residual(condition.residual, columns);
    PhysicalPlan plan =
        condition.leftKeys.isEmpty()
            ? new PhysicalPlan.NestedLoop(kind, leftPlan.plan(), rightPlan.plan(), -1, residual)
            : new PhysicalPlan.HashJoin(
                kind,
                leftPlan.plan(),
                rightPlan.plan(),
                leftPlan.keys(),
                rightPlan.keys(),
                condition.equalities,
                false,
                residual);
    return new Lowered(plan, outputColumns(join, left, right, width, logicalLeftWidth, isSwapped));
  }

  private static int[] outputColumns(
      LogicalJoin join,
      Lowered left,
      Lowered right,
      int leftWidth,
      int logicalLeftWidth,
      boolean isSwapped) {
    var columns = new int[join.getRowType().getFieldCount()];
    for (int i = 0; i < columns.length; i++) {
      boolean isLogicalLeft = i < logicalLeftWidth;
      int inSide = isLogicalLeft ? i : i - logicalLeftWidth;
      boolean isFirst = isLogicalLeft != isSwapped;
      int place = (isFirst ? left : right).columns()[inSide];
      columns[i] = place == Lowered.ABSENT || isFirst ? place : leftWidth + place;
    }
    return columns;
  }

  private @Nullable Expr residual(List<RexNode> conjuncts, IntUnaryOperator columns) {
    List<Expr> lowered = expressions.lowerAll(conjuncts, columns);
    lowered.removeIf(
        conjunct ->
            conjunct instanceof Expr.Constant(var value, var _) && Long.valueOf(1).equals(value));
    return switch (lowered.size()) {
      case 0 -> null;
      case 1 -> lowered.getFirst();
      default -> new Expr.And(lowered);
    };
  }

  private static JoinKind swapped(JoinKind kind) {
    return kind == JoinKind.LEFT ? JoinKind.RIGHT : kind;
  }

  private static JoinKind kind(JoinRelType type) {
    return switch (type) {
      case INNER -> JoinKind.INNER;
      case LEFT -> JoinKind.LEFT;
      case RIGHT -> JoinKind.RIGHT;
      case FULL -> JoinKind.FULL;
      case SEMI -> JoinKind.SEMI;
      case ANTI -> JoinKind.ANTI;
      default -> throw org.orrery.base.error.Invariant.broken("unexpected join " + type);
    };
  }

  /** LATERAL: the right side runs for each left row, which it sees as it is here. */
  Lowered correlate(LogicalCorrelate correlate) {
    return Lowered.same(
        new PhysicalPlan.NestedLoop(
            kind(correlate.getJoinType()),
            plans.lower(correlate.getLeft()),
            plans.lower(correlate.getRight()),
            correlate.getCorrelationId().getId(),
            null));
  }
}
