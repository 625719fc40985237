package org.orrery.sql.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.PhysicalKind;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;
import org.orrery.sql.function.CastDef;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Volatility;

/** Lowers scans: prunes columns, takes filters into table scans, and derives bounds from them. */
final class ScanLowering {

  private final PlanContext context;

  ScanLowering(PlanContext context) {
    this.context = context;
  }

  /** A scan of the needed columns. */
  Lowered scan(Rels.Scan scan, ImmutableBitSet needed) {
    Relation relation = scan.relation();
    List<ColumnEntry> entries = relation.columns();
    var columns = new int[scan.getRowType().getFieldCount()];
    Arrays.fill(columns, Lowered.ABSENT);
    List<Integer> wanted = new ArrayList<>();
    List<SqlType> types = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (needed.get(i)) {
        columns[i] = wanted.size();
        wanted.add(i);
        types.add(entries.get(i).type());
      }
    }
    if (scan.withRowIds()) {
      columns[entries.size()] = wanted.size();
      columns[entries.size() + 1] = wanted.size() + 1;
    }
    PhysicalPlan plan =
        switch (relation) {
          case TableEntry table ->
              new PhysicalPlan.TableScan(
                  context.catalog().storageSchema(table),
                  wanted,
                  types,
                  List.of(),
                  null,
                  null,
                  scan.withRowIds());
          case ChunkRelation chunk ->
              new PhysicalPlan.TableScan(
                  context.catalog().storageSchema(chunk),
                  wanted,
                  types,
                  List.of(),
                  null,
                  List.of(chunk.info().chunkId()),
                  scan.withRowIds());
          case SystemRelation system ->
              new PhysicalPlan.SystemScan(system.name(), system.rows(), wanted, types);
          case SequenceEntry sequence ->
              new PhysicalPlan.SystemScan(
                  sequence.name(), new SequenceSource(sequence), wanted, types);
          case ViewEntry view ->
              throw Invariant.broken("view " + view.name() + " was not expanded");
        };
    return new Lowered(plan, columns);
  }

  /** Puts a filter over a lowered input, into it where it is a table scan. */
  PhysicalPlan filter(PhysicalPlan input, Expr condition) {
    if (input instanceof PhysicalPlan.SystemScan scan && isForScan(condition)) {
      List<Bound> bounds = new ArrayList<>(scan.bounds());
      for (Expr conjunct : conjuncts(condition)) {
        addBounds(scan.columns(), conjunct, bounds);
      }
      return new PhysicalPlan.Filter(
          new PhysicalPlan.SystemScan(
              scan.name(), scan.source(), scan.columns(), scan.types(), bounds),
          condition);
    }
    if (!(input instanceof PhysicalPlan.TableScan scan) || !isForScan(condition)) {
      return new PhysicalPlan.Filter(input, condition);
    }
    Expr all = scan.filter() == null ? condition : and(scan.filter(), condition);
    List<Bound> bounds = new ArrayList<>(scan.bounds());
    for (Expr conjunct : conjuncts(condition)) {
      addBounds(scan.columns(), conjunct, bounds);
    }
    return new PhysicalPlan.TableScan(
        scan.table(),
        scan.columns(),
        scan.columnTypes(),
        bounds,
        all,
        scan.chunks(),
        scan.withRowIds());
  }

  /** A correlated subquery in a filter is better run after everything cheap. */
  private static boolean isForScan(Expr condition) {
    return !Exprs.hasSubquery(condition);
  }

  static Expr and(Expr a, Expr b) {
    List<Expr> operands = new ArrayList<>(conjuncts(a));
    operands.addAll(conjuncts(b));
    return new Expr.And(operands);
  }

  static List<Expr> conjuncts(Expr condition) {
    if (!(condition instanceof Expr.And(var operands))) {
      return List.of(condition);
    }
    return operands.stream().flatMap(operand -> conjuncts(operand).stream()).toList();
  }

  private void addBounds(List<Integer> columns, Expr conjunct, List<Bound> bounds) {
    switch (conjunct) {
      case Expr.Call(FunctionDef function, List<Expr> operands, var _)
          when operands.size() == 2 -> {
        Comparison comparison = context.ordering(function);
        if (comparison == null) {
          addPrefix(columns, function, operands, bounds);
          return;
        }
        addBound(columns, operands.get(0), comparison, operands.get(1), bounds);
        addBound(columns, operands.get(1), flip(comparison), operands.get(0), bounds);
      }
      case Expr.In(Expr operand, List<Object> values, boolean _, var _) -> {
        SqlType array = BuiltinTypes.arrayOf(operand.type());
        if (array != null) {
          List<Expr> constants =
              values.stream().<Expr>map(value -> new Expr.Constant(value, operand.type())).toList();
          Expr all = new Expr.ArrayOf(constants, false, array);
          addBound(columns, operand, Comparison.ANY, all, bounds);
        }
      }
      case Expr.Quantified(Expr operand, Expr array, FunctionDef operator, boolean isAll)
          when !isAll && context.ordering(operator) == Comparison.EQUAL ->
          addBound(columns, operand, Comparison.ANY, array, bounds);
      default -> {
        // Other conditions say nothing about a range.
      }
    }
  }

  /** What LIKE with a known pattern says of how a string begins. */
  private void addPrefix(
      List<Integer> columns, FunctionDef function, List<Expr> operands, List<Bound> bounds) {
    if (!function.name().equals("textlike")
        || !(operands.get(1) instanceof Expr.Constant(byte[] pattern, SqlType type))) {
      return;
    }
    LikePrefix prefix = LikePrefix.of(new String(pattern, StandardCharsets.UTF_8));
    if (prefix != null) {
      Expr low = new Expr.Constant(prefix.low(), type);
      addBound(columns, operands.getFirst(), Comparison.GREATER_OR_EQUAL, low, bounds);
      byte[] high = prefix.high();
      if (high != null) {
        addBound(
            columns, operands.getFirst(), Comparison.LESS, new Expr.Constant(high, type), bounds);
      }
    }
  }

  private void addBound(
      List<Integer> columns, Expr column, Comparison comparison, Expr value, List<Bound> bounds) {
    Expr bare = column instanceof Expr.Relabel(Expr operand, var _) ? operand : column;
    if (bare instanceof Expr.Input(int index, SqlType type)
        && index < columns.size()
        && isOrdered(type)
        && isKnownAtStart(value)) {
      Expr comparable = comparable(type, comparison, value);
      if (comparable != null) {
        bounds.add(new Bound(columns.get(index), comparison, comparable));
      }
    }
  }

  /** The value as storage's statistics of a column of the type order it; null when they do not. */
  private @Nullable Expr comparable(SqlType column, Comparison comparison, Expr value) {
    if (comparison == Comparison.ANY) {
      return hasSameOrder(column, Objects.requireNonNull(value.type().element())) ? value : null;
    }
    if (hasSameOrder(column, value.type())) {
      return value;
    }
    if (!isConvertedToCompare(column, value.type())) {
      return null;
    }
    CastDef cast = Objects.requireNonNull(context.catalog().functions().cast(value.type(), column));
    return new Expr.Call(Objects.requireNonNull(cast.function()), List.of(value), column);
  }

  /**
   * Whether comparing the two means converting the value to the column's type: a date is a midnight
   * then, a time without zone one of the session's zone.
   */
  private static boolean isConvertedToCompare(SqlType column, SqlType value) {
    return (value == BuiltinTypes.DATE && column == BuiltinTypes.TIMESTAMP)
        || (column == BuiltinTypes.TIMESTAMPTZ
            && (value == BuiltinTypes.DATE || value == BuiltinTypes.TIMESTAMP));
  }

  /** Whether storage's statistics of the type are in the order of its comparison operators. */
  private static boolean isOrdered(SqlType type) {
    return type.kind() == PhysicalKind.LONG || isText(type);
  }

  private static boolean isText(SqlType type) {
    return type == BuiltinTypes.TEXT || type == BuiltinTypes.VARCHAR || type == BuiltinTypes.NAME;
  }

  private static boolean hasSameOrder(SqlType column, SqlType value) {
    return column == value
        || (isInteger(column) && isInteger(value))
        || (isText(column) && isText(value));
  }

  private static boolean isInteger(SqlType type) {
    return type == BuiltinTypes.INT2 || type == BuiltinTypes.INT4 || type == BuiltinTypes.INT8;
  }

  /** Whether an expression has one value for a whole execution. */
  static boolean isKnownAtStart(Expr expression) {
    var isKnown = new boolean[] {true};
    Exprs.visit(
        expression,
        node ->
            isKnown[0] &=
                switch (node) {
                  case Expr.Input _, Expr.Subquery _ -> false;
                  case Expr.Call call -> call.function().volatility() != Volatility.VOLATILE;
                  default -> true;
                });
    return isKnown[0];
  }

  private static Comparison flip(Comparison comparison) {
    return switch (comparison) {
      case LESS -> Comparison.GREATER;
      case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
      case EQUAL -> Comparison.EQUAL;
      case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      case GREATER -> Comparison.LESS;
      case ANY -> throw Invariant.broken("a list to be compared from the right");
    };
  }
}
