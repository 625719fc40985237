package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;

/**
 * The index that a scan of a plain table goes by, for EXPLAIN. Storage decides for each file
 * whether looking up is worth it; a range that is open at one side it will rather scan for.
 *
 * @param index the index
 * @param bounds those on the index's columns that are looked up
 */
record IndexPath(IndexEntry index, List<Bound> bounds) {

  /** The path of a scan; null when it goes by none. */
  static @Nullable IndexPath of(TableScan scan, Catalog catalog) {
    IndexPath best = null;
    if (scan.table().partitioning() == null) {
      for (IndexEntry index : catalog.indexes(scan.table().tableOid())) {
        List<Bound> bounds = index.isPlain() ? boundsOf(scan, index) : List.of();
        if (!bounds.isEmpty() && (best == null || bounds.size() > best.bounds.size())) {
          best = new IndexPath(index, bounds);
        }
      }
    }
    return best;
  }

  private static List<Bound> boundsOf(TableScan scan, IndexEntry index) {
    List<Bound> bounds = new ArrayList<>();
    for (IndexEntry.Key key : index.keys()) {
      int column = scan.table().indexOf(key.column());
      List<Bound> ofColumn = scan.bounds().stream().filter(b -> b.column() == column).toList();
      boolean isOne = ofColumn.stream().anyMatch(b -> b.comparison() == Comparison.EQUAL);
      boolean isUsable = isOne || isList(ofColumn) || isClosed(ofColumn) || !bounds.isEmpty();
      if (ofColumn.isEmpty() || !isUsable) {
        break;
      }
      bounds.addAll(ofColumn);
      if (!isOne) {
        break;
      }
    }
    return bounds;
  }

  private static boolean isList(List<Bound> bounds) {
    return bounds.stream().anyMatch(bound -> bound.comparison() == Comparison.ANY);
  }

  private static boolean isClosed(List<Bound> bounds) {
    boolean hasLow = false;
    boolean hasHigh = false;
    for (Bound bound : bounds) {
      switch (bound.comparison()) {
        case GREATER, GREATER_OR_EQUAL -> hasLow = true;
        case LESS, LESS_OR_EQUAL -> hasHigh = true;
        case EQUAL, ANY -> {
          // Not a side.
        }
      }
    }
    return hasLow && hasHigh;
  }

  /** What of a scan's filter the looked-up bounds do not say; null when nothing. */
  @Nullable Expr rest(TableScan scan) {
    Expr filter = scan.filter();
    if (filter == null) {
      return null;
    }
    List<Expr> conjuncts = filter instanceof Expr.And(var operands) ? operands : List.of(filter);
    List<Expr> rest = conjuncts.stream().filter(each -> !isBound(each, scan)).toList();
    return switch (rest.size()) {
      case 0 -> null;
      case 1 -> rest.getFirst();
      default -> new Expr.And(rest);
    };
  }

  private boolean isBound(Expr conjunct, TableScan scan) {
    return switch (conjunct) {
      case Expr.Call call when call.arguments().size() == 2 -> {
        Expr left = call.arguments().get(0);
        Expr right = call.arguments().get(1);
        yield bounds.stream()
            .filter(bound -> bound.comparison() != Comparison.ANY)
            .anyMatch(
                bound ->
                    (isColumn(left, bound, scan) && bound.value().equals(right))
                        || (isColumn(right, bound, scan) && bound.value().equals(left)));
      }
      case Expr.In in -> isListed(in.operand(), scan);
      case Expr.Quantified quantified -> isListed(quantified.operand(), scan);
      default -> false;
    };
  }

  private boolean isListed(Expr operand, TableScan scan) {
    List<Bound> listed =
        bounds.stream().filter(bound -> bound.comparison() == Comparison.ANY).toList();
    return listed.size() == 1 && isColumn(operand, listed.getFirst(), scan);
  }

  private static boolean isColumn(Expr side, Bound bound, TableScan scan) {
    Expr bare = side instanceof Expr.Relabel(Expr operand, var _) ? operand : side;
    return bare instanceof Expr.Input(int index, var _)
        && index < scan.columns().size()
        && scan.columns().get(index) == bound.column();
  }
}
