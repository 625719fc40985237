package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.function.FunctionDef;

/** Lowers grouping, GROUPING() included. */
final class AggregateLowering {

  private final PlanContext context;
  private final PlanLowering plans;

  AggregateLowering(PlanContext context, PlanLowering plans) {
    this.context = context;
    this.plans = plans;
  }

  Lowered aggregate(LogicalAggregate aggregate) {
    ImmutableBitSet used = aggregate.getGroupSet();
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() == SqlKind.GROUPING) {
        continue;
      }
      calls.add(call);
      used = used.union(ImmutableBitSet.of(call.getArgList()));
      used = used.union(ImmutableBitSet.of(call.getCollation().getKeys()));
      if (call.filterArg >= 0) {
        used = used.set(call.filterArg);
      }
    }
    Lowered input = plans.lower(aggregate.getInput(), used).bare();
    List<SqlType> inputTypes = PlanLowering.types(aggregate.getInput().getRowType());
    List<Integer> logicalKeys = aggregate.getGroupSet().asList();
    List<Integer> keys = logicalKeys.stream().map(input::column).toList();
    List<List<Integer>> sets =
        aggregate.getGroupSets().stream()
            .map(set -> set.asList().stream().map(logicalKeys::indexOf).toList())
            .toList();
    var lowered =
        new PhysicalPlan.HashAggregate(
            input.plan(),
            keys,
            sets,
            calls.stream().map(call -> call(call, input, inputTypes)).toList());
    return calls.size() == aggregate.getAggCallList().size() && sets.size() == 1
        ? Lowered.same(lowered)
        : Lowered.same(withGroupings(aggregate, lowered));
  }

  private org.orrery.sql.exec.plan.AggregateCall call(
      AggregateCall call, Lowered input, List<SqlType> inputTypes) {
    if (!(call.getAggregation() instanceof PgAggregate aggregate)) {
      throw Invariant.broken("cannot lower aggregate " + call.getAggregation());
    }
    return new org.orrery.sql.exec.plan.AggregateCall(
        aggregate.function(),
        call.getArgList().stream().map(input::column).toList(),
        call.filterArg < 0 ? -1 : input.column(call.filterArg),
        call.isDistinct(),
        plans.sortKeys(call.getCollation(), inputTypes, input::column),
        PgRelType.typeOf(call.getType()));
  }

  /** Drops the set number that several grouping sets add, after making GROUPING() of it. */
  private PhysicalPlan withGroupings(
      LogicalAggregate aggregate, PhysicalPlan.HashAggregate lowered) {
    List<SqlType> types = lowered.types();
    int keyCount = lowered.keys().size();
    List<Expr> outputs = new ArrayList<>();
    for (int key = 0; key < keyCount; key++) {
      outputs.add(new Expr.Input(key, types.get(key)));
    }
    int next = keyCount;
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() == SqlKind.GROUPING) {
        outputs.add(grouping(call, aggregate, types.size() - 1));
      } else {
        outputs.add(new Expr.Input(next, types.get(next)));
        next++;
      }
    }
    return new PhysicalPlan.Project(lowered, outputs);
  }

  /** The bits of the arguments that a row's grouping set leaves out, first argument highest. */
  private Expr grouping(AggregateCall call, LogicalAggregate aggregate, int setColumn) {
    SqlType type = PgRelType.typeOf(call.getType());
    FunctionDef equal = context.comparison("=", BuiltinTypes.INT4, BuiltinTypes.INT4);
    List<Expr.Case.When> whens = new ArrayList<>();
    List<ImmutableBitSet> sets = aggregate.getGroupSets();
    for (int set = 0; set < sets.size(); set++) {
      long bits = 0;
      for (int argument : call.getArgList()) {
        bits = bits << 1 | (sets.get(set).get(argument) ? 0 : 1);
      }
      var value = new Expr.Constant(bits, type);
      if (sets.size() == 1) {
        return value;
      }
      List<Expr> operands =
          List.of(
              new Expr.Input(setColumn, BuiltinTypes.INT4),
              new Expr.Constant((long) set, BuiltinTypes.INT4));
      whens.add(new Expr.Case.When(new Expr.Call(equal, operands, BuiltinTypes.BOOL), value));
    }
    return new Expr.Case(whens, new Expr.Constant(null, type), type);
  }
}
