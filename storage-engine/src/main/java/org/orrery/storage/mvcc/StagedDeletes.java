package org.orrery.storage.mvcc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Rows that an open transaction wants to delete: row ids with the sub-transaction and the log index
 * that staged them. Immutable: sorted runs that are merged by size, so adding and finding both cost
 * logarithms.
 */
public final class StagedDeletes {

  /** None. */
  public static final StagedDeletes EMPTY = new StagedDeletes(new Run[0]);

  /** Sees each staged delete. */
  public interface Visitor {
    void visit(long rowId, int sub, long index);
  }

  private record Run(long[] rowIds, int[] subs, long[] indexes) {

    int size() {
      return rowIds.length;
    }

    static Run merge(Run a, Run b) {
      int total = a.size() + b.size();
      var merged = new Run(new long[total], new int[total], new long[total]);
      int fromA = 0;
      int fromB = 0;
      for (int i = 0; i < total; i++) {
        boolean takesA =
            fromB == b.size() || (fromA < a.size() && a.rowIds[fromA] <= b.rowIds[fromB]);
        Run from = takesA ? a : b;
        int at = takesA ? fromA++ : fromB++;
        merged.rowIds[i] = from.rowIds[at];
        merged.subs[i] = from.subs[at];
        merged.indexes[i] = from.indexes[at];
      }
      return merged;
    }
  }

  private final Run[] runs;

  private StagedDeletes(Run[] runs) {
    this.runs = runs;
  }

  /** These and more; {@code rowIds} need no order. */
  public StagedDeletes with(long[] rowIds, int sub, long index) {
    if (rowIds.length == 0) {
      return this;
    }
    long[] sorted = rowIds.clone();
    Arrays.sort(sorted);
    var subs = new int[sorted.length];
    Arrays.fill(subs, sub);
    var indexes = new long[sorted.length];
    Arrays.fill(indexes, index);
    var added = new Run(sorted, subs, indexes);
    int kept = runs.length;
    while (kept > 0 && runs[kept - 1].size() <= 2 * added.size()) {
      added = Run.merge(runs[--kept], added);
    }
    Run[] next = Arrays.copyOf(runs, kept + 1);
    next[kept] = added;
    return new StagedDeletes(next);
  }

  /** Without those of sub-transactions from {@code firstSub} on staged before {@code index}. */
  public StagedDeletes hide(int firstSub, long index) {
    var kept = new Collector();
    forEach(
        (rowId, sub, at) -> {
          if (sub < firstSub || at >= index) {
            kept.add(rowId, sub, at);
          }
        });
    return kept.finish();
  }

  /** The same with other names for the rows; those named {@code -1} are left out. */
  public StagedDeletes translate(LongUnaryOperator names) {
    var kept = new Collector();
    forEach(
        (rowId, sub, at) -> {
          long name = names.applyAsLong(rowId);
          if (name >= 0) {
            kept.add(name, sub, at);
          }
        });
    return kept.finish();
  }

  /** Whether the row is among them. */
  public boolean contains(long rowId) {
    for (Run run : runs) {
      if (Arrays.binarySearch(run.rowIds, rowId) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return runs.length == 0;
  }

  /** How many there are. */
  public int size() {
    int total = 0;
    for (Run run : runs) {
      total += run.size();
    }
    return total;
  }

  /** Visits all, each run in row id order. */
  public void forEach(Visitor visitor) {
    for (Run run : runs) {
      for (int i = 0; i < run.size(); i++) {
        visitor.visit(run.rowIds[i], run.subs[i], run.indexes[i]);
      }
    }
  }

  /** Calls {@code visitor} for those with {@code low <= row id < high}. */
  public void forRange(long low, long high, Visitor visitor) {
    for (Run run : runs) {
      int at = Arrays.binarySearch(run.rowIds, low);
      for (int i = at < 0 ? -at - 1 : at; i < run.size() && run.rowIds[i] < high; i++) {
        visitor.visit(run.rowIds[i], run.subs[i], run.indexes[i]);
      }
    }
  }

  /** Gathers entries that come run by run, in order within a run. */
  private static final class Collector {
    private final List<Run> single = new ArrayList<>();

    void add(long rowId, int sub, long index) {
      single.add(new Run(new long[] {rowId}, new int[] {sub}, new long[] {index}));
    }

    StagedDeletes finish() {
      if (single.isEmpty()) {
        return EMPTY;
      }
      single.sort((a, b) -> Long.compare(a.rowIds[0], b.rowIds[0]));
      int size = single.size();
      var all = new Run(new long[size], new int[size], new long[size]);
      for (int i = 0; i < size; i++) {
        all.rowIds[i] = single.get(i).rowIds[0];
        all.subs[i] = single.get(i).subs[0];
        all.indexes[i] = single.get(i).indexes[0];
      }
      return new StagedDeletes(new Run[] {all});
    }
  }
}
