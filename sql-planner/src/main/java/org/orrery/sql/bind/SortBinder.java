package org.orrery.sql.bind;

import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;

/** Finds what an entry of ORDER BY, GROUP BY or DISTINCT ON means: an output column or more. */
final class SortBinder {

  private final ExpressionBinder binder;
  private final Analysis analysis;
  private final List<Target> targets;
  private final int visible;

  /**
   * A binder.
   *
   * @param targets the select list; expressions that are not in it are added at its end
   * @param visible how many of them were written
   */
  SortBinder(ExpressionBinder binder, List<Target> targets, int visible) {
    this.binder = binder;
    this.analysis = binder.analysis;
    this.targets = targets;
    this.visible = visible;
  }

  /** The target an entry means; its {@code unknown} becomes text. */
  int find(Expression expression) {
    String clause = binder.clause.label();
    int found = -1;
    switch (expression) {
      case Expression.ColumnRef reference when reference.names().size() == 1 && !reference.star() ->
          found = byName(reference, clause);
      case Expression.IntegerLiteral(int number, int position) -> {
        if (number < 1 || number > visible) {
          throw OrreryException.of(
                  SqlState.INVALID_COLUMN_REFERENCE,
                  "%s position %d is not in select list",
                  clause,
                  number)
              .at(position);
        }
        found = number - 1;
      }
      case Expression.NumericLiteral _,
          Expression.StringLiteral _,
          Expression.NullLiteral _,
          Expression.BitStringLiteral _ ->
          throw OrreryException.of(SqlState.SYNTAX_ERROR, "non-integer constant in %s", clause)
              .at(expression.position());
      default -> {}
    }
    if (found < 0) {
      found = byValue(analysis.coercion.value(binder.bind(expression)));
    }
    Target target = targets.get(found);
    if (target.value().isUnknown()) {
      targets.set(found, target.withValue(analysis.coercion.value(target.value())));
    }
    checkAggregates(found, clause);
    return found;
  }

  /** An output column's name; GROUP BY prefers input columns. */
  private int byName(Expression.ColumnRef reference, String clause) {
    String name = reference.names().getFirst();
    if (binder.clause == Clause.GROUP_BY && isInputColumn(name)) {
      return -1;
    }
    int found = -1;
    for (int i = 0; i < visible; i++) {
      if (!targets.get(i).name().equals(name)) {
        continue;
      }
      if (found >= 0 && !isSame(targets.get(found).value(), targets.get(i).value())) {
        throw OrreryException.of(SqlState.AMBIGUOUS_COLUMN, "%s \"%s\" is ambiguous", clause, name)
            .at(reference.position());
      }
      found = found < 0 ? i : found;
    }
    return found;
  }

  private boolean isInputColumn(String name) {
    for (Namespace.Item item : binder.scope.items()) {
      if (item.areColumnsVisible()
          && item.columns().stream().anyMatch(column -> column.name().equals(name))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Bound a, Bound b) {
    if (a instanceof Bound.Value left && b instanceof Bound.Value right) {
      return left.rex().equals(right.rex());
    }
    return a.equals(b);
  }

  private int byValue(Bound.Value value) {
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).value() instanceof Bound.Value known && known.rex().equals(value.rex())) {
        return i;
      }
    }
    targets.add(Target.of("?column?", value));
    return targets.size() - 1;
  }

  /** What is grouped by holds no aggregate, even when it is named by its place. */
  private void checkAggregates(int found, String clause) {
    if (binder.clause == Clause.GROUP_BY
        && targets.get(found).value() instanceof Bound.Value value) {
      RexNode rex = value.rex();
      Placeholder aggregate = Placeholder.findIn(rex, true);
      if (aggregate != null) {
        throw OrreryException.of(
                SqlState.GROUPING_ERROR, "aggregate functions are not allowed in %s", clause)
            .at(aggregate.position());
      }
      Placeholder window = Placeholder.findWindowIn(rex);
      if (window != null) {
        throw OrreryException.of(
                SqlState.WINDOWING_ERROR, "window functions are not allowed in %s", clause)
            .at(window.position());
      }
    }
  }
}
