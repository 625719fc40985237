package org.orrery.sql.catalog;

/**
 * That a view is a continuous aggregate: a hypertable keeps what its query gives for each bucket.
 *
 * @param oid the view's OID
 * @param tableOid the hypertable that keeps its rows
 * @param sourceOid the hypertable that its query reads; another aggregate's for one on top of it
 * @param partialViewOid the view that gives the rows to keep
 * @param directViewOid the view that has the query as it was written
 * @param bucketColumn attribute number of the hypertable's column that says which bucket
 * @param bucket how the query makes it
 * @param isMaterializedOnly whether rows that are not kept yet are left out
 */
public record ContinuousAggregateEntry(
    int oid,
    int tableOid,
    int sourceOid,
    int partialViewOid,
    int directViewOid,
    int bucketColumn,
    BucketFunction bucket,
    boolean isMaterializedOnly)
    implements CatalogEntry {

  /** The view has the name. */
  @Override
  public String name() {
    return Integer.toUnsignedString(oid);
  }

  /** The same with or without the rows that are not kept yet. */
  public ContinuousAggregateEntry withMaterializedOnly(boolean only) {
    return new ContinuousAggregateEntry(
        oid, tableOid, sourceOid, partialViewOid, directViewOid, bucketColumn, bucket, only);
  }
}
