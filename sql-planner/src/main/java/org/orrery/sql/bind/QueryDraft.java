package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.plan.Rels;

/**
 * A query whose columns may still be {@code unknown}: what uses it (UNION, INSERT) can say what
 * types they are before it is finished.
 */
final class QueryDraft {

  private final Analysis analysis;
  private final RelNode input;
  private final Set<CorrelationId> correlations;
  private final List<Target> targets;
  private final int visible;
  private final List<RelFieldCollation> sort = new ArrayList<>();
  private List<Integer> distinctOn = List.of();
  private boolean isDistinct;
  private @Nullable RexNode offset;
  private @Nullable RexNode fetch;
  private boolean withTies;
  private List<Rels.LockRows.Table> locks = List.of();

  /**
   * A draft.
   *
   * @param targets columns over {@code input}; those from {@code visible} on are only sorted by
   * @param correlations what the targets' subqueries need set
   */
  QueryDraft(
      Analysis analysis,
      RelNode input,
      List<Target> targets,
      int visible,
      Set<CorrelationId> correlations) {
    this.analysis = analysis;
    this.input = input;
    this.targets = new ArrayList<>(targets);
    this.visible = visible;
    this.correlations = correlations;
  }

  /** A draft of a finished query. */
  static QueryDraft of(Analysis analysis, RelNode rel, List<Target> columns) {
    List<Target> targets = Relations.references(analysis, rel, columns);
    return new QueryDraft(analysis, rel, targets, targets.size(), Set.of());
  }

  static QueryDraft of(Analysis analysis, BoundQuery query) {
    return of(analysis, query.rel(), query.columns());
  }

  List<Target> columns() {
    return targets.subList(0, visible);
  }

  void setValue(int column, Bound value) {
    targets.set(column, targets.get(column).withValue(value));
  }

  void setDistinct() {
    isDistinct = true;
  }

  void setDistinctOn(List<Integer> keys) {
    distinctOn = keys;
  }

  /** Locks rows of tables; the columns are those of the targets. */
  void lock(List<Rels.LockRows.Table> tables) {
    locks = tables;
  }

  void sortBy(int column, SortDirections.Direction direction) {
    sort.add(
        new RelFieldCollation(
            column,
            direction.isDescending()
                ? RelFieldCollation.Direction.DESCENDING
                : RelFieldCollation.Direction.ASCENDING,
            direction.nullsFirst()
                ? RelFieldCollation.NullDirection.FIRST
                : RelFieldCollation.NullDirection.LAST));
  }

  void limit(@Nullable RexNode newOffset, @Nullable RexNode newFetch, boolean newWithTies) {
    offset = newOffset;
    fetch = newFetch;
    withTies = newWithTies;
  }

  /** Builds the query; columns that are still unknown become text. */
  BoundQuery finish() {
    var expressions = new ArrayList<RexNode>();
    var names = new ArrayList<String>();
    for (int i = 0; i < targets.size(); i++) {
      Bound.Value value = analysis.coercion.value(targets.get(i).value());
      setValue(i, value);
      expressions.add(value.rex());
      names.add(targets.get(i).name());
    }
    RelNode rel = Relations.project(input, expressions, names, correlations);
    if (isDistinct) {
      rel =
          LogicalAggregate.create(
              rel, List.of(), ImmutableBitSet.range(targets.size()), null, List.of());
    }
    if (!sort.isEmpty()) {
      rel = LogicalSort.create(rel, RelCollations.of(sort), null, null);
    }
    if (!distinctOn.isEmpty()) {
      rel = new Rels.DistinctOn(rel, distinctOn);
    }
    if (!locks.isEmpty()) {
      rel = new Rels.LockRows(rel, locks);
    }
    if (offset != null || fetch != null) {
      rel = new Rels.Limit(rel, offset, fetch, withTies);
    }
    if (visible < targets.size()) {
      var kept = new ArrayList<RexNode>();
      for (int i = 0; i < visible; i++) {
        kept.add(analysis.rex.makeInputRef(rel, i));
      }
      rel = Relations.project(rel, kept, names.subList(0, visible));
    }
    return new BoundQuery(rel, Relations.references(analysis, rel, columns()));
  }
}
