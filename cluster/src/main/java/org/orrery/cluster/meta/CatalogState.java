package org.orrery.cluster.meta;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;

/** The catalog's objects, each with the version that wrote it, and who has which name. */
final class CatalogState {

  private record Name(int kind, int namespace, String name) {
    static Name of(CatalogObject object) {
      return new Name(object.key().kind(), object.namespace(), object.name());
    }
  }

  private final Map<CatalogObject.Key, CatalogObject> objects = new LinkedHashMap<>();
  private final Map<Name, CatalogObject.Key> names = new HashMap<>();
  private long version;

  long version() {
    return version;
  }

  Collection<CatalogObject> objects() {
    return objects.values();
  }

  /** Takes over a snapshot's content. */
  void load(long newVersion, List<CatalogObject> all) {
    version = newVersion;
    all.forEach(this::put);
  }

  private void put(CatalogObject object) {
    remove(object.key());
    objects.put(object.key(), object);
    names.put(Name.of(object), object.key());
  }

  private void remove(CatalogObject.Key key) {
    CatalogObject old = objects.remove(key);
    if (old != null) {
      names.remove(Name.of(old), key);
    }
  }

  /** Why an edit cannot be applied; null when it can. */
  @Nullable MetaResult conflict(CatalogEdit edit) {
    for (Map.Entry<CatalogObject.Key, Long> read : edit.readVersions().entrySet()) {
      CatalogObject present = objects.get(read.getKey());
      if ((present == null ? 0 : present.version()) != read.getValue()) {
        return new MetaResult.Changed(read.getKey());
      }
    }
    Set<CatalogObject.Key> leaving = new HashSet<>(edit.removals());
    edit.upserts().forEach(each -> leaving.add(each.key()));
    Map<Name, CatalogObject.Key> taken = new HashMap<>();
    for (CatalogObject object : edit.upserts()) {
      Name name = Name.of(object);
      CatalogObject.Key holder = names.get(name);
      boolean isHeld = holder != null && !leaving.contains(holder);
      CatalogObject.Key twin = taken.put(name, object.key());
      if (!object.name().isEmpty() && (isHeld || twin != null)) {
        return new MetaResult.NameTaken(object.key(), object.name());
      }
    }
    return null;
  }

  /** Applies an edit that has no conflict; returns the objects written, with their version. */
  List<CatalogObject> apply(CatalogEdit edit) {
    if (edit.upserts().isEmpty() && edit.removals().isEmpty()) {
      return List.of();
    }
    version++;
    edit.removals().forEach(this::remove);
    List<CatalogObject> written = new ArrayList<>();
    for (CatalogObject each : edit.upserts()) {
      remove(each.key());
      written.add(
          new CatalogObject(each.key(), each.namespace(), each.name(), each.body(), version));
    }
    written.forEach(this::put);
    return written;
  }
}
