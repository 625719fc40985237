package org.orrery.storage.mvcc;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.hot.VersionRuns;

/**
 * A transaction's intents in one chunk: rows it wants to add, numbered as they come, in runs by
 * sub-transaction, and rows it wants to delete. The first rows, up to {@link #sealedRows}, may be
 * in pending segments already; the others are here, in {@link Part}s. Immutable for readers; the
 * changing methods must be called on the newest value, by the apply thread, and return the next.
 */
public final class StagedRows {

  private static final int HIDDEN = -1;

  /**
   * Rows in memory.
   *
   * @param first number of the first
   * @param rows the slabs, from row 0 on
   * @param count how many of them there are
   * @param firstIndex log index of the entry that brought the first
   * @param frozenIndex log index of the last entry whose rows are in it; -1 while it takes more
   * @param schema what the slabs hold
   */
  public record Part(
      int first, HotRows rows, int count, long firstIndex, long frozenIndex, TableSchema schema) {

    /** Number of the row behind the last. */
    public int end() {
      return first + count;
    }

    /** Whether it waits to be sealed. */
    public boolean isFrozen() {
      return frozenIndex >= 0;
    }
  }

  /**
   * Rows that were staged one after the other by one sub-transaction.
   *
   * @param end number of the row behind the last
   * @param sub the sub-transaction; negative when it was rolled back
   * @param firstIndex log index of the entry that brought the first
   */
  public record Run(int end, int sub, long firstIndex) {}

  private final long transactionId;
  private final int sealedRows;
  private final long sealedIndex;
  private final Part[] parts;
  private final Run[] runs;
  private final StagedDeletes deletes;

  private StagedRows(
      long transactionId,
      int sealedRows,
      long sealedIndex,
      Part[] parts,
      Run[] runs,
      StagedDeletes deletes) {
    this.transactionId = transactionId;
    this.sealedRows = sealedRows;
    this.sealedIndex = sealedIndex;
    this.parts = parts;
    this.runs = runs;
    this.deletes = deletes;
  }

  /** Nothing yet. */
  public static StagedRows begin(long transactionId) {
    return new StagedRows(transactionId, 0, 0, new Part[0], new Run[0], StagedDeletes.EMPTY);
  }

  /**
   * What a restart begins with.
   *
   * @param sealedRows how many rows are in pending segments
   * @param sealedIndex rows staged up to this log index are among them
   * @param runs those of these rows
   */
  public static StagedRows recovered(
      long transactionId, int sealedRows, long sealedIndex, List<Run> runs, StagedDeletes deletes) {
    return new StagedRows(
        transactionId, sealedRows, sealedIndex, new Part[0], runs.toArray(Run[]::new), deletes);
  }

  /** These and the selected rows of a batch of {@code schema}, the current one. */
  public StagedRows with(int sub, long index, Batch batch, TableSchema schema) {
    int last = parts.length - 1;
    Part[] nextParts;
    if (last < 0 || parts[last].isFrozen()) {
      last++;
      nextParts = Arrays.copyOf(parts, last + 1);
      nextParts[last] = new Part(rowCount(), new HotRows(schema), 0, index, -1, schema);
    } else {
      nextParts = parts.clone();
    }
    Part open = nextParts[last];
    open.rows().append(batch);
    nextParts[last] =
        new Part(open.first(), open.rows(), open.rows().rowCount(), open.firstIndex(), -1, schema);
    return new StagedRows(
        transactionId,
        sealedRows,
        sealedIndex,
        nextParts,
        extended(runs, sub, index, nextParts[last].end(), sealedRows),
        deletes);
  }

  /** The runs with rows up to {@code end}; those in segments keep runs of their own. */
  private static Run[] extended(Run[] runs, int sub, long index, int end, int sealedRows) {
    int last = runs.length - 1;
    if (last >= 0 && runs[last].sub == sub && runs[last].end != sealedRows) {
      Run[] next = runs.clone();
      next[last] = new Run(end, sub, runs[last].firstIndex);
      return next;
    }
    Run[] next = Arrays.copyOf(runs, runs.length + 1);
    next[runs.length] = new Run(end, sub, index);
    return next;
  }

  /** These and deletes. */
  public StagedRows withDeletes(int sub, long index, long[] rowIds) {
    return withDeletes(deletes.with(rowIds, sub, index));
  }

  /** The same rows with other deletes. */
  public StagedRows withDeletes(StagedDeletes newDeletes) {
    return new StagedRows(transactionId, sealedRows, sealedIndex, parts, runs, newDeletes);
  }

  /**
   * Without what sub-transactions from {@code firstSub} on staged before log index {@code index}.
   */
  public StagedRows hide(int firstSub, long index) {
    Run[] newRuns = runs.clone();
    for (int i = 0; i < newRuns.length; i++) {
      Run run = newRuns[i];
      if (run.sub >= firstSub && run.firstIndex < index) {
        newRuns[i] = new Run(run.end, HIDDEN, run.firstIndex);
      }
    }
    return new StagedRows(
        transactionId, sealedRows, sealedIndex, parts, newRuns, deletes.hide(firstSub, index));
  }

