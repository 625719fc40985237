package org.orrery.sql.catalog;

/** An object that the catalog stores. */
public sealed interface CatalogEntry
    permits SchemaEntry,
        TableEntry,
        IndexEntry,
        ViewEntry,
        SequenceEntry,
        ForeignKeyEntry,
        ExtensionEntry,
        RoleEntry,
        CommentEntry,
        CompressedChunkEntry,
        MaterializedViewEntry,
        ContinuousAggregateEntry {

  /** Its OID. */
  int oid();

  /** Its name. */
  String name();
}
