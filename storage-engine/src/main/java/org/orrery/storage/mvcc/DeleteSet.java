package org.orrery.storage.mvcc;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Committed deletes of one container's rows: a bitmap per csn. Deletes at or before the horizon are
 * folded into one bitmap. Immutable for readers; {@link #with} must be called on the newest value,
 * by one thread.
 */
public final class DeleteSet {

  /** No deletes. */
  public static final DeleteSet EMPTY = new DeleteSet(new Delta[0], 0);

  /** {@link #deletedAt} of a row that is not deleted. */
  public static final long NOT_DELETED = Long.MAX_VALUE;

  private static final int FOLD_DELTAS_MIN = 32;

  /** What one commit deleted (or, folded, several that all snapshots see). */
  private record Delta(long csn, RoaringBitmap rows) {}

  private final Delta[] deltas;
  private final int count;

  private DeleteSet(Delta[] deltas, int count) {
    this.deltas = deltas;
    this.count = count;
  }

  /** These deletes and more. {@code rows} is kept and must not change any more. */
  public DeleteSet with(long csn, RoaringBitmap rows) {
    Delta[] next = deltas;
    if (count == deltas.length) {
      next = Arrays.copyOf(deltas, Math.max(4, count * 2));
    }
    next[count] = new Delta(csn, rows);
    return new DeleteSet(next, count + 1);
  }

  /** Whether {@link #fold} is worth its cost: cheap deletes stay cheap while the horizon stands. */
  public boolean isWorthFolding() {
    return count >= FOLD_DELTAS_MIN && Integer.bitCount(count) == 1;
  }

  /** The same with deletes that every snapshot sees in one bitmap. */
  public DeleteSet fold(long horizon) {
    var folded = new RoaringBitmap();
    long foldedCsn = Long.MIN_VALUE;
    var next = new Delta[count + 1];
    int kept = 1;
    for (int i = 0; i < count; i++) {
      if (deltas[i].csn <= horizon) {
        folded.or(deltas[i].rows);
        foldedCsn = Math.max(foldedCsn, deltas[i].csn);
      } else {
        next[kept++] = deltas[i];
      }
    }
    if (folded.isEmpty()) {
      return this;
    }
    folded.runOptimize();
    next[0] = new Delta(foldedCsn, folded);
    return new DeleteSet(next, kept);
  }

  /** Whether nothing was deleted. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The rows deleted for a reader; null for none. Not to be modified. */
  public @Nullable RoaringBitmap visible(long readTimestamp) {
    RoaringBitmap result = null;
    boolean isOwned = false;
    for (int i = 0; i < count; i++) {
      if (deltas[i].csn <= readTimestamp) {
        if (result == null) {
          result = deltas[i].rows;
        } else {
          if (!isOwned) {
            result = result.clone();
            isOwned = true;
          }
          result.or(deltas[i].rows);
        }
      }
    }
    return result;
  }

  /** The csn that deleted a row, {@link #NOT_DELETED} if none did. */
  public long deletedAt(int row) {
    for (int i = count - 1; i >= 0; i--) {
      if (deltas[i].rows.contains(row)) {
        return deltas[i].csn;
      }
    }
    return NOT_DELETED;
  }

  /** Rows deleted, by any csn. */
  public long cardinality() {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += deltas[i].rows.getLongCardinality();
    }
    return total;
  }

  /** Calls {@code action} with each bitmap, which must not be modified, and its csn. */
  public void forEach(ObjLongConsumer<RoaringBitmap> action) {
    for (int i = 0; i < count; i++) {
      action.accept(deltas[i].rows, deltas[i].csn);
    }
  }
}
