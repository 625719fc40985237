package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Interval;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.plan.PgOperator;
import org.orrery.sql.plan.PgRelType;

/**
 * From where to where gaps are filled: the call's arguments, else the tightest comparisons of the
 * bucketed column with expressions without columns among the conditions that all rows satisfy.
 */
final class GapFillRange {

  private final Analysis analysis;
  private final OperatorResolver operators;
  private final RexNode time;
  private final SqlType type;
  private final List<RexNode> conditions = new ArrayList<>();

  /** The range for a call over the rows of {@code input}, which {@code where} filtered. */
  GapFillRange(Scope scope, RexCall call, RelNode input, @Nullable RexNode where) {
    this.analysis = scope.analysis;
    this.operators = new OperatorResolver(analysis);
    this.time = call.getOperands().get(1);
    this.type = PgRelType.typeOf(time.getType());
    if (where != null) {
      conditions.addAll(RelOptUtil.conjunctions(where));
    }
    collect(input instanceof LogicalFilter filter && where != null ? filter.getInput() : input, 0);
  }

  /** Conditions of inner joins, over the whole row. */
  private void collect(RelNode rel, int offset) {
    if (rel instanceof LogicalJoin join && join.getJoinType() == JoinRelType.INNER) {
      for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
        conditions.add(RexUtil.shift(condition, offset));
      }
      collect(join.getLeft(), offset);
      collect(join.getRight(), offset + join.getLeft().getRowType().getFieldCount());
    }
  }

  RexNode start(RexNode argument) {
    return given(argument) ? argument : inferred("start", true);
  }

  RexNode finish(RexNode argument) {
    return given(argument) ? argument : inferred("finish", false);
  }

  private static boolean given(RexNode argument) {
    return !ComparisonBinder.isConstant(argument) || Folding.value(argument) != null;
  }

  /** Refuses arguments that read the rows. */
  static void requireSimple(RexNode argument) {
    if (!isFree(argument)) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid time_bucket_gapfill argument: start must be a simple expression");
    }
  }

  private RexNode inferred(String argument, boolean isStart) {
    if (!(time instanceof RexInputRef)) {
      throw withHint(
          "invalid time_bucket_gapfill argument: ts needs to refer to a single column if no start"
              + " or finish is supplied");
    }
    RexNode tightest = null;
    for (RexNode condition : conditions) {
      RexNode bound = bound(condition, isStart);
      if (bound != null) {
        tightest = tightest == null ? bound : tighter(tightest, bound, isStart);
      }
    }
    if (tightest == null) {
      throw withHint(
          "missing time_bucket_gapfill argument: could not infer "
              + argument
              + " from WHERE clause");
    }
    return tightest;
  }

  private static OrreryException withHint(String message) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message)
        .withHint("Specify start and finish as arguments or in the WHERE clause.");
  }

  /** The bound a comparison sets, of the column's type; null for none. */
  private @Nullable RexNode bound(RexNode condition, boolean isStart) {
    if (!(condition instanceof RexCall call)
        || !(call.getOperator() instanceof PgOperator)
        || call.getOperands().size() != 2) {
      return null;
    }
    SqlKind kind = call.getOperator().getKind();
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    RexNode other;
    if (left.equals(time)) {
      other = right;
    } else if (right.equals(time)) {
      other = left;
      kind = kind.reverse();
    } else {
      return null;
    }
    boolean setsStart = kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    boolean setsFinish = kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL;
    if (!(isStart ? setsStart : setsFinish) || !isFree(other)) {
      return null;
    }
    Bound.Value value =
        analysis.coercion.tryConvert(GapFillBinder.value(other), type, -1, Context.ASSIGNMENT);
    if (value == null) {
      return null;
    }
    boolean isNext = kind == SqlKind.GREATER_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL;
    return isNext ? next(value) : value.rex();
  }

  /** The instant or number after a bound. */
  private RexNode next(Bound.Value value) {
    SqlType stepType;
    Object step = 1L;
    if (type == BuiltinTypes.TIMESTAMPTZ || type == BuiltinTypes.TIMESTAMP) {
      stepType = BuiltinTypes.INTERVAL;
      step = new Interval(0, 0, 1);
    } else {
      stepType = type == BuiltinTypes.DATE ? BuiltinTypes.INT4 : type;
    }
    Bound one = new Bound.Value(analysis.constant(stepType, step), stepType, -1, value.position());
    return operators.call(OperatorName.of("+"), value, one, value.position()).rex();
  }

  private RexNode tighter(RexNode a, RexNode b, boolean isStart) {
    RexNode first =
        operators
            .call(
                OperatorName.of(isStart ? ">=" : "<="),
                GapFillBinder.value(a),
                GapFillBinder.value(b),
                OrreryException.NO_POSITION)
            .rex();
    return analysis.rex.makeCall(
        analysis.relType(type), SqlStdOperatorTable.CASE, List.of(first, a, b));
  }

  /** Whether an expression reads no column and is the same for a whole execution. */
  private static boolean isFree(RexNode expression) {
    var isFree = new boolean[] {true};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitInputRef(RexInputRef reference) {
            isFree[0] = false;
            return null;
          }

          @Override
          public @Nullable Void visitCall(RexCall call) {
            isFree[0] &=
                !(call.getOperator() instanceof PgOperator operator)
                    || operator.function().volatility() != FunctionDef.Volatility.VOLATILE;
            return super.visitCall(call);
          }
        });
    return isFree[0];
  }
}
