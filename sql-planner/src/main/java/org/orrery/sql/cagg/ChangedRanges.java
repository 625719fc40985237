package org.orrery.sql.cagg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.orrery.sql.exec.RangeListener;

/**
 * In which ranges of time a transaction has changed rows, one range for each chunk's width of a
 * hypertable. A rollback to a savepoint leaves them: a range too many costs a computation, one too
 * few would leave a wrong row.
 */
public final class ChangedRanges implements RangeListener {

  /** Ranges of a table before they become one. */
  private static final int RANGES_MAX = 1_024;

  private final Map<Integer, TreeMap<Long, Range>> byTable = new HashMap<>();

  @Override
  public void changed(int tableOid, long width, long low, long high) {
    TreeMap<Long, Range> ranges = byTable.computeIfAbsent(tableOid, _ -> new TreeMap<>());
    ranges.merge(Math.floorDiv(low, width), new Range(low, high), Range::span);
    if (ranges.size() > RANGES_MAX) {
      Range all = ranges.values().stream().reduce(Range::span).orElseThrow();
      ranges.clear();
      ranges.put(0L, all);
    }
  }

  /** The tables with changes. */
  List<Integer> tables() {
    return List.copyOf(byTable.keySet());
  }

  /** The ranges of a table. */
  List<Range> of(int tableOid) {
    TreeMap<Long, Range> ranges = byTable.get(tableOid);
    return ranges == null ? List.of() : List.copyOf(ranges.values());
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return byTable.isEmpty();
  }

  /** The transaction has ended. */
  public void clear() {
    byTable.clear();
  }
}
