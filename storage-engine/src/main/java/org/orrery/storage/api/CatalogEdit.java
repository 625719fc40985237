package org.orrery.storage.api;

import java.util.List;
import java.util.Map;

/**
 * Catalog changes of a transaction. The commit fails with {@code 40001} when an object in {@code
 * readVersions} has another version by then, and with {@code 42710}-class errors when a name is
 * taken.
 *
 * @param upserts objects to write; the last edit of a transaction wins per key
 * @param removals objects to remove
 * @param readVersions version of each object the change was derived from; 0 for "must not exist"
 * @param createdStorages storages that exist from this transaction on; removed if it rolls back
 * @param droppedStorages storages whose rows go away on commit
 * @param droppedChunks chunks that go away on commit
 */
public record CatalogEdit(
    List<CatalogObject> upserts,
    List<CatalogObject.Key> removals,
    Map<CatalogObject.Key, Long> readVersions,
    List<Long> createdStorages,
    List<Long> droppedStorages,
    List<Long> droppedChunks) {

  public CatalogEdit {
    upserts = List.copyOf(upserts);
    removals = List.copyOf(removals);
    readVersions = Map.copyOf(readVersions);
    createdStorages = List.copyOf(createdStorages);
    droppedStorages = List.copyOf(droppedStorages);
    droppedChunks = List.copyOf(droppedChunks);
  }
}
