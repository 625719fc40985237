package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.PhysicalKind;
import org.orrery.sql.exec.plan.AggregateCall;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanCursor.BlockStatistics;

/**
 * Aggregates that the statistics of a table's blocks answer when every row of a block counts: the
 * numbers of rows and of values, and the least and greatest of integers, times and doubles, over a
 * scan without grouping. Nothing of such a block is decoded.
 */
public final class BlockSummaries {

  private final List<Item> items;

  /** What a call wants. */
  private enum Kind {
    ROWS,
    VALUES,
    MIN,
    MAX
  }

  /** A call, with the scan's output column that it is about; -1 for rows. */
  private record Item(Kind kind, int column) {}

  private BlockSummaries(List<Item> items) {
    this.items = items;
  }

  /** The summaries that answer all calls of a plan; null when there are none. */
  public static @Nullable BlockSummaries of(PhysicalPlan.HashAggregate plan) {
    if (!plan.keys().isEmpty()
        || plan.groupingSets().size() != 1
        || !(plan.input() instanceof PhysicalPlan.TableScan scan)
        || scan.withRowIds()) {
      return null;
    }
    var items = new ArrayList<Item>();
    for (AggregateCall call : plan.calls()) {
      Item item = item(call, scan);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return items.isEmpty() ? null : new BlockSummaries(items);
  }

  private static @Nullable Item item(AggregateCall call, PhysicalPlan.TableScan scan) {
    boolean isPlain = call.filter() < 0 && !call.isDistinct() && call.order().isEmpty();
    if (!isPlain || !call.function().schema().equals("pg_catalog")) {
      return null;
    }
    if (call.arguments().isEmpty()) {
      return call.function().name().equals("count") ? new Item(Kind.ROWS, -1) : null;
    }
    int column = call.arguments().getFirst();
    PhysicalKind kind = scan.columnTypes().get(column).kind();
    boolean isNumber = kind == PhysicalKind.LONG || kind == PhysicalKind.DOUBLE;
    return switch (call.function().name()) {
      case "count" -> new Item(Kind.VALUES, column);
      case "min" -> isNumber ? new Item(Kind.MIN, column) : null;
      case "max" -> isNumber ? new Item(Kind.MAX, column) : null;
      default -> null;
    };
  }

  /**
   * Adds a block all of whose rows count, if its statistics say enough.
   *
   * @param calls the plan's calls, in order
   * @return whether it was added; nothing was when not
   */
  boolean add(ScanCursor block, List<GroupedCall> calls) {
    for (Item item : items) {
      if (!isKnown(item, block)) {
        return false;
      }
    }
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      BlockStatistics known = item.column() < 0 ? null : block.statistics(item.column());
      int nulls = known == null ? 0 : known.nullCount();
      switch (item.kind()) {
        case ROWS, VALUES -> calls.get(i).addCount(block.rowCount() - nulls);
        case MIN -> calls.get(i).addValue(known == null ? null : known.min());
        case MAX -> calls.get(i).addValue(known == null ? null : known.max());
      }
    }
    return true;
  }

  private static boolean isKnown(Item item, ScanCursor block) {
    if (item.column() < 0) {
      return true;
    }
    BlockStatistics known = block.statistics(item.column());
    if (known == null) {
      return false;
    }
    boolean hasBounds = known.min() != null && known.max() != null;
    return item.kind() == Kind.VALUES || hasBounds || known.nullCount() == block.rowCount();
  }
}
