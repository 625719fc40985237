package org.orrery.sql.pgcatalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;

/** What makes the rows of each relation, by {@code schema.name}, while they are collected. */
public final class Fillers {

  private final Map<String, DatabaseFiller> ofCatalog = new HashMap<>();
  private final Map<String, SessionFiller> ofSession = new HashMap<>();
  private final Map<String, List<String>> keysOfChunks = new HashMap<>();

  Fillers() {}

  /** Rows of a relation of {@code pg_catalog} that depend on the catalog alone. */
  public void pg(String name, CatalogFiller filler) {
    catalog("pg_catalog." + name, filler);
  }

  /** Rows that depend on the catalog alone. */
  public void catalog(String qualifiedName, CatalogFiller filler) {
    database(qualifiedName, (_, catalog, rows) -> filler.fill(catalog, rows));
  }

  /** Rows that depend on the catalog and the database's name. */
  public void database(String qualifiedName, DatabaseFiller filler) {
    Invariant.check(ofCatalog.put(qualifiedName, filler) == null, "twice: " + qualifiedName);
  }

  /**
   * Rows of a relation of {@code pg_catalog} that describe tables, and so chunks too. For these the
   * filler is given a catalog of nothing but chunks.
   *
   * @param keys columns that hold OIDs or names of chunks or their indexes
   */
  public void described(String name, CatalogFiller filler, String... keys) {
    pg(name, filler);
    keysOfChunks.put("pg_catalog." + name, List.of(keys));
  }

  /** Rows that depend on the session or on data. */
  public void session(String qualifiedName, SessionFiller filler) {
    Invariant.check(ofSession.put(qualifiedName, filler) == null, "twice: " + qualifiedName);
  }

  Set<String> names() {
    Set<String> names = new HashSet<>(ofCatalog.keySet());
    names.addAll(ofSession.keySet());
    return names;
  }

  @Nullable DatabaseFiller ofCatalog(String qualifiedName) {
    return ofCatalog.get(qualifiedName);
  }

  /** The columns by which chunks are looked up; null for a relation that shows none. */
  @Nullable List<String> keysOfChunks(String qualifiedName) {
    return keysOfChunks.get(qualifiedName);
  }

  @Nullable SessionFiller ofSession(String qualifiedName) {
    return ofSession.get(qualifiedName);
  }
}
