package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.PhysicalKind;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Bound;
import org.orrery.sql.exec.plan.PhysicalPlan.TableScan.Comparison;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanCursor.BlockStatistics;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/**
 * The filter of a table scan. Comparisons of integers and times with what is known at the start are
 * one range a column: a block whose statistics lie inside of it is not tested, one whose statistics
 * lie outside is not decoded, others are tested by one loop. Everything else is evaluated.
 */
final class ScanFilter {

  /** Comparison functions that compare the longs their arguments are. */
  private static final Pattern OF_LONGS =
      Pattern.compile(
          "(?:int[248]|int24|int28|int42|int48|int82|int84|date_|timestamp_|timestamptz_)"
              + "(eq|lt|le|gt|ge)");

  private final List<Range> ranges;
  private final @Nullable Evaluator rest;
  private final int[] restColumns;

  /** Values from {@code low} to {@code high}, both included, of a column of the output. */
  private record Range(int column, long low, long high) {}

  private ScanFilter(List<Range> ranges, @Nullable Evaluator rest, int[] restColumns) {
    this.ranges = ranges;
    this.rest = rest;
    this.restColumns = restColumns;
  }

  /** Decodes columns of the current block on demand. */
  @FunctionalInterface
  interface Columns {
    void load(int column);
  }

  /**
   * The filter of a scan, or null when it has none.
   *
   * @param known what the scan's bounds came to
   */
  static @Nullable ScanFilter of(
      TableScan scan, List<ColumnRange> known, ExpressionCompiler expressions) {
    if (scan.filter() == null) {
      return null;
    }
    List<Expr> conjuncts =
        scan.filter() instanceof Expr.And(var operands) ? operands : List.of(scan.filter());
    var isRanged = new boolean[scan.columns().size()];
    List<Expr> rest = new ArrayList<>();
    for (Expr conjunct : conjuncts) {
      int column = rangedColumn(conjunct, scan);
      if (column >= 0) {
        isRanged[column] = true;
      } else {
        rest.add(conjunct);
      }
    }
    List<Range> ranges = new ArrayList<>();
    for (int column = 0; column < isRanged.length; column++) {
      if (isRanged[column]) {
        ranges.add(range(column, scan.columns().get(column), known));
      }
    }
    Expr all = rest.size() == 1 ? rest.getFirst() : new Expr.And(rest);
    return rest.isEmpty()
        ? new ScanFilter(ranges, null, new int[0])
        : new ScanFilter(ranges, expressions.compile(all), inputs(all, isRanged.length));
  }

  private static int[] inputs(Expr expression, int columnCount) {
    return Exprs.inputs(expression).stream()
        .mapToInt(Integer::intValue)
        .filter(column -> column < columnCount)
        .toArray();
  }

  /** The column that a conjunct compares and that has just this as a bound too; -1 for none. */
  private static int rangedColumn(Expr conjunct, TableScan scan) {
    if (!(conjunct instanceof Expr.Call call) || call.arguments().size() != 2) {
      return -1;
    }
    var matcher = OF_LONGS.matcher(call.function().name());
    if (!matcher.matches()) {
      return -1;
    }
    Expr left = call.arguments().get(0);
    Expr right = call.arguments().get(1);
    int asWritten = bounded(left, comparison(matcher.group(1)), right, scan);
    return asWritten >= 0 ? asWritten : bounded(right, flipped(matcher.group(1)), left, scan);
  }

  private static int bounded(Expr side, Comparison comparison, Expr value, TableScan scan) {
    Expr bare = side instanceof Expr.Relabel(Expr operand, var _) ? operand : side;
    if (!(bare instanceof Expr.Input(int index, var type))
        || index >= scan.columns().size()
        || type.kind() != PhysicalKind.LONG) {
      return -1;
    }
    int column = scan.columns().get(index);
    for (Bound bound : scan.bounds()) {
      if (bound.column() == column
          && bound.comparison() == comparison
          && bound.value().equals(value)) {
        return index;
      }
    }
    return -1;
  }

  private static Comparison comparison(String name) {
    return switch (name) {
      case "lt" -> Comparison.LESS;
      case "le" -> Comparison.LESS_OR_EQUAL;
      case "gt" -> Comparison.GREATER;
      case "ge" -> Comparison.GREATER_OR_EQUAL;
      default -> Comparison.EQUAL;
    };
  }

  private static Comparison flipped(String name) {
    return switch (name) {
      case "lt" -> Comparison.GREATER;
      case "le" -> Comparison.GREATER_OR_EQUAL;
      case "gt" -> Comparison.LESS;
      case "ge" -> Comparison.LESS_OR_EQUAL;
      default -> Comparison.EQUAL;
    };
  }

  private static Range range(int column, int schemaColumn, List<ColumnRange> known) {
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    for (ColumnRange range : known) {
      if (range.column() == schemaColumn) {
        low = range.low() instanceof Long value ? Math.max(low, value) : low;
        high = range.high() instanceof Long value ? Math.min(high, value) : high;
      }
    }
    return new Range(column, low, high);
  }

  /**
   * Selects rows of a block.
   *
   * @param batch the block's rows, with its visible ones selected; columns that are read get loaded
   * @param target takes the positions; the batch's selection stays
   * @return how many rows pass; when that is all of them, {@code target} is not written
   */
  int filter(ScanCursor block, Batch batch, Columns columns, int[] target) {
    int[] selection = batch.selection();
    int count = batch.size();
    for (Range range : ranges) {
      BlockStatistics statistics = block.statistics(range.column());
      if (isOutside(statistics, range)) {
        return 0;
      }
      if (isInside(statistics, range)) {
        continue;
      }
      columns.load(range.column());
      int kept =
          inRange((LongVector) batch.column(range.column()), range, selection, count, target);
      if (kept == 0) {
        return 0;
      }
      if (kept < count) {
        selection = target;
        count = kept;
      }
    }
    if (rest != null) {
      for (int column : restColumns) {
        columns.load(column);
      }
      count = rest.filter(batch, selection, count, target);
    }
    return count;
  }

  private static boolean isOutside(@Nullable BlockStatistics statistics, Range range) {
    return statistics != null
        && statistics.min() instanceof Long min
        && statistics.max() instanceof Long max
        && (min > range.high() || max < range.low());
  }

  private static boolean isInside(@Nullable BlockStatistics statistics, Range range) {
    return statistics != null
        && statistics.nullCount() == 0
        && statistics.min() instanceof Long min
        && statistics.max() instanceof Long max
        && min >= range.low()
        && max <= range.high();
  }

  private static int inRange(
      LongVector column, Range range, int @Nullable [] selection, int count, int[] target) {
    long[] values = column.values();
    long low = range.low();
    long high = range.high();
    boolean mayHaveNulls = column.mayHaveNulls();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      long value = values[row];
      target[kept] = row;
      boolean passes = value >= low && value <= high && !(mayHaveNulls && column.isNull(row));
      kept += passes ? 1 : 0;
    }
    return kept;
  }
}
