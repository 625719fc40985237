package org.orrery.sql.bind;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.orrery.sql.plan.Rels;

/** Makes algebra nodes as the binder needs them: nothing is simplified. */
final class Relations {

  private Relations() {}

  static RelNode project(RelNode input, List<RexNode> expressions, List<String> names) {
    return project(input, expressions, names, Set.of());
  }

  /** A projection; none when it would give its input's columns as they are. */
  static RelNode project(
      RelNode input,
      List<RexNode> expressions,
      List<String> names,
      Set<CorrelationId> correlations) {
    if (isIdentity(input, expressions)) {
      return input;
    }
    return LogicalProject.create(
        input, List.of(), expressions, names, used(expressions, correlations));
  }

  /** The variables that are worth setting: none where nothing is a subquery. */
  private static ImmutableSet<CorrelationId> used(
      List<RexNode> expressions, Set<CorrelationId> correlations) {
    return expressions.stream().anyMatch(QueryBinder::hasSubquery)
        ? ImmutableSet.copyOf(correlations)
        : ImmutableSet.of();
  }

  private static boolean isIdentity(RelNode input, List<RexNode> expressions) {
    if (input.getRowType().getFieldCount() != expressions.size()) {
      return false;
    }
    for (int i = 0; i < expressions.size(); i++) {
      if (!(expressions.get(i) instanceof RexInputRef reference) || reference.getIndex() != i) {
        return false;
      }
    }
    return true;
  }

  static RelNode filter(RelNode input, RexNode condition, Set<CorrelationId> correlations) {
    return LogicalFilter.create(input, condition, used(List.of(condition), correlations));
  }

  /** One row without columns: what a SELECT without FROM reads. */
  static RelNode oneRow(Analysis analysis) {
    return new Rels.ValueRows(
        analysis.cluster, List.of(List.of()), Rels.rowType(analysis.types, List.of(), List.of()));
  }

  /** A row type of targets' types; names are made unique as Calcite wants them. */
  static RelDataType rowType(Analysis analysis, List<Target> columns) {
    var names = new ArrayList<String>();
    var types = new ArrayList<RelDataType>();
    for (Target column : columns) {
      names.add(column.name());
      types.add(analysis.relType(column.value().type()));
    }
    return Rels.rowType(
        analysis.types,
        org.apache.calcite.sql.validate.SqlValidatorUtil.uniquify(names, true),
        types);
  }

  /** References to all columns of a node, described as {@code columns} are. */
  static List<Target> references(Analysis analysis, RelNode rel, List<Target> columns) {
    var references = new ArrayList<Target>();
    for (int i = 0; i < columns.size(); i++) {
      Target column = columns.get(i);
      references.add(
          column.withValue(
              new Bound.Value(
                  analysis.rex.makeInputRef(rel, i),
                  column.value().type(),
                  column.value().typmod(),
                  column.value().position())));
    }
    return references;
  }
}
