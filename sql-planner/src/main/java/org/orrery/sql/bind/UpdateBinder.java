package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.bind.FromBinder.Source;
import org.orrery.sql.exec.plan.PhysicalPlan;
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
    RelNode scan = relations.scan(target.relation(), true);
    TableRef.Alias alias = table.alias();
    String name = alias == null ? target.relation().name() : alias.name();
    var first =
        new Source(scan, List.of(relations.item(target.relation(), scan, name, null, alias)));
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
    List<RexNode> row =
        new Assignments(analysis, rows.target(), rows.scope())
            .bind(update.assignments(), rows.rel().getRowType());
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
}
