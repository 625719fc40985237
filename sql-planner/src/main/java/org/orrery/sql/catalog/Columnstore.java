package org.orrery.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hypertable's columnstore settings. They say how sealed rows are sorted, and whether chunks may
 * be converted; rows are encoded in any case.
 *
 * @param isEnabled whether chunks may be converted
 * @param segmentBy attribute numbers of the columns that rows are sorted by first; null for the
 *     default
 * @param orderBy what follows; null for the default
 */
public record Columnstore(
    boolean isEnabled, @Nullable List<Integer> segmentBy, @Nullable List<Order> orderBy) {

  /** Not enabled, nothing set. */
  public static final Columnstore OFF = new Columnstore(false, null, null);

  public Columnstore {
    segmentBy = segmentBy == null ? null : List.copyOf(segmentBy);
    orderBy = orderBy == null ? null : List.copyOf(orderBy);
  }

  /** A column that rows are ordered by, by its attribute number. */
  public record Order(int column, boolean isDescending, boolean nullsFirst) {}

  /** Whether a column is one of those set. */
  public boolean uses(int column) {
    return (segmentBy != null && segmentBy.contains(column))
        || (orderBy != null && orderBy.stream().anyMatch(each -> each.column() == column));
  }
}
