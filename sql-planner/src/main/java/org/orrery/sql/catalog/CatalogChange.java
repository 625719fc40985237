package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;

/**
 * What one DDL statement does to the catalog. Collects writes, then gives the edit for the
 * transaction and the transaction's next value. Thread: the session's.
 */
public final class CatalogChange {

  private final CatalogValue base;
  private final Map<CatalogObject.Key, CatalogEntry> upserts = new HashMap<>();
  private final List<CatalogObject.Key> removals = new ArrayList<>();
  private final Map<CatalogObject.Key, Long> readVersions = new HashMap<>();
  private final List<Long> createdStorages = new ArrayList<>();
  private final List<Long> droppedStorages = new ArrayList<>();
  private final List<Long> droppedChunks = new ArrayList<>();

  /** A change derived from {@code base}. */
  public CatalogChange(CatalogValue base) {
    this.base = base;
  }

  /** Creates or replaces an entry. */
  public CatalogChange put(CatalogEntry entry) {
    CatalogObject.Key key = CatalogKeys.of(entry);
    dependOn(key);
    removals.remove(key);
    upserts.put(key, entry);
    if (entry instanceof TableEntry after
        && base.relation(after.oid()) instanceof TableEntry before) {
      if (before.storageId() != after.storageId()) {
        removeCompressed(before);
      }
      Comments.ofLostChecks(base, before, after).forEach(this::remove);
      CommentEntry kept = Comments.withoutLostColumns(base, after);
      if (kept != null) {
        put(kept);
      }
    }
    return this;
  }

  /** Removes an entry, and what was said about it. */
  public CatalogChange remove(CatalogEntry entry) {
    CatalogObject.Key key = CatalogKeys.of(entry);
    dependOn(key);
    upserts.remove(key);
    if (!removals.contains(key)) {
      removals.add(key);
    }
    Comments.ofRemoved(base, entry).forEach(this::remove);
    if (entry instanceof TableEntry table) {
      removeCompressed(table);
      removeIfThere(base.materializedView(table.oid()));
    }
    if (entry instanceof ViewEntry view) {
      removeIfThere(base.continuousAggregate(view.oid()));
    }
    return this;
  }

  private void removeIfThere(@Nullable CatalogEntry entry) {
    if (entry != null) {
      remove(entry);
    }
  }

  private void removeCompressed(TableEntry table) {
    if (table.hypertable() != null) {
      base.compressedChunks().stream()
          .filter(chunk -> chunk.tableOid() == table.oid())
          .forEach(this::remove);
    }
  }

  /** Whether an entry is removed. */
  public boolean removes(CatalogEntry entry) {
    return removals.contains(CatalogKeys.of(entry));
  }

  /** Makes the commit fail when the entry changes or goes away until then. */
  public CatalogChange dependOn(CatalogEntry entry) {
    dependOn(CatalogKeys.of(entry));
    return this;
  }

  private void dependOn(CatalogObject.Key key) {
    readVersions.putIfAbsent(key, base.versionOf(key));
  }

  /** A storage that exists from this transaction on. */
  public CatalogChange createStorage(long storageId) {
    createdStorages.add(storageId);
    return this;
  }

  /** A storage whose rows go away on commit. */
  public CatalogChange dropStorage(long storageId) {
    droppedStorages.add(storageId);
    return this;
  }

  /** A chunk that goes away on commit. */
  public CatalogChange dropChunk(long chunkId) {
    droppedChunks.add(chunkId);
    CompressedChunkEntry compressed = base.compressedChunk(ChunkNames.oid(chunkId));
    if (compressed != null) {
      remove(compressed);
    }
    return this;
  }

  /** The edit for the transaction. */
  public CatalogEdit edit() {
    return new CatalogEdit(
        upserts.values().stream().map(EntryCodec::encode).toList(),
        removals,
        readVersions,
        createdStorages,
        droppedStorages,
        droppedChunks);
  }

  /** A catalog after this change. */
  public CatalogValue appliedTo(CatalogValue catalog) {
    return catalog.edited(List.copyOf(upserts.values()), removals);
  }
}
