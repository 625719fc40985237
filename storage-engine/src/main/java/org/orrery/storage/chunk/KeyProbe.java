package org.orrery.storage.chunk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;
import org.orrery.storage.hot.HotRows;
import org.orrery.storage.mvcc.DeleteSet;
import org.orrery.storage.mvcc.StagedRows;

/**
 * Tells an owner which keys of new rows are taken, by the newest committed rows and all intents,
 * whatever any snapshot sees. Duplicates within the batch and proposals in flight are the owner's
 * to find (with {@link KeyEncoder}). One per key and chunk; used by one thread, the owner's. Cost:
 * a hash probe per hot table and open transaction, and for segments what {@link SegmentKeys} says.
 */
public final class KeyProbe implements AutoCloseable {

  private final Chunk chunk;
  private final UniqueKey key;
  private Map<HotRows, KeyIndex> indexes = new HashMap<>();
  private Map<SealedRows, SegmentKeys> segments = new HashMap<>();
  private @Nullable TableSchema schema;

  public KeyProbe(Chunk chunk, UniqueKey key) {
    this.chunk = chunk;
    this.key = key;
  }

  /**
   * Looks up the keys of the selected rows of a batch of the chunk's schema.
   *
   * @param transactionId the writer's transaction, 0 for none: rows it deletes hold no keys
   */
  public KeyMatches probe(Batch batch, long transactionId) {
    try {
      return probe(batch, transactionId, follow(), false);
    } finally {
      segments.values().forEach(SegmentKeys::close);
    }
  }

  /**
   * Looks up keys as a reader of the newest rows sees them: rows of other open transactions are not
   * there, and those whose deletion another has staged still are, as {@link
   * KeyMatches.Kind#COMMITTED}.
   *
   * @param transactionId the reader's transaction, 0 for none
   */
  public KeyMatches find(Batch batch, long transactionId) {
    try {
      return probe(batch, transactionId, follow(), true);
    } finally {
      segments.values().forEach(SegmentKeys::close);
    }
  }

  private KeyMatches probe(
      Batch batch, long transactionId, ChunkVersion version, boolean isReading) {
    var search = new Search(version, transactionId, batch, isReading);
    search.inMemory();
    for (PendingSegment pending : version.pending()) {
      SegmentKeys sealed = segments.get(pending.rows());
      StagedRows staged = version.stagedOf(pending.transactionId());
      if (sealed != null && staged != null) {
        search.in(pending, staged, sealed);
      }
    }
    for (SegmentView segment : version.segments()) {
      SegmentKeys sealed = segments.get(segment.rows());
      if (sealed != null) {
        search.in(segment, sealed);
      }
    }
    return search.matches;
  }

  /** Brings the indexes up to date with the version that it returns. */
  private ChunkVersion follow() {
    ChunkVersion version = chunk.version();
    while (!follow(version)) {
      version = chunk.newerThan(version);
    }
    return version;
  }

  /** Forgets what is gone too; false when a segment of the version was let go. */
  private boolean follow(ChunkVersion version) {
    if (schema == null || schema.version() != version.schema().version()) {
      close();
      schema = version.schema();
    }
    var nextIndexes = new HashMap<HotRows, KeyIndex>();
    for (HotView table : version.hot()) {
      nextIndexes.put(table.rows(), index(table.rows(), version, table.rowCount()));
    }
    for (StagedRows staged : version.staged()) {
      for (StagedRows.Part part : staged.parts()) {
        nextIndexes.put(part.rows(), index(part.rows(), version, part.count()));
      }
    }
    indexes = nextIndexes;
    var nextSegments = new HashMap<SealedRows, SegmentKeys>();
    for (SealedRows rows : version.files()) {
      SegmentKeys keys = keysOf(rows, version.schema());
      if (keys == null) {
        nextSegments.values().forEach(SegmentKeys::close);
        return false;
      }
      nextSegments.put(rows, keys);
    }
    segments = nextSegments;
    return true;
  }

  /** Ready for use; null when the file was let go. */
  private @Nullable SegmentKeys keysOf(SealedRows rows, TableSchema rowsSchema) {
    SegmentKeys known = segments.get(rows);
    if (known != null) {
      return known.reopen() ? known : null;
    }
    SealedRows.Reader reader = rows.open();
    return reader == null ? null : new SegmentKeys(rows, reader, rowsSchema, key);
  }

  private KeyIndex index(HotRows rows, ChunkVersion version, int rowCount) {
    KeyIndex index = indexes.get(rows);
    if (index == null) {
      index = new KeyIndex(rows, version.schema(), key);
    }
    index.catchUp(rowCount);
    return index;
  }

