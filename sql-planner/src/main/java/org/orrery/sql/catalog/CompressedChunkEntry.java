package org.orrery.sql.catalog;

/**
 * That a chunk was converted to the columnstore. All chunks are encoded sooner or later; this says
 * that someone has asked for it.
 *
 * @param oid the chunk's OID as a relation
 * @param tableOid its hypertable
 * @param plainBytes what the chunk's values took without encoding when it was converted
 * @param settings how its rows were sorted then
 */
public record CompressedChunkEntry(int oid, int tableOid, long plainBytes, Columnstore settings)
    implements CatalogEntry {

  /** Chunks are named otherwise. */
  @Override
  public String name() {
    return Integer.toUnsignedString(oid);
  }
}
