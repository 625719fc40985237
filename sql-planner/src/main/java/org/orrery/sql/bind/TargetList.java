package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.bind.Namespace.Item;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.TargetItem;

/** Binds select and RETURNING lists, with stars expanded. */
final class TargetList {

  private TargetList() {}

  static List<Target> bind(ExpressionBinder binder, List<TargetItem> items) {
    var targets = new ArrayList<Target>();
    for (TargetItem item : items) {
      switch (item.expression()) {
        case Expression.ColumnRef reference when reference.star() ->
            star(binder, reference, targets);
        case Expression.FieldSelection(Expression operand, String field, int position)
            when field == null
                && operand instanceof Expression.ColumnRef reference
                && !reference.star()
                && binder.scope.itemOrNull(reference.names()) != null ->
            targets.addAll(
                binder.scope.expand(binder.scope.item(reference.names(), position), position));
        case Expression.FieldSelection(Expression operand, String field, int position)
            when field == null ->
            targets.addAll(Composites.expand(binder.analysis, binder.bind(operand), position));
        default -> targets.add(Target.of(ColumnNames.of(item), binder.bind(item.expression())));
      }
    }
    return targets;
  }

  private static void star(
      ExpressionBinder binder, Expression.ColumnRef reference, List<Target> targets) {
    Scope scope = binder.scope;
    int position = reference.position();
    if (!reference.names().isEmpty()) {
      targets.addAll(scope.expand(scope.item(reference.names(), position), position));
      return;
    }
    if (scope.items().isEmpty()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "SELECT * with no tables specified is not valid")
          .at(position);
    }
    for (Item item : scope.items()) {
      if (item.areColumnsVisible()) {
        targets.addAll(scope.expand(new Scope.Found(scope, item), position));
      }
    }
  }

  /** The expressions, {@code unknown} as text. */
  static List<RexNode> expressions(Analysis analysis, List<Target> targets) {
    var expressions = new ArrayList<RexNode>();
    targets.forEach(target -> expressions.add(analysis.coercion.value(target.value()).rex()));
    return expressions;
  }
}
