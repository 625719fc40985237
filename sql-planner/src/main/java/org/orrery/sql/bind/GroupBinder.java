package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.plan.PgAggregate;

/**
 * Makes the aggregation of a SELECT: a projection of keys and arguments, the aggregate over it, and
 * what expressions over the grouped rows become over its output.
 */
final class GroupBinder {

  private final Analysis analysis;
  private final AggregateCalls calls;
  private final List<RexNode> keys;
  private final List<List<Integer>> sets;
  private final Map<Integer, RexNode> computed = new HashMap<>();
  private @Nullable RelNode aggregate;

  /**
   * A binder.
   *
   * @param keys what is grouped by, without repetitions
   * @param sets indexes of the keys of each grouping set; one set of all for plain GROUP BY
   */
  GroupBinder(
      Analysis analysis, AggregateCalls calls, List<RexNode> keys, List<List<Integer>> sets) {
    this.analysis = analysis;
    this.calls = calls;
    this.keys = new ArrayList<>(keys);
    this.sets = sets;
  }

  boolean hasSingleSet() {
    return sets.size() == 1;
  }

  List<RexNode> keys() {
    return keys;
  }

  /** Says what computes a key whose expression only marks it. */
  void compute(int key, RexNode expression) {
    computed.put(key, expression);
  }

  /** Adds a column that the keys determine. */
  void addDetermined(RexNode column) {
    keys.add(column);
  }

  /** The aggregate's node. */
  RelNode build(RelNode input, Set<CorrelationId> correlations) {
    var columns = new LinkedHashMap<RexNode, Integer>();
    keys.forEach(key -> columns.put(key, columns.size()));
    var nodes = new ArrayList<AggregateCall>();
    var pending = new ArrayList<PendingCall>();
    for (AggregateCalls.Call call : calls.calls()) {
      pending.add(prepare(call, columns));
    }
    var expressions = new ArrayList<RexNode>(columns.keySet());
    computed.forEach(expressions::set);
    RelNode project = Relations.project(input, expressions, names(columns.size()), correlations);
    pending.forEach(call -> nodes.add(call.create()));
    if (!hasSingleSet()) {
      calls.groupings().forEach(each -> nodes.add(grouping(each.arguments())));
    }
    ImmutableBitSet all = ImmutableBitSet.range(keys.size());
    aggregate = LogicalAggregate.create(project, List.of(), all, groupSets(), nodes);
    return aggregate;
  }

  private record PendingCall(
      AggregateCalls.Call call,
      RelDataType type,
      List<Integer> arguments,
      int filter,
      RelCollation order) {

    AggregateCall create() {
      return AggregateCall.create(
          new PgAggregate(call.function(), type),
          call.isDistinct(),
          false,
          false,
          List.of(),
          arguments,
          filter,
          null,
          order,
          type,
          null);
    }
  }

  private PendingCall prepare(AggregateCalls.Call call, Map<RexNode, Integer> columns) {
    var arguments = new ArrayList<Integer>();
    call.arguments().forEach(argument -> arguments.add(column(argument, columns)));
    RexNode filter = call.filter();
    int filterColumn =
        filter == null
            ? -1
            : column(analysis.rex.makeCall(SqlStdOperatorTable.IS_TRUE, filter), columns);
    var order = new ArrayList<RelFieldCollation>();
    for (AggregateCalls.Order item : call.order()) {
      order.add(
          new RelFieldCollation(
              column(item.rex(), columns),
              item.isDescending()
                  ? RelFieldCollation.Direction.DESCENDING
                  : RelFieldCollation.Direction.ASCENDING,
              item.nullsFirst()
                  ? RelFieldCollation.NullDirection.FIRST
                  : RelFieldCollation.NullDirection.LAST));
    }
    return new PendingCall(
        call, analysis.relType(call.type()), arguments, filterColumn, RelCollations.of(order));
  }

  private static int column(RexNode expression, Map<RexNode, Integer> columns) {
    return columns.computeIfAbsent(expression, _ -> columns.size());
  }

  private static List<String> names(int count) {
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add("$f" + i);
    }
    return names;
  }

  private @Nullable List<ImmutableBitSet> groupSets() {
    if (hasSingleSet()) {
      return null;
    }
    var distinct = new java.util.TreeSet<ImmutableBitSet>(ImmutableBitSet.ORDERING);
    for (List<Integer> set : sets) {
      if (!distinct.add(ImmutableBitSet.of(set))) {
        throw OrreryException.notSupported("repeated grouping sets are not supported yet");
      }
    }
    return List.copyOf(distinct);
  }

  private AggregateCall grouping(List<RexNode> arguments) {
    var columns = new ArrayList<Integer>();
    for (RexNode argument : arguments) {
      columns.add(keys.indexOf(argument));
    }
    SqlAggFunction function = SqlStdOperatorTable.GROUPING;
    return AggregateCall.create(
        function,
        false,
        false,
        false,
        List.of(),
        columns,
        -1,
        null,
        RelCollations.EMPTY,
        analysis.types.createTypeWithNullability(analysis.relType(BuiltinTypes.INT8), false),
        null);
  }

  /** Checks the arguments of GROUPING calls. */
  void checkGroupings() {
    for (AggregateCalls.Grouping grouping : calls.groupings()) {
      for (RexNode argument : grouping.arguments()) {
        if (!keys.contains(argument)) {
          throw OrreryException.of(
                  SqlState.GROUPING_ERROR,
                  "arguments to GROUPING must be grouping expressions of the associated query"
                      + " level")
              .at(grouping.position());
        }
      }
    }
  }

  /** What a placeholder is over the aggregate's output. */
  RexNode output(Placeholder placeholder) {
    int index = placeholder.getIndex();
    if (index < Placeholder.GROUPINGS) {
      return column(keys.size() + index - Placeholder.AGGREGATES);
    }
    if (hasSingleSet()) {
      return analysis.int4(0);
    }
    int grouping = keys.size() + calls.calls().size() + index - Placeholder.GROUPINGS;
    return analysis
        .coercion
        .convertOrFail(
            new Bound.Value(column(grouping), BuiltinTypes.INT8, -1, placeholder.position()),
            BuiltinTypes.INT4,
            -1,
            Context.EXPLICIT,
            placeholder.position())
        .rex();
  }

  /** A column of the aggregate's output. */
  RexNode column(int index) {
    RelNode node = aggregate;
    if (node == null) {
      throw org.orrery.base.error.Invariant.broken("the aggregate is not built yet");
    }
    return analysis.rex.makeInputRef(node, index);
  }

  /** The aggregate's row type. */
  RelDataType rowType() {
    RelNode node = aggregate;
    if (node == null) {
      throw org.orrery.base.error.Invariant.broken("the aggregate is not built yet");
    }
    return node.getRowType();
  }
}
