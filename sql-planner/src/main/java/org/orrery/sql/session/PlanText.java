package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.operator.BlockSummaries;
import org.orrery.sql.exec.plan.GapFill;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.Plans;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/** A physical plan as EXPLAIN's text, under the names PostgreSQL and TimescaleDB give nodes. */
final class PlanText {

  private final List<String> lines = new ArrayList<>();
  private final Catalog catalog;
  private final ExprText expressions;

  private PlanText(Catalog catalog) {
    this.catalog = catalog;
    this.expressions = new ExprText(catalog.functions());
  }

  static List<String> lines(PhysicalPlan plan, Catalog catalog) {
    var text = new PlanText(catalog);
    text.add(plan, 0);
    return text.lines;
  }

  private void add(PhysicalPlan plan, int depth) {
    String indent = depth == 0 ? "" : "      ".repeat(depth - 1) + "  ->  ";
    lines.add(indent + name(plan));
    for (String detail : details(plan)) {
      lines.add("      ".repeat(depth) + "  " + detail);
    }
    Plans.inputs(plan).forEach(input -> add(input, depth + 1));
  }

  private String name(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.Values values -> values.types().isEmpty() ? "Result" : "Values Scan";
      case PhysicalPlan.TableScan scan
          when scan.table().partitioning() != null && scan.chunks() == null ->
          "Custom Scan (ChunkAppend) on " + relation(scan.table());
      case PhysicalPlan.TableScan scan -> {
        IndexPath path = IndexPath.of(scan, catalog);
        yield (path == null ? "Seq Scan" : "Index Scan using " + path.index().name())
            + " on "
            + relation(scan.table());
      }
      case PhysicalPlan.SystemScan scan -> "Seq Scan on " + scan.name();
      case PhysicalPlan.FunctionScan scan ->
          "Function Scan on " + scan.calls().getFirst().function().name();
      case PhysicalPlan.Filter _, PhysicalPlan.Project _ -> "Result";
      case PhysicalPlan.ProjectSet _ -> "ProjectSet";
      case PhysicalPlan.HashAggregate aggregate ->
          aggregate.keys().isEmpty() ? "Aggregate" : "HashAggregate";
      case PhysicalPlan.Sort _ -> "Sort";
      case PhysicalPlan.Limit _ -> "Limit";
      case PhysicalPlan.DistinctOn _ -> "Unique";
      case PhysicalPlan.LockRows _ -> "LockRows";
      case PhysicalPlan.Window _ -> "WindowAgg";
      case PhysicalPlan.HashJoin join -> "Hash" + join(join.kind());
      case PhysicalPlan.NestedLoop join -> "Nested Loop" + loop(join.kind());
      case PhysicalPlan.Append _ -> "Append";
      case PhysicalPlan.SetOperation operation ->
          "HashSetOp "
              + (operation.isExcept() ? "Except" : "Intersect")
              + (operation.isAll() ? " All" : "");
      case PhysicalPlan.Spool spool -> "CTE Scan " + spool.number();
      case PhysicalPlan.RecursiveUnion _ -> "Recursive Union";
      case PhysicalPlan.WorkTable _ -> "WorkTable Scan";
      case PhysicalPlan.Modify modify -> modify(modify);
      case GapFill _ -> "Custom Scan (GapFill)";
    };
  }

  private String modify(PhysicalPlan.Modify modify) {
    String kind =
        switch (modify.kind()) {
          case INSERT -> "Insert";
          case UPDATE -> "Update";
          case DELETE -> "Delete";
        };
    return kind + " on " + relation(modify.target().schema());
  }

  private static String join(PhysicalPlan.JoinKind kind) {
    return switch (kind) {
      case INNER -> " Join";
      case LEFT -> " Left Join";
      case RIGHT -> " Right Join";
      case FULL -> " Full Join";
      case SEMI -> " Semi Join";
      case ANTI -> " Anti Join";
    };
  }

  private static String loop(PhysicalPlan.JoinKind kind) {
    return kind == PhysicalPlan.JoinKind.INNER ? "" : join(kind);
  }

  private String relation(TableSchema table) {
    return catalog.relation(table.tableOid()) instanceof TableEntry entry
        ? entry.name()
        : table.qualifiedName();
  }

  private List<String> details(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.TableScan scan -> {
        var details = new ArrayList<String>();
        IndexPath path = IndexPath.of(scan, catalog);
        boolean isChunks = scan.table().partitioning() != null;
        if (path != null) {
          addBounds(details, scan, path.bounds());
        } else if (isChunks && !scan.bounds().isEmpty()) {
          addBounds(details, scan, scan.bounds());
        }
        addFilter(details, path == null ? scan.filter() : path.rest(scan), columnNames(scan));
        yield details;
      }
      case PhysicalPlan.Filter filter -> {
        var details = new ArrayList<String>();
        addFilter(details, filter.condition(), columnNames(filter.input()));
        yield details;
      }
      case PhysicalPlan.Sort sort ->
          List.of("Sort Key: " + sortKeys(sort.keys(), columnNames(sort.input())));
      case PhysicalPlan.HashAggregate aggregate when BlockSummaries.of(aggregate) != null ->
          List.of("Whole Blocks: from statistics");
      case PhysicalPlan.HashAggregate aggregate when !aggregate.keys().isEmpty() ->
          List.of("Group Key: " + keys(aggregate.keys(), columnNames(aggregate.input())));
      case PhysicalPlan.HashJoin join ->
          List.of(
              "Hash Cond: ("
                  + keys(join.leftKeys(), columnNames(join.left()))
                  + " = "
                  + keys(join.rightKeys(), columnNames(join.right()))
                  + ")");
      case PhysicalPlan.Modify modify when modify.onConflict() != null ->
          conflict(modify.target(), modify.onConflict());
      default -> List.of();
    };
  }

  private List<String> conflict(TableTarget target, PhysicalPlan.Modify.OnConflict conflict) {
    boolean isUpdate = !conflict.assignments().isEmpty();
    var details = new ArrayList<String>();
    details.add("Conflict Resolution: " + (isUpdate ? "UPDATE" : "NOTHING"));
    details.add(
        "Conflict Arbiter Indexes: "
            + String.join(", ", conflict.arbiters().stream().map(UniqueKey::name).toList()));
    Expr where = conflict.where();
    if (where != null) {
      var names = new ArrayList<String>();
      for (String table : List.of(relation(target.schema()), "excluded")) {
        target.columnNames().forEach(column -> names.add(table + "." + column));
      }
      details.add("Conflict Filter: " + expressions.of(where, names));
    }
    return details;
  }

  private void addBounds(
      List<String> details, PhysicalPlan.TableScan scan, List<PhysicalPlan.TableScan.Bound> some) {
    List<String> bounds = some.stream().map(bound -> bound(scan, bound)).toList();
    String all = String.join(" AND ", bounds);
    details.add("Index Cond: " + (bounds.size() == 1 ? all : "(" + all + ")"));
  }

  private String bound(PhysicalPlan.TableScan scan, PhysicalPlan.TableScan.Bound bound) {
    String value = expressions.of(bound.value(), List.of());
    return "(%s %s %s)"
        .formatted(
            scan.table().columns().get(bound.column()).name(),
            symbol(bound.comparison()),
            bound.comparison() == PhysicalPlan.TableScan.Comparison.ANY
                ? "(" + value + ")"
                : value);
  }

  private void addFilter(List<String> details, @Nullable Expr condition, List<String> names) {
    if (condition != null) {
      details.add("Filter: " + expressions.of(condition, names));
    }
  }

  private static String symbol(PhysicalPlan.TableScan.Comparison comparison) {
    return switch (comparison) {
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case EQUAL -> "=";
      case GREATER_OR_EQUAL -> ">=";
      case GREATER -> ">";
      case ANY -> "= ANY";
    };
  }

  private static String keys(List<Integer> keys, List<String> names) {
    return String.join(", ", keys.stream().map(key -> name(names, key)).toList());
  }

  private static String sortKeys(List<SortKey> keys, List<String> names) {
    return String.join(
        ", ",
        keys.stream()
            .map(key -> name(names, key.column()) + (key.isDescending() ? " DESC" : ""))
            .toList());
  }

  static String name(List<String> names, int index) {
    return index < names.size() ? names.get(index) : "$" + index;
  }

  /** Names of a node's output columns as far as they are known. */
  private List<String> columnNames(PhysicalPlan plan) {
    return switch (plan) {
      case PhysicalPlan.TableScan scan ->
          scan.columns().stream().map(c -> scan.table().columns().get(c).name()).toList();
      case PhysicalPlan.Project project -> {
        List<String> names = columnNames(project.input());
        yield project.expressions().stream().map(e -> expressions.of(e, names)).toList();
      }
      case PhysicalPlan.HashAggregate aggregate -> {
        List<String> names = columnNames(aggregate.input());
        var all = new ArrayList<String>();
        aggregate.keys().forEach(key -> all.add(name(names, key)));
        yield all;
      }
      case PhysicalPlan.Filter _,
          PhysicalPlan.Sort _,
          PhysicalPlan.Limit _,
          PhysicalPlan.LockRows _,
          PhysicalPlan.DistinctOn _ ->
          columnNames(Plans.inputs(plan).getFirst());
      default -> List.of();
    };
  }
}
