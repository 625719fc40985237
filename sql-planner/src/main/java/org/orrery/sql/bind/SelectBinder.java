package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement.LockingClause;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.plan.Rels;

/** Binds one SELECT: FROM, WHERE, grouping, the select list and what sorts it. */
final class SelectBinder {

  private final Analysis analysis;
  private final Scope scope;
  private final QueryBody.Select select;
  private final List<SortItem> orderBy;
  private final List<LockingClause> lockingClauses;
  private final AggregateCalls aggregates;
  private final SetCalls sets = new SetCalls();
  private final WindowCalls windows;
  private final WindowBinder windowBinder;
  private List<Target> targets = new ArrayList<>();
  private int visible;

  SelectBinder(
      Scope scope,
      QueryBody.Select select,
      List<SortItem> orderBy,
      List<LockingClause> lockingClauses) {
    this.lockingClauses = lockingClauses;
    this.analysis = scope.analysis;
    this.scope = scope;
    this.select = select;
    this.orderBy = orderBy;
    this.aggregates = new AggregateCalls(analysis);
    this.windows = new WindowCalls(analysis);
    this.windowBinder = new WindowBinder(scope, aggregates, windows);
  }

  private ExpressionBinder output(Clause clause) {
    return new ExpressionBinder(scope, clause, aggregates, sets, windowBinder);
  }

  private record Sorted(int column, SortDirections.Direction direction) {}

  QueryDraft bind() {
    var into = select.into();
    if (into != null) {
      throw OrreryException.notSupported("SELECT INTO is not supported here").at(into.position());
    }
    var locking = new RowLocking(analysis, lockingClauses);
    if (!lockingClauses.isEmpty()) {
      scope.setLocking(locking);
    }
    RelNode rel = new FromBinder(scope).bind(select.from());
    windowBinder.define(select.windows());
    targets = new ArrayList<>(TargetList.bind(output(Clause.SELECT), select.targets()));
    visible = targets.size();
    Set<CorrelationId> correlations = new HashSet<>(scope.takeCorrelations());
    RexNode where = null;
    Expression whereExpression = select.where();
    if (whereExpression != null) {
      where = ExpressionBinder.plain(scope, Clause.WHERE).condition(whereExpression, "WHERE");
      rel = Relations.filter(rel, where, scope.takeCorrelations());
    }
    Expression havingExpression = select.having();
    RexNode having =
        havingExpression == null
            ? null
            : new ExpressionBinder(scope, Clause.HAVING, aggregates, null)
                .condition(havingExpression, "HAVING");
    List<Sorted> sorted = sort();
    GroupingBinder.Grouping grouping = grouping();
    List<Integer> distinctOn = distinctOn(sorted);
    checkDistinct();
    List<Rels.LockRows.Table> locks = List.of();
    if (!lockingClauses.isEmpty()) {
      checkLocking(grouping != null);
      locks = locking.addRowNames(scope.items(), targets);
    }
    correlations.addAll(scope.takeCorrelations());
    if (grouping != null || having != null || !aggregates.isEmpty()) {
      rel = new Grouped(grouping, having, where, correlations).bind(rel);
      correlations = hostCorrelations;
    } else {
      plainBuckets();
    }
    rel = addWindows(rel, correlations);
    rel = expandSets(rel);
    var draft = new QueryDraft(analysis, rel, targets, visible, correlations);
    sorted.forEach(item -> draft.sortBy(item.column(), item.direction()));
    draft.lock(locks);
    if (!distinctOn.isEmpty()) {
      draft.setDistinctOn(distinctOn);
    } else if (select.distinct().isDistinct()) {
      draft.setDistinct();
    }
    return draft;
  }

  /** Rows can be locked only where each row of the result comes from one row of a table. */
  private void checkLocking(boolean isGrouped) {
    String beside =
        select.distinct().isDistinct()
            ? "DISTINCT clause"
            : isGrouped
                ? "GROUP BY clause"
                : select.having() != null
                    ? "HAVING clause"
                    : !aggregates.isEmpty()
                        ? "aggregate functions"
                        : !windows.isEmpty()
                            ? "window functions"
                            : sets.isEmpty() ? null : "set-returning functions in the target list";
    if (beside != null) {
      RowLocking.refuse(lockingClauses, beside);
    }
  }

  private Set<CorrelationId> hostCorrelations = Set.of();