  /** The same with other names for the rows it deletes; those named -1 are left out. */
  public StagedRows translate(StagedDeletes.Names names) {
    return deletes.isEmpty() ? this : withDeletes(deletes.translate(names));
  }

  /** Takes batches of another schema from now on. */
  public StagedRows withSchema(TableSchema schema) {
    int last = parts.length - 1;
    if (last < 0 || parts[last].isFrozen()) {
      return this;
    }
    Part open = parts[last];
    open.rows().setSchema(schema);
    Part[] next = parts.clone();
    next[last] = new Part(open.first(), open.rows(), open.count(), open.firstIndex(), -1, schema);
    return new StagedRows(transactionId, sealedRows, sealedIndex, next, runs, deletes);
  }

  // ---------------------------------------------------------------- sealing

  /** The rows in memory so far wait to be sealed; others may follow. */
  public StagedRows freeze(long index) {
    int last = parts.length - 1;
    if (last < 0 || parts[last].isFrozen()) {
      return this;
    }
    Part open = parts[last];
    Part[] next = parts.clone();
    next[last] =
        new Part(open.first(), open.rows(), open.count(), open.firstIndex(), index, open.schema());
    return new StagedRows(transactionId, sealedRows, sealedIndex, next, runs, deletes);
  }

  /** The oldest rows in memory if they wait to be sealed; null otherwise. */
  public @Nullable Part oldestFrozen() {
    return parts.length > 0 && parts[0].isFrozen() ? parts[0] : null;
  }

  /** Without the oldest part, whose rows are in a pending segment now. */
  public StagedRows sealed() {
    Part oldest = parts[0];
    return new StagedRows(
        transactionId,
        oldest.end(),
        oldest.frozenIndex(),
        Arrays.copyOfRange(parts, 1, parts.length),
        splitAt(oldest.end()),
        deletes);
  }

  private Run[] splitAt(int row) {
    Run[] next = new Run[runs.length + 1];
    int count = 0;
    int start = 0;
    for (Run run : runs) {
      if (start < row && row < run.end) {
        next[count++] = new Run(row, run.sub, run.firstIndex);
      }
      next[count++] = run;
      start = run.end;
    }
    return Arrays.copyOf(next, count);
  }

  /** How many rows are in pending segments. */
  public int sealedRows() {
    return sealedRows;
  }

  /** Rows staged up to this log index are in pending segments. */
  public long sealedIndex() {
    return sealedIndex;
  }

  /** Log index of the first entry with rows that are in memory; {@code Long.MAX_VALUE} if none. */
  public long firstIndex() {
    return parts.length == 0 ? Long.MAX_VALUE : parts[0].firstIndex();
  }

  /** The runs of the rows in pending segments. */
  public List<Run> sealedRuns() {
    return Arrays.stream(runs).filter(run -> run.end <= sealedRows).toList();
  }

  // ---------------------------------------------------------------- looking

  /** Whose they are. */
  public long transactionId() {
    return transactionId;
  }

  /** The rows in memory, hidden ones too. Not to be changed. */
  public Part[] parts() {
    return parts;
  }

  /** The part that has a row; null when it is in a pending segment or none at all. */
  public @Nullable Part partOf(int row) {
    for (Part part : parts) {
      if (row >= part.first() && row < part.end()) {
        return part;
      }
    }
    return null;
  }

  /** Rows staged, hidden ones and those in pending segments too. */
  public int rowCount() {
    return parts.length == 0 ? sealedRows : parts[parts.length - 1].end();
  }

  /** Heap that the rows take. */
  public long bytes() {
    long bytes = 0;
    for (Part part : parts) {
      bytes += part.rows().bytes();
    }
    return bytes;
  }

  /** What it deletes. */
  public StagedDeletes deletes() {
    return deletes;
  }

  /** Whether a row was undone by a rollback to a savepoint. */
  public boolean isHidden(int row) {
    int low = 0;
    int high = runs.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs[middle].end > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return runs[low].sub == HIDDEN;
  }

  /**
   * Sets bit {@code row - from} of {@code mask} for each row of {@code [from, to)} that is not
   * hidden; other bits are left as they are.
   */
  public void mark(int from, int to, long[] mask) {
    int start = 0;
    for (Run run : runs) {
      if (start >= to) {
        return;
      }
      if (run.sub != HIDDEN) {
        VersionRuns.setRange(mask, Math.max(start, from) - from, Math.min(run.end, to) - from);
      }
      start = run.end;
    }
  }

  /** Shows the ranges {@code [from, to)} of rows that are hidden. */
  public void forHidden(RangeVisitor visitor) {
    int start = 0;
    for (Run run : runs) {
      if (run.sub == HIDDEN) {
        visitor.visit(start, run.end);
      }
      start = run.end;
    }
  }

  /** Sees rows {@code [from, to)}. */
  public interface RangeVisitor {
    void visit(int from, int to);
  }
}
