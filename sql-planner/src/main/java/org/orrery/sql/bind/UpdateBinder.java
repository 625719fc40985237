package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.bind.FromBinder.Source;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.parser.ast.Assignment;
import org.orrery.sql.parser.ast.AssignmentTarget;
import org.orrery.sql.parser.ast.DeleteStatement;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.UpdateStatement;
import org.orrery.sql.parser.ast.WithClause;
import org.orrery.sql.plan.Rels;

/**
 * Binds UPDATE and DELETE. Both read the table with row names, then what FROM or USING adds, so the
 * input of the write is the row, its name, and the other tables' columns for RETURNING.
 */
final class UpdateBinder {

  private final Analysis analysis;
  private final RelationBinder relations;

  UpdateBinder(Analysis analysis) {
    this.analysis = analysis;
    this.relations = new RelationBinder(analysis);
  }

  /** The rows to write and the names over them. */
  private record Rows(WriteTarget target, RelNode rel, Scope scope) {}

  private Rows rows(
      TableRef.Relation table, @Nullable WithClause with, List<TableRef> others, String verb) {
    WriteTarget target = WriteTarget.find(analysis, table.name(), verb);
    Scope outer = Scope.inside(analysis, null);
    if (with != null) {
      new WithBinder(analysis, outer).bind(with);
    }
    Scope scope = Scope.inside(analysis, outer);
    RelNode scan = relations.scan(target.table(), true);
    TableRef.Alias alias = table.alias();
    String name = alias == null ? target.table().name() : alias.name();
    var first = new Source(scan, List.of(relations.item(target.table(), scan, name, null, alias)));
    Source all = new FromBinder(scope).after(first, others);
    scope.setItems(all.items(), all.rel().getRowType());
    return new Rows(target, all.rel(), scope);
  }

  private RelNode filtered(RelNode rel, @Nullable Expression where, Scope scope) {
    if (where == null) {
      return rel;
    }
    RexNode condition = ExpressionBinder.plain(scope, Clause.WHERE).condition(where, "WHERE");
    return Relations.filter(rel, condition, scope.takeCorrelations());
  }

  /** A row that several others match is written once. */
  private static RelNode once(RelNode rel, WriteTarget target, List<TableRef> others) {
    if (others.isEmpty()) {
      return rel;
    }
    int chunk = target.columns().size();
    RelNode sorted =
        LogicalSort.create(
            rel,
            RelCollations.of(new RelFieldCollation(chunk), new RelFieldCollation(chunk + 1)),
            null,
            null);
    return new Rels.DistinctOn(sorted, List.of(chunk, chunk + 1));
  }

  BoundQuery bind(DeleteStatement delete) {
    Rows rows = rows(delete.table(), delete.with(), delete.using(), "delete from");
    RelNode rel = filtered(rows.rel(), delete.where(), rows.scope());
    return write(
        rows,
        once(rel, rows.target(), delete.using()),
        PhysicalPlan.Modify.Kind.DELETE,
        delete.returning());
  }

  BoundQuery bind(UpdateStatement update) {
    Rows rows = rows(update.table(), update.with(), update.from(), "update");
    List<RexNode> row = assignments(rows, update.assignments());
    var correlations = rows.scope().takeCorrelations();
    RelNode rel = filtered(rows.rel(), update.where(), rows.scope());
    rel = once(rel, rows.target(), update.from());
    var expressions = new ArrayList<RexNode>();
    int width = rel.getRowType().getFieldCount();
    for (int i = 0; i < width; i++) {
      expressions.add(i < row.size() ? row.get(i) : analysis.rex.makeInputRef(rel, i));
    }
    RelNode input =
        Relations.project(rel, expressions, rel.getRowType().getFieldNames(), correlations);
    return write(rows, input, PhysicalPlan.Modify.Kind.UPDATE, update.returning());
  }

  private BoundQuery write(
      Rows rows, RelNode input, PhysicalPlan.Modify.Kind kind, List<TargetItem> returning) {
    return rows.target().modify(input, kind, returning, rows.scope());
  }

  /** The new row: assigned columns, and the others as they are. */
  private List<RexNode> assignments(Rows rows, List<Assignment> assignments) {
    WriteTarget target = rows.target();
    var row = new ArrayList<@Nullable RexNode>();
    target.columns().forEach(_ -> row.add(null));
    var binder = ExpressionBinder.plain(rows.scope(), Clause.UPDATE);
    for (Assignment assignment : assignments) {
      List<Expression> values = values(assignment);
      for (int i = 0; i < values.size(); i++) {
        AssignmentTarget column = assignment.targets().get(i);
        int index = target.column(column);
        if (row.get(index) != null) {
          throw OrreryException.of(
              SqlState.SYNTAX_ERROR, "multiple assignments to same column \"%s\"", column.column());
        }
        row.set(
            index,
            values.get(i) instanceof Expression.SetToDefault
                ? target.defaultOf(index)
                : target.assign(index, binder.bind(values.get(i))));
      }
    }
    var complete = new ArrayList<RexNode>();
    for (int i = 0; i < row.size(); i++) {
      RexNode assigned = row.get(i);
      complete.add(assigned == null ? analysis.rex.makeInputRef(rows.rel(), i) : assigned);
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
