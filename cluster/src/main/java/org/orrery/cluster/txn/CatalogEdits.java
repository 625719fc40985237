package org.orrery.cluster.txn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;

/** The catalog changes of a transaction, by sub-transaction. */
final class CatalogEdits {

  private record Edit(int sub, CatalogEdit edit) {}

  private final List<Edit> edits = new ArrayList<>();

  /** Storages made under sub-transactions that were undone. */
  private final Set<Long> abandoned = new LinkedHashSet<>();

  void add(int sub, CatalogEdit edit) {
    edits.add(new Edit(sub, edit));
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** Undoes the changes from a sub-transaction on. */
  void rollbackTo(int firstSub) {
    for (Edit each : edits) {
      if (each.sub >= firstSub) {
        abandoned.addAll(each.edit.createdStorages());
      }
    }
    edits.removeIf(each -> each.sub >= firstSub);
  }

  /** Storages that must go whatever becomes of the transaction. */
  Set<Long> abandoned() {
    return abandoned;
  }

  /** All storages that the transaction made. */
  Set<Long> created() {
    Set<Long> created = new LinkedHashSet<>(abandoned);
    edits.forEach(each -> created.addAll(each.edit.createdStorages()));
    return created;
  }

  /**
   * The changes as one: the last write of an object counts, and the version that was first read. A
   * storage both made and dropped is neither.
   */
  CatalogEdit merged() {
    Map<CatalogObject.Key, CatalogObject> upserts = new LinkedHashMap<>();
    Set<CatalogObject.Key> removals = new LinkedHashSet<>();
    Map<CatalogObject.Key, Long> versions = new LinkedHashMap<>();
    Set<Long> created = new LinkedHashSet<>();
    Set<Long> dropped = new LinkedHashSet<>();
    Set<Long> chunks = new LinkedHashSet<>();
    for (Edit each : edits) {
      CatalogEdit edit = each.edit;
      edit.readVersions().forEach(versions::putIfAbsent);
      for (CatalogObject object : edit.upserts()) {
        upserts.remove(object.key());
        upserts.put(object.key(), object);
        removals.remove(object.key());
      }
      for (CatalogObject.Key key : edit.removals()) {
        upserts.remove(key);
        removals.add(key);
      }
      created.addAll(edit.createdStorages());
      dropped.addAll(edit.droppedStorages());
      chunks.addAll(edit.droppedChunks());
    }
    created.removeAll(dropped);
    return new CatalogEdit(
        List.copyOf(upserts.values()),
        List.copyOf(removals),
        versions,
        List.copyOf(created),
        List.copyOf(dropped),
        List.copyOf(chunks));
  }
}
