package org.orrery.storage.mvcc;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.orrery.data.Batch;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.hot.VersionRuns;

/**
 * A transaction's intents in one chunk: rows it wants to add, in runs by sub-transaction, and rows
 * it wants to delete. Immutable for readers; the changing methods must be called on the newest
 * value, by the apply thread, and return the next.
 */
public final class StagedRows {

  private static final int HIDDEN = -1;

  private final long transactionId;
  private final long firstIndex;
  private final HotRows rows;
  private final int rowCount;
  private final int[] ends;
  private final int[] subs;
  private final int runCount;
  private final StagedDeletes deletes;

  private StagedRows(
      long transactionId,
      long firstIndex,
      HotRows rows,
      int rowCount,
      int[] ends,
      int[] subs,
      int runCount,
      StagedDeletes deletes) {
    this.transactionId = transactionId;
    this.firstIndex = firstIndex;
    this.rows = rows;
    this.rowCount = rowCount;
    this.ends = ends;
    this.subs = subs;
    this.runCount = runCount;
    this.deletes = deletes;
  }

  /** Nothing yet; {@code firstIndex} is the log index of the first intent. */
  public static StagedRows begin(long transactionId, long firstIndex, TableSchema schema) {
    return new StagedRows(
        transactionId,
        firstIndex,
        new HotRows(schema),
        0,
        new int[0],
        new int[0],
        0,
        StagedDeletes.EMPTY);
  }

  /** These and the selected rows of a batch of the current schema. */
  public StagedRows with(int sub, Batch batch) {
    rows.append(batch);
    int end = rows.rowCount();
    int[] newEnds = ends;
    int[] newSubs = subs;
    int count = runCount;
    if (count > 0 && subs[count - 1] == sub) {
      newEnds = ends.clone();
      newEnds[count - 1] = end;
    } else {
      newEnds = Arrays.copyOf(ends, count + 1);
      newSubs = Arrays.copyOf(subs, count + 1);
      newEnds[count] = end;
      newSubs[count++] = sub;
    }
    return new StagedRows(transactionId, firstIndex, rows, end, newEnds, newSubs, count, deletes);
  }

  /** These and deletes. */
  public StagedRows withDeletes(int sub, long index, long[] rowIds) {
    return withDeletes(deletes.with(rowIds, sub, index));
  }

  /** The same rows with other deletes. */
  public StagedRows withDeletes(StagedDeletes newDeletes) {
    return new StagedRows(
        transactionId, firstIndex, rows, rowCount, ends, subs, runCount, newDeletes);
  }

  /**
   * Without what sub-transactions from {@code firstSub} on staged before log index {@code index}.
   */
  public StagedRows hide(int firstSub, long index) {
    int[] newSubs = subs.clone();
    for (int run = 0; run < runCount; run++) {
      if (newSubs[run] >= firstSub) {
        newSubs[run] = HIDDEN;
      }
    }
    return new StagedRows(
        transactionId,
        firstIndex,
        rows,
        rowCount,
        ends,
        newSubs,
        runCount,
        deletes.hide(firstSub, index));
  }

  /** The same with other names for the rows it deletes; those named -1 are left out. */
  public StagedRows translate(LongUnaryOperator names) {
    return deletes.isEmpty() ? this : withDeletes(deletes.translate(names));
  }

  /** Whose they are. */
  public long transactionId() {
    return transactionId;
  }

  /** Log index of the first intent. */
  public long firstIndex() {
    return firstIndex;
  }

  /** The rows, hidden ones too. */
  public HotRows rows() {
    return rows;
  }

  /** Rows staged, hidden ones too. */
  public int rowCount() {
    return rowCount;
  }

  /** What it deletes. */
  public StagedDeletes deletes() {
    return deletes;
  }

  /** Whether a row was undone by a rollback to a savepoint. */
  public boolean isHidden(int row) {
    int run = Arrays.binarySearch(ends, 0, runCount, row + 1);
    return subs[run < 0 ? -run - 1 : run] == HIDDEN;
  }

  /**
   * Sets bit {@code row - from} of {@code mask} for each row of {@code [from, to)} that is not
   * hidden; other bits are left as they are.
   */
  public void mark(int from, int to, long[] mask) {
    int start = 0;
    for (int run = 0; run < runCount && start < to; run++) {
      if (subs[run] != HIDDEN) {
        VersionRuns.setRange(mask, Math.max(start, from) - from, Math.min(ends[run], to) - from);
      }
      start = ends[run];
    }
  }
}
