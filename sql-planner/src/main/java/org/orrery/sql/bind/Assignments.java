package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Assignment;
import org.orrery.sql.parser.ast.AssignmentTarget;
import org.orrery.sql.parser.ast.Expression;

/** Binds the SET of UPDATE and of ON CONFLICT DO UPDATE. */
final class Assignments {

  private final Analysis analysis;
  private final WriteTarget target;
  private final Scope scope;

  Assignments(Analysis analysis, WriteTarget target, Scope scope) {
    this.analysis = analysis;
    this.target = target;
    this.scope = scope;
  }

  /**
   * The new row: assigned columns, and the others as they are.
   *
   * @param rowType of the scope's row, which begins with the table's columns
   */
  List<RexNode> bind(List<Assignment> assignments, RelDataType rowType) {
    var row = new ArrayList<@Nullable RexNode>();
    target.columns().forEach(_ -> row.add(null));
    var binder = ExpressionBinder.plain(scope, Clause.UPDATE);
    for (Assignment assignment : assignments) {
      List<Expression> values = values(assignment);
      for (int i = 0; i < values.size(); i++) {
        AssignmentTarget column = assignment.targets().get(i);
        int index = target.column(column);
        if (row.get(index) != null) {
          throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "multiple assignments to same column \"%s\"", column.column());
        }
        target.changes(List.of(index));
        if (values.get(i) instanceof Expression.SetToDefault) {
          row.set(index, target.defaultOf(index));
        } else {
          row.set(index, target.assign(index, binder.bind(values.get(i))));
          target.checkUpdatable(index);
        }
      }
    }
    var complete = new ArrayList<RexNode>();
    for (int i = 0; i < row.size(); i++) {
      RexNode assigned = row.get(i);
      complete.add(
          assigned == null
              ? analysis.rex.makeInputRef(rowType.getFieldList().get(i).getType(), i)
              : assigned);
    }
    return complete;
  }

  /** The values of an assignment, one for each of its columns. */
  private static List<Expression> values(Assignment assignment) {
    if (!assignment.multiple()) {
      return List.of(assignment.value());
    }
    if (assignment.value() instanceof Expression.ScalarSubquery subquery) {
      throw OrreryException.notSupported(
              "assigning several columns from a subquery is not supported yet")
          .at(subquery.position());
    }
    if (!(assignment.value() instanceof Expression.Row row)) {
      if (assignment.targets().size() == 1) {
        return List.of(assignment.value());
      }
      throw OrreryException.notSupported(
              "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression")
          .at(Positions.start(assignment.value()));
    }
    if (row.fields().size() != assignment.targets().size()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "number of columns does not match number of values")
          .at(row.position());
    }
    return row.fields();
  }
}
