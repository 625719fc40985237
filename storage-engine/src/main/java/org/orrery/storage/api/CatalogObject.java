package org.orrery.storage.api;

/**
 * An object of the catalog as the store knows it.
 *
 * @param key what it is
 * @param namespace OID of the schema its name is unique in, 0 for none
 * @param name its name, unique per kind and namespace
 * @param body its encoded content; not to be modified
 * @param version the catalog version that wrote it; 0 in an edit that has not been committed
 */
public record CatalogObject(Key key, int namespace, String name, byte[] body, long version) {

  /**
   * Identity of an object.
   *
   * @param kind {@code sql.catalog}'s number for the kind; kinds that share names share a number
   * @param oid its OID
   */
  public record Key(int kind, int oid) {}
}
