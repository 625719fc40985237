package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.plan.Rels;

/**
 * The window calls of one SELECT. What they read (arguments, keys, filters) is kept in one list of
 * expressions, which grouping rewrites; calls name them by their index there.
 */
final class WindowCalls {

  private final Analysis analysis;
  private final List<RexNode> inputs = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private int[] columns = new int[0];

  WindowCalls(Analysis analysis) {
    this.analysis = analysis;
  }

  /** What a window's rows are sorted by. */
  record Order(int input, SortDirections.Direction direction) {}

  /** PARTITION BY and ORDER BY; calls that share them are computed together. */
  record Spec(List<Integer> partition, List<Order> order) {}

  /** A call; {@code filter} is -1 for none. */
  record Call(
      FunctionDef function,
      SqlType type,
      List<Integer> arguments,
      int filter,
      Spec spec,
      WindowFrame<RexNode> frame) {}

  /** Expressions over the rows that windows see, which may be replaced. */
  List<RexNode> inputs() {
    return inputs;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Index of an expression that a call reads. */
  int input(RexNode expression) {
    int index = RexUtil.isDeterministic(expression) ? inputs.indexOf(expression) : -1;
    if (index < 0) {
      index = inputs.size();
      inputs.add(expression);
    }
    return index;
  }

  /** Adds a call; equal ones are computed once. */
  Placeholder add(Call call, int position) {
    int index = calls.indexOf(call);
    if (index < 0) {
      index = calls.size();
      calls.add(call);
    }
    return new Placeholder(Placeholder.WINDOWS + index, analysis.relType(call.type()), position);
  }

  /** The calls' nodes over a node, whose columns stay in their places. */
  RelNode build(RelNode input, Set<CorrelationId> correlations) {
    var expressions = new ArrayList<RexNode>();
    var names = new ArrayList<>(input.getRowType().getFieldNames());
    for (int i = 0; i < names.size(); i++) {
      expressions.add(analysis.rex.makeInputRef(input, i));
    }
    var places = new int[inputs.size()];
    for (int i = 0; i < places.length; i++) {
      if (inputs.get(i) instanceof RexInputRef reference) {
        places[i] = reference.getIndex();
      } else {
        places[i] = expressions.size();
        names.add("$w" + expressions.size());
        expressions.add(inputs.get(i));
      }
    }
    RelNode rel = Relations.project(input, expressions, names, correlations);
    Map<Spec, List<Integer>> windows = new LinkedHashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      windows.computeIfAbsent(calls.get(i).spec(), _ -> new ArrayList<>()).add(i);
    }
    columns = new int[calls.size()];
    for (var window : windows.entrySet()) {
      rel = window(rel, window.getKey(), window.getValue(), places);
    }
    return rel;
  }

  private RelNode window(RelNode input, Spec spec, List<Integer> members, int[] places) {
    var names = new ArrayList<>(input.getRowType().getFieldNames());
    var types = new ArrayList<RelDataType>();
    input.getRowType().getFieldList().forEach(field -> types.add(field.getType()));
    var nodes = new ArrayList<Rels.Window.Call>();
    for (int member : members) {
      Call call = calls.get(member);
      columns[member] = types.size();
      names.add("$w" + types.size());
      types.add(analysis.relType(call.type()));
      nodes.add(
          new Rels.Window.Call(
              call.function(),
              analysis.relType(call.type()),
              call.arguments().stream().map(argument -> places[argument]).toList(),
              call.filter() < 0 ? -1 : places[call.filter()],
              call.frame()));
    }
    return new Rels.Window(
        input,
        spec.partition().stream().map(key -> places[key]).distinct().toList(),
        collation(spec, places),
        nodes,
        Rels.rowType(analysis.types, names, types));
  }

  private static RelCollation collation(Spec spec, int[] places) {
    var fields = new LinkedHashMap<Integer, RelFieldCollation>();
    for (Order order : spec.order()) {
      int column = places[order.input()];
      // A column sorted by before decides nothing more.
      fields.putIfAbsent(
          column,
          new RelFieldCollation(
              column,
              order.direction().isDescending()
                  ? RelFieldCollation.Direction.DESCENDING
                  : RelFieldCollation.Direction.ASCENDING,
              order.direction().nullsFirst()
                  ? RelFieldCollation.NullDirection.FIRST
                  : RelFieldCollation.NullDirection.LAST));
    }
    return RelCollations.of(List.copyOf(fields.values()));
  }

  /** What a call is over the node that {@link #build} made. */
  RexNode output(RelNode rel, Placeholder placeholder) {
    return analysis.rex.makeInputRef(rel, columns[placeholder.getIndex() - Placeholder.WINDOWS]);
  }
}
