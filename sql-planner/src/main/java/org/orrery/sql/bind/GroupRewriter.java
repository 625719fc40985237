package org.orrery.sql.bind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;

/**
 * Moves expressions from the rows that are grouped to the groups. In the checking mode it only
 * finds what is neither grouped nor determined by the keys.
 */
final class GroupRewriter extends RexShuttle {

  private final Analysis analysis;
  private final GroupBinder groups;
  private final Set<CorrelationId> outerIds;
  private final Map<CorrelationId, CorrelationId> renamed = new HashMap<>();
  private final @Nullable PrimaryKeys determined;

  /**
   * A rewriter.
   *
   * @param outerIds correlation variables of the grouped rows
   * @param determined for the checking mode: columns that primary keys determine; else null
   */
  GroupRewriter(
      Analysis analysis,
      GroupBinder groups,
      Set<CorrelationId> outerIds,
      @Nullable PrimaryKeys determined) {
    this.analysis = analysis;
    this.groups = groups;
    this.outerIds = outerIds;
    this.determined = determined;
  }

  /** The variables that the host of the rewritten expressions has to set. */
  Set<CorrelationId> correlations() {
    return Set.copyOf(renamed.values());
  }

  private @Nullable RexNode key(RexNode expression) {
    int key = groups.keys().indexOf(expression);
    if (key < 0) {
      return null;
    }
    return determined == null ? groups.column(key) : expression;
  }

  @Override
  public RexNode visitInputRef(RexInputRef reference) {
    RexNode key = key(reference);
    if (key != null) {
      return key;
    }
    if (determined != null && determined.determines(groups, reference)) {
      groups.addDetermined(reference);
      return reference;
    }
    String name = "column";
    int position = OrreryException.NO_POSITION;
    if (reference instanceof Namespace.ColumnRef column) {
      name = column.display();
      position = column.position();
    }
    throw OrreryException.of(
            SqlState.GROUPING_ERROR,
            "column \"%s\" must appear in the GROUP BY clause or be used in an aggregate function",
            name)
        .at(position);
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RexNode key = key(call);
    return key == null ? super.visitCall(call) : key;
  }

  @Override
  public RexNode visitDynamicParam(RexDynamicParam parameter) {
    if (parameter instanceof Placeholder placeholder) {
      return !placeholder.isAggregate() || determined != null
          ? placeholder
          : groups.output(placeholder);
    }
    RexNode key = key(parameter);
    return key == null ? parameter : key;
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    RexNode key = key(access);
    return key == null ? access : key;
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subquery) {
    RexNode key = key(subquery);
    if (key != null) {
      return key;
    }
    RexSubQuery rewritten = (RexSubQuery) super.visitSubQuery(subquery);
    return outerIds.isEmpty() ? rewritten : rewritten.clone(inner(rewritten.rel));
  }

  /** Rewrites what a subquery says about the grouped rows. */
  private RelNode inner(RelNode rel) {
    var fields =
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable
                    && outerIds.contains(variable.id)
                ? outer(access, variable)
                : access;
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery nested) {
            RexSubQuery rewritten = (RexSubQuery) super.visitSubQuery(nested);
            return rewritten.clone(inner(rewritten.rel));
          }
        };
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            return super.visit(node).accept(fields);
          }
        });
  }

  private RexNode outer(RexFieldAccess access, RexCorrelVariable variable) {
    RexNode column = analysis.rex.makeInputRef(access.getType(), access.getField().getIndex());
    int key = groups.keys().indexOf(column);
    if (key >= 0) {
      if (determined != null) {
        return access;
      }
      CorrelationId id = renamed.computeIfAbsent(variable.id, _ -> analysis.cluster.createCorrel());
      return analysis.rex.makeFieldAccess(analysis.rex.makeCorrel(groups.rowType(), id), key);
    }
    if (determined != null && determined.determines(groups, column)) {
      groups.addDetermined(column);
      return access;
    }
    Analysis.OuterReference reference = analysis.outerReferences.get(access);
    throw OrreryException.of(
            SqlState.GROUPING_ERROR,
            "subquery uses ungrouped column \"%s\" from outer query",
            reference == null ? access.getField().getName() : reference.display())
        .at(reference == null ? OrreryException.NO_POSITION : reference.position());
  }

  /** Which columns of FROM the primary keys among the grouping keys determine. */
  static final class PrimaryKeys {

    private final Analysis analysis;
    private final List<Namespace.Item> items;

    PrimaryKeys(Analysis analysis, List<Namespace.Item> items) {
      this.analysis = analysis;
      this.items = items;
    }

    boolean determines(GroupBinder groups, RexNode column) {
      if (!groups.hasSingleSet()) {
        return false;
      }
      for (Namespace.Item item : items) {
        if (item.relation() != null
            && item.columns().stream().anyMatch(each -> each.rex().equals(column))
            && isKeyGrouped(groups, item)) {
          return true;
        }
      }
      return false;
    }

    private boolean isKeyGrouped(GroupBinder groups, Namespace.Item item) {
      if (item.relation() == null) {
        return false;
      }
      for (var index : analysis.catalog.indexes(item.relation().oid())) {
        if (index.isPrimary()
            && index.keys().stream()
                .allMatch(
                    key ->
                        item.columns().stream()
                            .anyMatch(
                                column ->
                                    column.number() == key.column()
                                        && groups.keys().contains(column.rex())))) {
          return true;
        }
      }
      return false;
    }
  }
}
