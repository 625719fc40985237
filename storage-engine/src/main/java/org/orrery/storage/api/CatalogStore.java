package org.orrery.storage.api;

import java.util.List;

/**
 * The durable catalog: versioned objects that only {@code sql.catalog} can read. Thread-safe.
 * Changes happen through {@link Transaction#change}.
 */
public interface CatalogStore {

  /**
   * Registers the one listener. It is called at once with everything there is, then for each
   * committed change, in commit order, on the thread that applies it and before the commit is
   * acknowledged; it must not block.
   */
  void subscribe(Listener listener);

  /** The first of {@code count} new OIDs, unused and from 16384 on; also used as storage ids. */
  long allocateOids(int count);

  /** Receives catalog changes. */
  interface Listener {

    /**
     * @param version the catalog's version after the change; grows by one
     * @param upserts new and changed objects
     * @param removals objects gone
     */
    void onChange(long version, List<CatalogObject> upserts, List<CatalogObject.Key> removals);
  }
}
