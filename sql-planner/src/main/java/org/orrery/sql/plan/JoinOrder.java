package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.TableEntry;

/**
 * Reorders chains of inner joins whose written order pairs all rows of two sides though an equality
 * further on connects them: each step joins the smallest input that an equality connects to those
 * before it. Other joins stay as written.
 */
final class JoinOrder {

  private static final double ROWS_DEFAULT = 1_000;
  private static final double EQUAL_SHARE = 0.01;
  private static final double FILTER_SHARE = 0.3;

  private final PlanContext context;

  JoinOrder(PlanContext context) {
    this.context = context;
  }

  /** Reorders all chains of a plan; the row type stays the same. */
  RelNode rewrite(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            return visitChildren(isChained(node) ? new Chain((LogicalJoin) node).ordered() : node);
          }
        });
  }

  private static boolean isChained(RelNode node) {
    return node instanceof LogicalJoin join
        && join.getJoinType() == JoinRelType.INNER
        && join.getVariablesSet().isEmpty()
        && RexUtil.isDeterministic(join.getCondition());
  }

  /** An input of a chain. {@code columns} are its places in the chain's row. */
  private record Leaf(RelNode rel, ImmutableBitSet columns, double rows) {}

  /** One tree of inner joins. */
  private final class Chain {

    private final LogicalJoin root;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<RexNode> conjuncts = new ArrayList<>();
    private int crossProducts;

    Chain(LogicalJoin root) {
      this.root = root;
    }

    RelNode ordered() {
      collect(root, 0);
      if (crossProducts == 0 || leaves.size() < 3) {
        return root;
      }
      List<Leaf> order = order();
      return order == null ? root : build(order);
    }

    private void collect(RelNode node, int offset) {
      int width = node.getRowType().getFieldCount();
      if (!isChained(node)) {
        leaves.add(new Leaf(node, ImmutableBitSet.range(offset, offset + width), rows(node)));
        return;
      }
      var join = (LogicalJoin) node;
      int leftWidth = join.getLeft().getRowType().getFieldCount();
      collect(join.getLeft(), offset);
      collect(join.getRight(), offset + leftWidth);
      List<RexNode> own = RelOptUtil.conjunctions(RexUtil.shift(join.getCondition(), offset));
      var left = ImmutableBitSet.range(offset, offset + leftWidth);
      var right = ImmutableBitSet.range(offset + leftWidth, offset + width);
      if (own.stream().noneMatch(conjunct -> connects(conjunct, left, right))) {
        crossProducts++;
      }
      conjuncts.addAll(own);
    }

    /** The inputs in a better order; null when there would be as many cross products as now. */
    private @Nullable List<Leaf> order() {
      var rest = new ArrayList<>(leaves);
      rest.sort(Comparator.comparingDouble(Leaf::rows));
      var order = new ArrayList<Leaf>();
      order.add(rest.removeFirst());
      ImmutableBitSet joined = order.getFirst().columns();
      int crossed = 0;
      while (!rest.isEmpty()) {
        Leaf next = null;
        for (Leaf leaf : rest) {
          if (next == null && isConnected(joined, leaf)) {
            next = leaf;
          }
        }
        Leaf chosen = next == null ? rest.getFirst() : next;
        crossed += next == null ? 1 : 0;
        rest.remove(chosen);
        order.add(chosen);
        joined = joined.union(chosen.columns());
      }
      return crossed < crossProducts ? order : null;
    }

    private boolean isConnected(ImmutableBitSet joined, Leaf leaf) {
      return conjuncts.stream().anyMatch(c -> connects(c, joined, leaf.columns()));
    }

    private RelNode build(List<Leaf> order) {
      int width = root.getRowType().getFieldCount();
      var places = new int[width];
      var pending = new ArrayList<>(conjuncts);
      RelNode rel = order.getFirst().rel();
      ImmutableBitSet joined = place(order.getFirst(), 0, places);
      for (Leaf leaf : order.subList(1, order.size())) {
        joined = joined.union(place(leaf, rel.getRowType().getFieldCount(), places));
        boolean isLast = joined.cardinality() == width;
        var condition = new ArrayList<RexNode>();
        for (RexNode conjunct : List.copyOf(pending)) {
          ImmutableBitSet read = RelOptUtil.InputFinder.bits(conjunct);
          if (isLast || (!read.isEmpty() && joined.contains(read))) {
            pending.remove(conjunct);
            condition.add(moved(conjunct, places));
          }
        }
        rel =
            LogicalJoin.create(
                rel,
                leaf.rel(),
                List.of(),
                RexUtil.composeConjunction(context.rexBuilder(), condition),
                java.util.Set.of(),
                JoinRelType.INNER);
      }
      var columns = new ArrayList<RexNode>();
      for (int place : places) {
        columns.add(context.rexBuilder().makeInputRef(rel, place));
      }
      return LogicalProject.create(
          rel, List.of(), columns, root.getRowType().getFieldNames(), java.util.Set.of());
    }

    private static ImmutableBitSet place(Leaf leaf, int first, int[] places) {
      int next = first;
      for (int column : leaf.columns()) {
        places[column] = next++;
      }
      return leaf.columns();
    }

    private RexNode moved(RexNode conjunct, int[] places) {
      return conjunct.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
              return new RexInputRef(places[reference.getIndex()], reference.getType());
            }
          });
    }
  }

  /** Whether a conjunct is an equality of something of one side and something of the other. */
  private static boolean connects(RexNode conjunct, ImmutableBitSet left, ImmutableBitSet right) {
    if (!(conjunct instanceof RexCall call) || call.getKind() != SqlKind.EQUALS) {
      return false;
    }
    ImmutableBitSet a = RelOptUtil.InputFinder.bits(call.getOperands().get(0));
    ImmutableBitSet b = RelOptUtil.InputFinder.bits(call.getOperands().get(1));
    return !a.isEmpty()
        && !b.isEmpty()
        && ((left.contains(a) && right.contains(b)) || (left.contains(b) && right.contains(a)));
  }

  private double rows(RelNode node) {
    return switch (node) {
      case Rels.Scan scan ->
          scan.relation() instanceof TableEntry table ? context.rowsOf(table.oid()) : ROWS_DEFAULT;
      case Rels.ValueRows values -> values.rows().size();
      case LogicalFilter filter -> {
        double rows = rows(filter.getInput());
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
          rows *= conjunct.getKind() == SqlKind.EQUALS ? EQUAL_SHARE : FILTER_SHARE;
        }
        yield rows;
      }
      case LogicalProject project -> rows(project.getInput());
      default -> ROWS_DEFAULT;
    };
  }
}
