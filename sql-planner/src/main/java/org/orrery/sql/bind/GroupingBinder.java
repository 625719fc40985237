package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.QueryBody.GroupingElement;

/** GROUP BY to keys and grouping sets. */
final class GroupingBinder {

  private static final int CUBE_MAX = 12;
  private static final int SETS_MAX = 4096;

  private final ExpressionBinder binder;
  private final SortBinder entries;
  private final List<Target> targets;
  private final List<RexNode> keys = new ArrayList<>();

  GroupingBinder(ExpressionBinder binder, SortBinder entries, List<Target> targets) {
    this.binder = binder;
    this.entries = entries;
    this.targets = targets;
  }

  /** Keys without repetitions, and the indexes of those in each grouping set. */
  record Grouping(List<RexNode> keys, List<List<Integer>> sets) {}

  Grouping bind(QueryBody.GroupBy groupBy) {
    int written = targets.size();
    List<List<Integer>> sets = List.of(List.of());
    for (GroupingElement element : groupBy.elements()) {
      sets = product(sets, sets(element));
      if (sets.size() > SETS_MAX) {
        throw OrreryException.of(
                SqlState.STATEMENT_TOO_COMPLEX,
                "too many grouping sets present (maximum %d)",
                SETS_MAX)
            .at(groupBy.position());
      }
    }
    if (groupBy.distinct()) {
      sets = distinct(sets);
    }
    // What is only grouped by is not part of the output.
    while (targets.size() > written) {
      targets.removeLast();
    }
    return new Grouping(keys, sets);
  }

  private static List<List<Integer>> distinct(List<List<Integer>> sets) {
    Set<Set<Integer>> seen = new LinkedHashSet<>();
    var kept = new ArrayList<List<Integer>>();
    for (List<Integer> set : sets) {
      if (seen.add(Set.copyOf(set))) {
        kept.add(set);
      }
    }
    return kept;
  }

  private static List<List<Integer>> product(List<List<Integer>> left, List<List<Integer>> right) {
    var product = new ArrayList<List<Integer>>();
    for (List<Integer> a : left) {
      for (List<Integer> b : right) {
        var both = new LinkedHashSet<>(a);
        both.addAll(b);
        product.add(List.copyOf(both));
      }
    }
    return product;
  }

  private List<List<Integer>> sets(GroupingElement element) {
    return switch (element) {
      case GroupingElement.GroupingExpression(Expression expression, int _) ->
          List.of(List.copyOf(new LinkedHashSet<>(keysOf(expression))));
      case GroupingElement.EmptyGroupingSet _ -> List.of(List.of());
      case GroupingElement.Rollup(var expressions, int _) -> {
        var sets = new ArrayList<List<Integer>>();
        var prefix = new LinkedHashSet<Integer>();
        sets.add(List.of());
        for (Expression expression : expressions) {
          prefix.addAll(keysOf(expression));
          sets.addFirst(List.copyOf(prefix));
        }
        yield sets;
      }
      case GroupingElement.Cube(var expressions, int position) -> {
        if (expressions.size() > CUBE_MAX) {
          throw OrreryException.of(
                  SqlState.TOO_MANY_COLUMNS, "CUBE is limited to %d elements", CUBE_MAX)
              .at(position);
        }
        List<List<Integer>> sets = List.of(List.of());
        for (Expression expression : expressions) {
          sets = product(sets, List.of(keysOf(expression), List.of()));
        }
        yield sets;
      }
      case GroupingElement.GroupingSets(var elements, int _) -> {
        var sets = new ArrayList<List<Integer>>();
        elements.forEach(each -> sets.addAll(sets(each)));
        yield sets;
      }
    };
  }

  /** Keys of an entry; a row in parentheses stands for its fields. */
  private List<Integer> keysOf(Expression expression) {
    if (expression instanceof Expression.Row(var fields, boolean explicit, int _) && !explicit) {
      var all = new ArrayList<Integer>();
      fields.forEach(field -> all.addAll(keysOf(field)));
      return all;
    }
    int target = entries.find(expression);
    Bound.Value value = binder.analysis.coercion.value(targets.get(target).value());
    binder.operators.requireEquality(value.type(), expression.position());
    int key = keys.indexOf(value.rex());
    if (key < 0) {
      key = keys.size();
      keys.add(value.rex());
    }
    return List.of(key);
  }
}