  /** Forgets everything. The probe may be used again. */
  @Override
  public void close() {
    segments = new HashMap<>();
    indexes = new HashMap<>();
  }

  /** The search for a batch's keys; for each it stops at the first committed row. */
  private final class Search {
    private final ChunkVersion version;
    private final long transactionId;
    private final boolean isReading;
    private final Vector[] keys;
    private final int[] positions;

    /** For each key whether it is not found yet. */
    private final boolean[] isOpen;

    private final KeyEncoder wanted;
    private final KeyMatches matches;

    Search(ChunkVersion version, long transactionId, Batch batch, boolean isReading) {
      this.version = version;
      this.isReading = isReading;
      this.transactionId = transactionId;
      this.keys = new Vector[key.columnIds().size()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = batch.column(version.schema().indexOf(key.columnIds().get(i)));
      }
      this.positions = new int[batch.size()];
      Arrays.setAll(positions, batch::position);
      this.isOpen = new boolean[batch.size()];
      this.wanted = new KeyEncoder(version.schema(), key);
      this.matches = new KeyMatches(batch.size());
    }

    /** Searches staged and hot rows. */
    void inMemory() {
      for (int i = 0; i < positions.length; i++) {
        if (wanted.encode(keys, positions[i])) {
          isOpen[i] = true;
          inMemory(i, wanted.hash());
        }
      }
    }

    private void inMemory(int index, int hash) {
      for (StagedRows staged : version.staged()) {
        if (!isReading || staged.transactionId() == transactionId) {
          findStaged(staged, index, hash);
        }
      }
      for (HotView table : version.hot()) {
        // Among equal keys of a table only the newest can be alive.
        int row = indexOf(table.rows()).find(wanted, hash);
        if (row >= 0
            && table.deletes().deletedAt(row) == DeleteSet.NOT_DELETED
            && committed(index, RowIds.hot(table.firstArrival() + row))) {
          return;
        }
      }
    }

    /** Searches a segment. */
    void in(SegmentView segment, SegmentKeys sealed) {
      find(
          sealed,
          (index, ordinal) -> {
            if (segment.deletes().deletedAt(ordinal) == DeleteSet.NOT_DELETED) {
              boolean _ = committed(index, RowIds.sealed(segment.file().container(), ordinal));
            }
          });
    }

    /** Searches rows that a transaction staged. */
    void in(PendingSegment pending, StagedRows staged, SegmentKeys sealed) {
      find(
          sealed,
          (index, ordinal) -> {
            boolean _ = staged(staged, index, pending.first() + ordinal);
          });
    }

    /** Takes the rows of a segment that have a key which is still looked for. */
    private interface Found {
      void accept(int index, int ordinal);
    }

    private void find(SegmentKeys sealed, Found found) {
      sealed.find(
          keys,
          positions,
          positions.length,
          new SegmentKeys.Visitor() {
            @Override
            public boolean isWanted(int index) {
              return isOpen[index];
            }

            @Override
            public void visit(int index, int ordinal) {
              found.accept(index, ordinal);
            }
          });
    }

    private KeyIndex indexOf(HotRows rows) {
      KeyIndex found = indexes.get(rows);
      return found == null ? new KeyIndex(rows, version.schema(), key) : found;
    }

    private void findStaged(StagedRows staged, int index, int hash) {
      for (StagedRows.Part part : staged.parts()) {
        KeyIndex staging = indexOf(part.rows());
        int row = staging.find(wanted, hash);
        while (row >= 0 && !staged(staged, index, part.first() + row)) {
          row = staging.findOlder(row, wanted, hash);
        }
      }
    }

    /** Counts a staged row; false when its transaction has undone or deleted it. */
    private boolean staged(StagedRows staged, int index, int row) {
      if (staged.isHidden(row) || staged.deletes().contains(RowIds.staged(row))) {
        return false;
      }
      boolean isOwn = staged.transactionId() == transactionId;
      matches.set(
          index,
          isOwn ? KeyMatches.Kind.OWN : KeyMatches.Kind.INTENT,
          isOwn ? RowIds.staged(row) : staged.transactionId());
      return true;
    }

    /** Counts a row that no commit has deleted; true when no open transaction deletes it. */
    private boolean committed(int index, long rowId) {
      for (StagedRows staged : version.staged()) {
        boolean counts = !isReading || staged.transactionId() == transactionId;
        if (counts && staged.deletes().contains(rowId)) {
          if (staged.transactionId() != transactionId) {
            matches.set(index, KeyMatches.Kind.INTENT, staged.transactionId());
          }
          return false;
        }
      }
      matches.set(index, KeyMatches.Kind.COMMITTED, rowId);
      isOpen[index] = false;
      return true;
    }
  }
}
