package org.orrery.sql.exec.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.storage.api.RowLock;

/** Walks over plans. */
public final class Plans {

  private Plans() {}

  /** Direct inputs of a node. */
  public static List<PhysicalPlan> inputs(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.Values _,
          PhysicalPlan.TableScan _,
          PhysicalPlan.SystemScan _,
          PhysicalPlan.FunctionScan _,
          PhysicalPlan.WorkTable _ ->
          List.of();
      case PhysicalPlan.Filter filter -> List.of(filter.input());
      case PhysicalPlan.Project project -> List.of(project.input());
      case PhysicalPlan.ProjectSet set -> List.of(set.input());
      case PhysicalPlan.HashAggregate aggregate -> List.of(aggregate.input());
      case PhysicalPlan.Sort sort -> List.of(sort.input());
      case PhysicalPlan.Limit limit -> List.of(limit.input());
      case PhysicalPlan.DistinctOn distinct -> List.of(distinct.input());
      case PhysicalPlan.LockRows lock -> List.of(lock.input());
      case PhysicalPlan.Window window -> List.of(window.input());
      case PhysicalPlan.HashJoin join -> List.of(join.left(), join.right());
      case PhysicalPlan.NestedLoop join -> List.of(join.left(), join.right());
      case PhysicalPlan.Append append -> append.inputs();
      case PhysicalPlan.SetOperation operation -> List.of(operation.left(), operation.right());
      case PhysicalPlan.Spool spool -> List.of(spool.input());
      case PhysicalPlan.RecursiveUnion union -> List.of(union.initial(), union.recursive());
      case PhysicalPlan.Modify modify -> List.of(modify.input());
      case GapFill gapFill -> List.of(gapFill.input());
    };
  }

  /** The expressions a node evaluates itself. */
  public static List<Expr> expressions(PhysicalPlan plan) {
    var found = new ArrayList<Expr>();
    switch (plan) {
      case PhysicalPlan.Values values -> values.rows().forEach(found::addAll);
      case PhysicalPlan.TableScan scan -> {
        scan.bounds().forEach(bound -> found.add(bound.value()));
        add(found, scan.filter());
      }
      case PhysicalPlan.FunctionScan scan -> found.addAll(scan.calls());
      case PhysicalPlan.Filter filter -> found.add(filter.condition());
      case PhysicalPlan.Project project -> found.addAll(project.expressions());
      case PhysicalPlan.ProjectSet set -> found.addAll(set.calls());
      case PhysicalPlan.Limit limit -> {
        add(found, limit.offset());
        add(found, limit.fetch());
      }
      case PhysicalPlan.Window window -> {
        for (WindowCall call : window.calls()) {
          add(found, call.frame().start().offset());
          add(found, call.frame().end().offset());
        }
      }
      case PhysicalPlan.HashJoin join -> add(found, join.residual());
      case PhysicalPlan.NestedLoop join -> add(found, join.condition());
      case PhysicalPlan.Modify modify -> {
        modify.target().checks().forEach(check -> found.add(check.condition()));
        var conflict = modify.onConflict();
        if (conflict != null) {
          found.addAll(conflict.assignments());
          add(found, conflict.where());
        }
        if (modify.returning() != null) {
          found.addAll(modify.returning());
        }
      }
      case GapFill gapFill -> addAll(found, gapFill);
      case PhysicalPlan.SystemScan _,
          PhysicalPlan.HashAggregate _,
          PhysicalPlan.Sort _,
          PhysicalPlan.DistinctOn _,
          PhysicalPlan.LockRows _,
          PhysicalPlan.Append _,
          PhysicalPlan.SetOperation _,
          PhysicalPlan.Spool _,
          PhysicalPlan.RecursiveUnion _,
          PhysicalPlan.WorkTable _ -> {
        // These compute nothing themselves.
      }
    }
    return found;
  }

  private static void addAll(List<Expr> found, GapFill gapFill) {
    found.add(gapFill.width());
    add(found, gapFill.timeZone());
    found.add(gapFill.start());
    found.add(gapFill.finish());
    for (GapFill.Role role : gapFill.columns()) {
      switch (role) {
        case GapFill.Role.Locf(var previous, boolean _) -> add(found, previous);
        case GapFill.Role.Interpolate(var previous, var next) -> {
          add(found, previous);
          add(found, next);
        }
        case GapFill.Role.Bucket _, GapFill.Role.GroupKey _, GapFill.Role.Missing _ -> {
          // Without expressions.
        }
      }
    }
  }

  private static void add(List<Expr> found, @Nullable Expr expression) {
    if (expression != null) {
      found.add(expression);
    }
  }

  /** Calls {@code action} for a node and all below it, plans of subqueries included. */
  public static void visit(PhysicalPlan plan, Consumer<PhysicalPlan> action) {
    action.accept(plan);
    for (PhysicalPlan input : inputs(plan)) {
      visit(input, action);
    }
    for (Expr expression : expressions(plan)) {
      Exprs.visit(
          expression,
          node -> {
            if (node instanceof Expr.Subquery subquery) {
              visit(subquery.plan(), action);
            }
          });
    }
  }

  /** Calls {@code action} for every expression in a plan, subqueries' plans included. */
  public static void visitExpressions(PhysicalPlan plan, Consumer<Expr> action) {
    visit(plan, node -> expressions(node).forEach(expression -> Exprs.visit(expression, action)));
  }

  /** Whether running a plan again over the same outer values gives the same rows. */
  public static boolean isRepeatable(PhysicalPlan plan) {
    var isRepeatable = new boolean[] {true};
    visit(plan, node -> isRepeatable[0] &= !(node instanceof PhysicalPlan.Modify));
    visitExpressions(
        plan,
        node ->
            isRepeatable[0] &=
                !(node instanceof Expr.Call call
                    && call.function().volatility() == Volatility.VOLATILE));
    return isRepeatable[0];
  }

  /**
   * Numbers of the spools in a plan whose rows depend on what is bound around them (outer columns,
   * or the last round of a recursion): those must be computed anew for each run of the plan.
   */
  public static int[] variantSpools(PhysicalPlan plan) {
    var numbers = IntStream.builder();
    visit(
        plan,
        node -> {
          if (node instanceof PhysicalPlan.Spool spool && readsAround(spool.input())) {
            numbers.add(spool.number());
          }
        });
    return numbers.build().distinct().toArray();
  }

  private static boolean readsAround(PhysicalPlan plan) {
    var reads = new boolean[1];
    visit(plan, node -> reads[0] |= node instanceof PhysicalPlan.WorkTable);
    visitExpressions(plan, node -> reads[0] |= node instanceof Expr.Outer);
    return reads[0];
  }

  /** Whether no row of a table that a plan scans can come out of it twice. */
  public static boolean givesRowsOnce(PhysicalPlan plan) {
    var isSimple = new boolean[] {true};
    visit(
        plan,
        node ->
            isSimple[0] &=
                node instanceof PhysicalPlan.TableScan
                    || node instanceof PhysicalPlan.Filter
                    || node instanceof PhysicalPlan.Project);
    return isSimple[0];
  }

  /** Whether a plan reads the rows of a storage. */
  public static boolean scansStorage(PhysicalPlan plan, long storageId) {
    var scans = new boolean[1];
    visit(
        plan,
        node ->
            scans[0] |=
                node instanceof PhysicalPlan.TableScan scan
                    && scan.table().storageId() == storageId);
    return scans[0];
  }

  /** How a plan locks rows; null when it does not. */
  public static @Nullable RowLock rowLock(PhysicalPlan plan) {
    if (plan instanceof PhysicalPlan.LockRows lock) {
      return lock.tables().getFirst().lock();
    }
    for (PhysicalPlan input : inputs(plan)) {
      RowLock lock = rowLock(input);
      if (lock != null) {
        return lock;
      }
    }
    return null;
  }
}
