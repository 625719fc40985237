package org.orrery.sql.catalog;

import java.util.List;
import java.util.Map;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.storage.api.CatalogEdit;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.CatalogStore;
import org.orrery.storage.api.ChunkLookup;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;

/**
 * The newest committed catalog of a node, kept up to date by the store. Readers take one value and
 * use it throughout. Thread-safe.
 */
public final class SharedCatalog {

  private volatile CatalogValue current;

  private SharedCatalog(
      FunctionRegistry functions, SystemRelationProvider system, ChunkLookup chunks) {
    var fixed = new CatalogValue.Fixed(functions, List.copyOf(system.relations()), chunks);
    this.current = new CatalogValue(fixed, 0, Map.of());
  }

  /**
   * Follows the store of {@code access}. At the database's first start it creates the system
   * schemas and the superuser, and the tables of continuous aggregates.
   */
  public static SharedCatalog open(
      TableAccess access, FunctionRegistry functions, SystemRelationProvider system) {
    var catalog = new SharedCatalog(functions, system, access);
    catalog.follow(access.catalog());
    if (catalog.current.role(SystemSchemas.POSTGRES) == null) {
      bootstrap(access, SystemSchemas.INITIAL, List.of());
    }
    if (!(catalog.current.relation(AggregateTables.WATERMARK) instanceof TableEntry)) {
      // Also in a database that is older than they are.
      bootstrap(
          access,
          AggregateTables.ALL,
          AggregateTables.ALL.stream().map(TableEntry::storageId).toList());
    }
    return catalog;
  }

  private void follow(CatalogStore store) {
    store.subscribe(this::apply);
  }

  /** Called by the store, one change at a time. */
  private void apply(long version, List<CatalogObject> upserts, List<CatalogObject.Key> removals) {
    current = current.committed(version, upserts, removals);
  }

  private static void bootstrap(
      TableAccess access, List<? extends CatalogEntry> entries, List<Long> storages) {
    try (Transaction transaction = access.begin(Transaction.Isolation.READ_COMMITTED)) {
      transaction.change(
          new CatalogEdit(
              entries.stream().map(EntryCodec::encode).toList(),
              List.of(),
              Map.of(),
              storages,
              List.of(),
              List.of()));
      transaction.commit();
    }
  }

  /** Commits a role with another password verifier. */
  public void setPassword(TableAccess access, RoleEntry role, String verifier) {
    var changed =
        new RoleEntry(role.oid(), role.name(), role.isSuperuser(), role.canLogin(), verifier);
    try (Transaction transaction = access.begin(Transaction.Isolation.READ_COMMITTED)) {
      transaction.change(
          new CatalogEdit(
              List.of(EntryCodec.encode(changed)),
              List.of(),
              Map.of(),
              List.of(),
              List.of(),
              List.of()));
      transaction.commit();
    }
  }

  /** The newest committed value. */
  public CatalogValue current() {
    return current;
  }
}
