package org.orrery.sql.exec.spill;

import java.util.ArrayList;
import java.util.List;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.KeyHash;
import org.orrery.sql.exec.RowStore;

/** Rows in {@link #COUNT} files by the hash of their key: rows of equal keys are in one. */
public final class SpillPartitions implements AutoCloseable {

  /** Files. */
  public static final int COUNT = 16;

  /** A partition of a partition … that is still too large for memory is refused after so many. */
  public static final int LEVELS_MAX = 6;

  private static final int HASH_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(COUNT);

  private final List<Integer> keys;
  private final KeyHash hash;
  private final List<SpillFile> files = new ArrayList<>();
  private final RowStore[] pending = new RowStore[COUNT];
  private final int[][] selections = new int[COUNT][Batch.ROWS_MAX];
  private final int[] counts = new int[COUNT];

  /**
   * Empty partitions.
   *
   * @param types of the rows
   * @param keys columns of the key
   * @param level how often the rows have been partitioned before
   */
  public SpillPartitions(SpillFiles owner, List<SqlType> types, List<Integer> keys, int level) {
    this.keys = keys;
    this.hash = new KeyHash(keys.stream().map(types::get).toList(), level);
    for (int i = 0; i < COUNT; i++) {
      files.add(owner.create(types));
      pending[i] = new RowStore(types);
    }
  }

  /** Adds the selected rows of a batch. */
  public void add(Batch batch) {
    var key = new Vector[keys.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = batch.column(keys.get(i));
    }
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.position(i);
      int partition = (int) (hash.of(key, row) >>> HASH_SHIFT);
      selections[partition][counts[partition]++] = row;
    }
    for (int partition = 0; partition < COUNT; partition++) {
      if (counts[partition] > 0) {
        var part = new Batch(batch.columns(), batch.rowCount());
        part.select(selections[partition], counts[partition]);
        counts[partition] = 0;
        pending[partition].append(part);
        if (pending[partition].rowCount() >= Batch.ROWS_MAX) {
          write(partition);
        }
      }
    }
  }

  private void write(int partition) {
    RowStore rows = pending[partition];
    RowStore.Reader reader = rows.reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      files.get(partition).append(batch);
    }
    pending[partition] = new RowStore(rows.types());
  }

  /** Ends writing. The files, which the caller closes; some may be empty. */
  public List<SpillFile> finish() {
    for (int partition = 0; partition < COUNT; partition++) {
      write(partition);
      files.get(partition).finish();
    }
    return files;
  }

  /** Bytes of heap held, roughly. */
  public long retainedBytes() {
    long bytes = (long) Integer.BYTES * COUNT * Batch.ROWS_MAX;
    for (int partition = 0; partition < COUNT; partition++) {
      bytes += pending[partition].retainedBytes() + files.get(partition).retainedBytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    files.forEach(SpillFile::close);
  }
}
