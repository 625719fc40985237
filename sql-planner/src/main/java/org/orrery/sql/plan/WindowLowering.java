package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.util.ImmutableBitSet;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.WindowCall;

/** Lowers window functions; calls and columns that nothing reads are left out. */
final class WindowLowering {

  private final PlanLowering plans;
  private final RexLowering expressions;

  WindowLowering(PlanLowering plans, RexLowering expressions) {
    this.plans = plans;
    this.expressions = expressions;
  }

  Lowered window(Rels.Window window, ImmutableBitSet needed) {
    int width = window.getInput().getRowType().getFieldCount();
    ImmutableBitSet used = needed.intersect(ImmutableBitSet.range(width));
    used = used.union(ImmutableBitSet.of(window.partition()));
    used = used.union(ImmutableBitSet.of(window.order().getKeys()));
    List<Rels.Window.Call> kept = new ArrayList<>();
    for (int i = 0; i < window.calls().size(); i++) {
      Rels.Window.Call call = window.calls().get(i);
      if (needed.get(width + i)) {
        kept.add(call);
        used = used.union(ImmutableBitSet.of(call.arguments()));
        used = call.filter() < 0 ? used : used.set(call.filter());
      }
    }
    Lowered input = plans.lower(window.getInput(), used);
    List<SqlType> types = PlanLowering.types(window.getInput().getRowType());
    int[] columns = Arrays.copyOf(input.columns(), width + window.calls().size());
    int next = input.plan().types().size();
    for (int i = 0; i < window.calls().size(); i++) {
      columns[width + i] = needed.get(width + i) ? next++ : Lowered.ABSENT;
    }
    return new Lowered(
        new PhysicalPlan.Window(
            input.plan(),
            plans.sortKeys(ascending(window.partition()), types, input::column),
            plans.sortKeys(window.order(), types, input::column),
            kept.stream().map(call -> call(call, input)).toList()),
        columns);
  }

  private static RelCollation ascending(List<Integer> columns) {
    return RelCollations.of(columns.stream().map(RelFieldCollation::new).toList());
  }

  private WindowCall call(Rels.Window.Call call, Lowered input) {
    return new WindowCall(
        call.function(),
        call.arguments().stream().map(input::column).toList(),
        call.filter() < 0 ? -1 : input.column(call.filter()),
        call.frame().map(expressions::lowerConstant),
        PgRelType.typeOf(call.type()));
  }
}