  private List<Sorted> sort() {
    var sorted = new ArrayList<Sorted>();
    var binder = new SortBinder(output(Clause.ORDER_BY), targets, visible);
    for (SortItem item : orderBy) {
      int column = binder.find(item.expression());
      SqlType type = targets.get(column).value().type();
      SortDirections.Direction direction =
          SortDirections.of(
              new OperatorResolver(analysis), item, type, item.expression().position());
      if (sorted.stream().noneMatch(known -> known.column() == column)) {
        sorted.add(new Sorted(column, direction));
      }
    }
    return sorted;
  }

  private GroupingBinder.@Nullable Grouping grouping() {
    QueryBody.GroupBy groupBy = select.groupBy();
    if (groupBy == null) {
      return null;
    }
    var binder = new ExpressionBinder(scope, Clause.GROUP_BY, null, null);
    return new GroupingBinder(binder, new SortBinder(binder, targets, visible), targets)
        .bind(groupBy);
  }

  private List<Integer> distinctOn(List<Sorted> sorted) {
    var keys = new ArrayList<Integer>();
    var binder = new SortBinder(output(Clause.DISTINCT_ON), targets, visible);
    for (Expression expression : select.distinct().on()) {
      int key = binder.find(expression);
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    // The keys must be what the rows are sorted by first, in any order.
    for (int i = 0; i < Math.min(keys.size(), sorted.size()); i++) {
      if (!keys.contains(sorted.get(i).column())) {
        throw OrreryException.of(
                SqlState.INVALID_COLUMN_REFERENCE,
                "SELECT DISTINCT ON expressions must match initial ORDER BY expressions")
            .at(select.distinct().on().getFirst().position());
      }
    }
    var operators = new OperatorResolver(analysis);
    for (int key : keys) {
      if (sorted.stream().noneMatch(known -> known.column() == key)) {
        Bound value = targets.get(key).value();
        operators.requireOrdering(value.type(), value.position());
        sorted.add(new Sorted(key, new SortDirections.Direction(false, false)));
      }
    }
    return keys;
  }

  private void checkDistinct() {
    if (!select.distinct().isDistinct() || !select.distinct().on().isEmpty()) {
      return;
    }
    if (targets.size() > visible) {
      throw OrreryException.of(
              SqlState.INVALID_COLUMN_REFERENCE,
              "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
          .at(targets.get(visible).value().position());
    }
    var operators = new OperatorResolver(analysis);
    for (int i = 0; i < visible; i++) {
      Bound.Value value = analysis.coercion.value(targets.get(i).value());
      targets.set(i, targets.get(i).withValue(value));
      operators.requireEquality(value.type(), value.position());
    }
  }

  /** The grouping of this SELECT. */
  private final class Grouped {

    private final GroupingBinder.@Nullable Grouping grouping;
    private final @Nullable RexNode having;
    private final @Nullable RexNode where;
    private final Set<CorrelationId> correlations;

    Grouped(
        GroupingBinder.@Nullable Grouping grouping,
        @Nullable RexNode having,
        @Nullable RexNode where,
        Set<CorrelationId> correlations) {
      this.grouping = grouping;
      this.having = having;
      this.where = where;
      this.correlations = correlations;
    }

    RelNode bind(RelNode input) {
      var groups =
          grouping == null
              ? new GroupBinder(analysis, aggregates, List.of(), List.of(List.of()))
              : new GroupBinder(analysis, aggregates, grouping.keys(), grouping.sets());
      groups.checkGroupings();
      var primaryKeys = new GroupRewriter.PrimaryKeys(analysis, scope.items());
      var checker = new GroupRewriter(analysis, groups, correlations, primaryKeys);
      forEachValue(value -> value.rex().accept(checker));
      if (having != null) {
        having.accept(checker);
      }
      GapFillBinder gapFill = GapFillBinder.find(scope, input, where, groups);
      if (gapFill != null && !windows.isEmpty()) {
        throw OrreryException.notSupported(
                "window functions beside time_bucket_gapfill are not supported")
            .withHint("Fill gaps in a subquery and use the window function outside of it.");
      }
      RelNode rel = groups.build(input, correlations);
      if (having != null) {
        var rewriter = new GroupRewriter(analysis, groups, correlations, null);
        RexNode condition = having.accept(rewriter);
        rel = Relations.filter(rel, condition, rewriter.correlations());
      }
      var rewriter = new GroupRewriter(analysis, groups, correlations, null);
      replaceValues(value -> value.rex().accept(rewriter));
      hostCorrelations = rewriter.correlations();
      if (gapFill == null) {
        plainBuckets();
        return rel;
      }
      return gapFill.fill(rel, targets, hostCorrelations);
    }
  }

  /** Without filling, the functions of gap filling are plain ones. */
  private void plainBuckets() {
    replaceValues(value -> GapFillBinder.plain(scope, value.rex()));
  }

  private void forEachValue(java.util.function.Consumer<Bound.Value> action) {
    for (Target target : targets) {
      switch (target.value()) {
        case Bound.Value value -> action.accept(value);
        case Bound.Row row -> action.accept(analysis.coercion.value(row));
        case Bound.Composite composite -> action.accept(analysis.coercion.value(composite));
        case Bound.Literal _, Bound.Parameter _ -> {}
      }
    }
    sets.calls().forEach(call -> action.accept(value(call)));
    windows.inputs().forEach(input -> action.accept(value(input)));
  }

  private void replaceValues(java.util.function.Function<Bound.Value, RexNode> rewrite) {
    for (int i = 0; i < targets.size(); i++) {
      Bound bound = targets.get(i).value();
      if (!bound.isUnknown()) {
        Bound.Value value = analysis.coercion.value(bound);
        targets.set(
            i,
            targets
                .get(i)
                .withValue(
                    new Bound.Value(
                        rewrite.apply(value), value.type(), value.typmod(), value.position())));
      }
    }
    for (int i = 0; i < sets.calls().size(); i++) {
      sets.calls().set(i, rewrite.apply(value(sets.calls().get(i))));
    }
    windows.inputs().replaceAll(input -> rewrite.apply(value(input)));
  }

  private static Bound.Value value(RexNode rex) {
    SqlType type = org.orrery.sql.plan.PgRelType.typeOf(rex.getType());
    return new Bound.Value(rex, type, -1, OrreryException.NO_POSITION);
  }

  /** Adds the window calls as columns. */
  private RelNode addWindows(RelNode input, Set<CorrelationId> correlations) {
    if (windows.isEmpty()) {
      return input;
    }
    RelNode rel = windows.build(input, correlations);
    var shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitDynamicParam(RexDynamicParam reference) {
            return reference instanceof Placeholder placeholder && placeholder.isWindow()
                ? windows.output(rel, placeholder)
                : reference;
          }
        };
    replaceValues(value -> value.rex().accept(shuttle));
    return rel;
  }

  /** Adds the set-returning calls of the select list as columns. */
  private RelNode expandSets(RelNode input) {
    if (sets.isEmpty()) {
      return input;
    }
    int width = input.getRowType().getFieldCount();
    RelNode rel = sets.hasRows() ? lateral(input) : projectSet(input);
    var shuttle =
        new RexShuttle() {
          @Override
          public RexNode visitDynamicParam(RexDynamicParam reference) {
            return reference instanceof Placeholder placeholder && placeholder.isSet()
                ? analysis.rex.makeInputRef(rel, width + placeholder.getIndex() - Placeholder.SETS)
                : reference;
          }
        };
    replaceValues(value -> value.rex().accept(shuttle));
    return rel;
  }

  private RelNode projectSet(RelNode input) {
    var names = new ArrayList<>(input.getRowType().getFieldNames());
    var types = new ArrayList<RelDataType>();
    input.getRowType().getFieldList().forEach(field -> types.add(field.getType()));
    for (RelDataType type : sets.columnTypes()) {
      names.add("$set" + names.size());
      types.add(type);
    }
    return new Rels.ProjectSet(input, sets.calls(), Rels.rowType(analysis.types, names, types));
  }

  /** Calls that give rows: what they would be in FROM, beside each other. */
  private RelNode lateral(RelNode input) {
    CorrelationId id = analysis.cluster.createCorrel();
    RexNode row = analysis.rex.makeCorrel(input.getRowType(), id);
    var outer =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return analysis.rex.makeFieldAccess(row, reference.getIndex());
          }
        };
    var names = new ArrayList<String>();
    sets.columnTypes().forEach(_ -> names.add("$set" + names.size()));
    RelNode calls =
        new Rels.FunctionScan(
            analysis.cluster,
            outer.visitList(sets.calls()),
            false,
            Rels.rowType(analysis.types, names, sets.columnTypes()));
    ImmutableBitSet all = ImmutableBitSet.range(input.getRowType().getFieldCount());
    return LogicalCorrelate.create(input, calls, List.of(), id, all, JoinRelType.INNER);
  }
}
