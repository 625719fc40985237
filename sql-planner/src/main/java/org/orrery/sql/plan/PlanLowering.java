package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.GapFill;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;

/**
 * Lowers rewritten algebra to a physical plan. Goes top down with the columns that are needed, so
 * that scans read no others.
 */
final class PlanLowering {

  private final PlanContext context;
  private final RexLowering expressions;
  private final ScanLowering scans;
  private final JoinLowering joins;
  private final AggregateLowering aggregates;
  private final WindowLowering windows;

  PlanLowering(PlanContext context) {
    this.context = context;
    this.expressions = new RexLowering(context, this);
    this.scans = new ScanLowering(context);
    this.joins = new JoinLowering(context, this, expressions);
    this.aggregates = new AggregateLowering(context, this);
    this.windows = new WindowLowering(this, expressions);
  }

  /** Lowers a plan with all its columns. */
  PhysicalPlan lower(RelNode node) {
    return lower(node, all(node)).complete();
  }

  static ImmutableBitSet all(RelNode node) {
    return ImmutableBitSet.range(node.getRowType().getFieldCount());
  }

  static List<SqlType> types(RelDataType rowType) {
    List<SqlType> types = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      types.add(PgRelType.typeOf(field.getType()));
    }
    return types;
  }

  /** Lowers a node whose columns in {@code needed} are used. */
  Lowered lower(RelNode node, ImmutableBitSet needed) {
    return switch (node) {
      case Rels.Scan scan -> scans.scan(scan, needed);
      case LogicalFilter filter -> filter(filter, needed);
      case LogicalProject project -> project(project, needed);
      case LogicalJoin join -> joins.join(join, needed);
      case LogicalCorrelate correlate -> joins.correlate(correlate);
      case LogicalAggregate aggregate -> aggregates.aggregate(aggregate);
      case LogicalSort sort -> sort(sort, needed);
      case Rels.Limit limit -> limit(limit, needed);
      case Rels.DistinctOn distinct -> {
        Lowered input =
            lower(distinct.getInput(), needed.union(ImmutableBitSet.of(distinct.keys())));
        yield input.over(
            new PhysicalPlan.DistinctOn(
                input.plan(), distinct.keys().stream().map(input::column).toList()));
      }
      case Rels.LockRows lock -> lockRows(lock, needed);
      case Rels.ProjectSet projectSet -> projectSet(projectSet);
      case Rels.Window window -> windows.window(window, needed);
      default -> Lowered.same(complete(node));
    };
  }

  /** Lowers nodes that keep all their columns. */
  private PhysicalPlan complete(RelNode node) {
    return switch (node) {
      case Rels.ValueRows values ->
          new PhysicalPlan.Values(
              values.rows().stream()
                  .map(row -> row.stream().map(expressions::lowerConstant).toList())
                  .toList(),
              types(values.getRowType()));
      case LogicalValues values when values.getTuples().isEmpty() ->
          new PhysicalPlan.Values(List.of(), types(values.getRowType()));
      case Rels.FunctionScan scan ->
          new PhysicalPlan.FunctionScan(
              calls(scan.calls(), IntUnaryOperator.identity()),
              scan.withOrdinality(),
              types(scan.getRowType()));
      case Union union -> union(union);
      case Intersect intersect -> setOperation(intersect.getInputs(), false, intersect.all);
      case Minus minus -> setOperation(minus.getInputs(), true, minus.all);
      case Rels.Spool spool -> new PhysicalPlan.Spool(spool.number(), lower(spool.getInput()));
      case Rels.RecursiveUnion union ->
          new PhysicalPlan.RecursiveUnion(
              union.number(), union.isAll(), lower(union.getLeft()), lower(union.getRight()));
      case Rels.WorkTable table ->
          new PhysicalPlan.WorkTable(table.number(), types(table.getRowType()));
      case Rels.FillGaps fill -> fillGaps(fill);
      case Rels.Modify modify ->
          new PhysicalPlan.Modify(
              modify.kind(),
              modify.target(),
              lower(modify.getInput()),
              onConflict(modify.onConflict()),
              modify.returning() == null
                  ? null
                  : expressions.lowerAll(modify.returning(), IntUnaryOperator.identity()));
      default -> throw Invariant.broken("cannot lower " + node.getRelTypeName());
    };
  }

  private PhysicalPlan.Modify.@Nullable OnConflict onConflict(
      Rels.Modify.@Nullable OnConflict conflict) {
    if (conflict == null) {
      return null;
    }
    RexNode where = conflict.where();
    return new PhysicalPlan.Modify.OnConflict(
        conflict.arbiters(),
        expressions.lowerAll(conflict.assignments(), IntUnaryOperator.identity()),
        where == null
            ? null
            : expressions.lowerAll(List.of(where), IntUnaryOperator.identity()).getFirst());
  }

  private Lowered filter(LogicalFilter filter, ImmutableBitSet needed) {
    ImmutableBitSet used = needed.union(RelOptUtil.InputFinder.bits(filter.getCondition()));
    Lowered input = lower(filter.getInput(), used);
    SemiJoins semiJoins = new SemiJoins(context, this, expressions);
    return semiJoins.filter(
        input, filter.getCondition(), (plan, condition) -> scans.filter(plan, condition));
  }

  private Lowered project(LogicalProject project, ImmutableBitSet needed) {
    var columns = new int[project.getProjects().size()];
    Arrays.fill(columns, Lowered.ABSENT);
    List<RexNode> kept = new ArrayList<>();
    for (int i : needed) {
      columns[i] = kept.size();
      kept.add(project.getProjects().get(i));
    }
    ImmutableBitSet used = RelOptUtil.InputFinder.bits(kept, null);
    Lowered input = lower(project.getInput(), used);
    List<Expr> lowered = expressions.lowerAll(kept, input::column);
    return new Lowered(new PhysicalPlan.Project(input.plan(), lowered), columns);
  }

  private Lowered projectSet(Rels.ProjectSet projectSet) {
    Lowered input = lower(projectSet.getInput(), all(projectSet.getInput()));
    PhysicalPlan complete = input.complete();
    return Lowered.same(
        new PhysicalPlan.ProjectSet(
            complete, calls(projectSet.calls(), IntUnaryOperator.identity())));
  }

  private List<Expr.Call> calls(List<RexNode> nodes, IntUnaryOperator columns) {
    List<Expr.Call> calls = new ArrayList<>();
    for (Expr expression : expressions.lowerAll(nodes, columns)) {
      if (!(expression instanceof Expr.Call call)) {
        throw Invariant.broken("not a function call: " + expression);
      }
      calls.add(call);
    }
    return calls;
  }

  private Lowered sort(LogicalSort sort, ImmutableBitSet needed) {
    if (sort.offset != null || sort.fetch != null) {
      throw Invariant.broken("a sort does not limit");
    }
    ImmutableBitSet used = needed.union(keyColumns(sort.getCollation()));
    Lowered input = lower(sort.getInput(), used);
    List<SortKey> keys = sortKeys(sort.getCollation(), types(sort.getRowType()), input::column);
    return input.over(keys.isEmpty() ? input.plan() : new PhysicalPlan.Sort(input.plan(), keys));
  }

  private static ImmutableBitSet keyColumns(RelCollation collation) {
    return ImmutableBitSet.of(collation.getKeys());
  }

  /** Sort keys of a collation over columns of {@code types}, moved by {@code columns}. */
  List<SortKey> sortKeys(RelCollation collation, List<SqlType> types, IntUnaryOperator columns) {
    List<SortKey> keys = new ArrayList<>();
    for (RelFieldCollation field : collation.getFieldCollations()) {
      SqlType type = types.get(field.getFieldIndex());
      boolean isDescending = field.getDirection().isDescending();
      boolean nullsFirst =
          switch (field.nullDirection) {
            case FIRST -> true;
            case LAST -> false;
            case UNSPECIFIED -> isDescending;
          };
      keys.add(
          new SortKey(
              columns.applyAsInt(field.getFieldIndex()),
              context.comparison("<", type, type),
              isDescending,
              nullsFirst));
    }
    return keys;
  }

  private Lowered lockRows(Rels.LockRows lock, ImmutableBitSet needed) {
    ImmutableBitSet used = needed;
    for (Rels.LockRows.Table each : lock.tables()) {
      used = used.union(ImmutableBitSet.of(each.column(), each.column() + 1));
    }
    Lowered input = lower(lock.getInput(), used);
    return input.over(
        new PhysicalPlan.LockRows(
            input.plan(),
            lock.tables().stream()
                .map(
                    each ->
                        new PhysicalPlan.LockRows.Table(
                            each.schema(),
                            input.column(each.column()),
                            input.column(each.column() + 1),
                            each.lock(),
                            each.policy()))
                .toList()));
  }

  private Lowered limit(Rels.Limit limit, ImmutableBitSet needed) {
    RelCollation order = limit.withTies() ? collation(limit.getInput()) : null;
    if (limit.withTies() && order == null) {
      throw OrreryException.notSupported("WITH TIES needs the columns of ORDER BY in its input");
    }
    ImmutableBitSet used = order == null ? needed : needed.union(keyColumns(order));
    Lowered input = lower(limit.getInput(), used);
    List<SortKey> ties =
        order == null
            ? List.of()
            : sortKeys(order, types(limit.getInput().getRowType()), input::column);
    return input.over(
        new PhysicalPlan.Limit(
            input.plan(), constant(limit.offset()), constant(limit.fetch()), ties));
  }

  /** The order of a sort, as seen above projections that keep its keys; else null. */
  private static @Nullable RelCollation collation(RelNode node) {
    if (node instanceof LogicalSort sort) {
      return sort.getCollation();
    }
    if (!(node instanceof LogicalProject project)) {
      return null;
    }
    RelCollation below = collation(project.getInput());
    if (below == null) {
      return null;
    }
    List<RelFieldCollation> fields = new ArrayList<>();
    for (RelFieldCollation field : below.getFieldCollations()) {
      int place =
          IntStream.range(0, project.getProjects().size())
              .filter(
                  i ->
                      project.getProjects().get(i) instanceof RexInputRef input
                          && input.getIndex() == field.getFieldIndex())
              .findFirst()
              .orElse(-1);
      if (place < 0) {
        return null;
      }
      fields.add(field.withFieldIndex(place));
    }
    return RelCollations.of(fields);
  }

  private @Nullable Expr constant(@Nullable RexNode node) {
    return node == null ? null : expressions.lowerConstant(node);
  }

  private PhysicalPlan union(Union union) {
    List<PhysicalPlan> inputs = union.getInputs().stream().map(this::lower).toList();
    List<SqlType> types = types(union.getRowType());
    var append = new PhysicalPlan.Append(inputs, types);
    return union.all ? append : distinct(append);
  }

  /** Distinct rows, by all columns. */
  static PhysicalPlan distinct(PhysicalPlan input) {
    if (input.types().isEmpty()) {
      return new PhysicalPlan.Limit(
          input, null, new Expr.Constant(1L, org.orrery.data.type.BuiltinTypes.INT8), List.of());
    }
    List<Integer> keys = IntStream.range(0, input.types().size()).boxed().toList();
    return new PhysicalPlan.HashAggregate(input, keys, List.of(keys), List.of());
  }

  private PhysicalPlan setOperation(List<RelNode> inputs, boolean isExcept, boolean isAll) {
    PhysicalPlan result = lower(inputs.getFirst());
    for (RelNode input : inputs.subList(1, inputs.size())) {
      result = new PhysicalPlan.SetOperation(isExcept, isAll, result, lower(input));
    }
    return result;
  }

  private PhysicalPlan fillGaps(Rels.FillGaps fill) {
    List<GapFill.Role> roles = new ArrayList<>();
    fill.roles().forEach(role -> roles.add(role(role)));
    return new GapFill(
        lower(fill.getInput()),
        fill.bucketColumn(),
        expressions.lowerConstant(fill.width()),
        constant(fill.timeZone()),
        expressions.lowerConstant(fill.start()),
        expressions.lowerConstant(fill.finish()),
        roles);
  }

  private GapFill.Role role(Rels.FillGaps.Role role) {
    Expr previous = overInput(role.previous());
    Expr next = overInput(role.next());
    return switch (role.kind()) {
      case BUCKET -> new GapFill.Role.Bucket();
      case GROUP_KEY -> new GapFill.Role.GroupKey();
      case MISSING -> new GapFill.Role.Missing();
      case LOCF -> new GapFill.Role.Locf(previous, role.treatsNullAsMissing());
      case INTERPOLATE -> new GapFill.Role.Interpolate(previous, next);
    };
  }

  private @Nullable Expr overInput(@Nullable RexNode node) {
    return node == null ? null : expressions.lower(node, IntUnaryOperator.identity());
  }
}
