package org.orrery.sql.catalog;

import org.orrery.storage.api.CatalogObject;

/**
 * The numbers under which the store keeps the kinds of objects. Tables, views and indexes share a
 * number because they share names. Comments have as many kinds as there are sorts of objects: the
 * OID of the catalog that the object is a row of, so that no two objects' comments have one key.
 */
public final class CatalogKeys {

  /** Schemas. */
  public static final int SCHEMA = 1;

  /** Tables, views and indexes. */
  public static final int RELATION = 2;

  /** Extensions. */
  public static final int EXTENSION = 3;

  /** Roles. */
  public static final int ROLE = 4;

  /** Foreign keys. */
  public static final int FOREIGN_KEY = 5;

  /** Chunks in the columnstore. */
  public static final int COMPRESSED_CHUNK = 6;

  /** Materialized views, by their tables. */
  public static final int MATERIALIZED_VIEW = 7;

  /** Continuous aggregates, by their views. */
  public static final int CONTINUOUS_AGGREGATE = 8;

  private CatalogKeys() {}

  /** The key an entry is stored under. */
  public static CatalogObject.Key of(CatalogEntry entry) {
    return new CatalogObject.Key(kind(entry), entry.oid());
  }

  /** The key of a table, view or index. */
  public static CatalogObject.Key relation(int oid) {
    return new CatalogObject.Key(RELATION, oid);
  }

  private static int kind(CatalogEntry entry) {
    return switch (entry) {
      case SchemaEntry _ -> SCHEMA;
      case TableEntry _, IndexEntry _, ViewEntry _, SequenceEntry _ -> RELATION;
      case ExtensionEntry _ -> EXTENSION;
      case RoleEntry _ -> ROLE;
      case ForeignKeyEntry _ -> FOREIGN_KEY;
      case CommentEntry comment -> comment.classOid();
      case CompressedChunkEntry _ -> COMPRESSED_CHUNK;
      case MaterializedViewEntry _ -> MATERIALIZED_VIEW;
      case ContinuousAggregateEntry _ -> CONTINUOUS_AGGREGATE;
    };
  }

  /** The schema or table in which an entry's name is unique; 0 for none. */
  static int namespace(CatalogEntry entry) {
    return switch (entry) {
      case TableEntry table -> table.schemaOid();
      case IndexEntry index -> index.schemaOid();
      case ViewEntry view -> view.schemaOid();
      case SequenceEntry sequence -> sequence.schemaOid();
      case ForeignKeyEntry key -> key.tableOid();
      case SchemaEntry _,
          ExtensionEntry _,
          RoleEntry _,
          CommentEntry _,
          CompressedChunkEntry _,
          MaterializedViewEntry _,
          ContinuousAggregateEntry _ ->
          0;
    };
  }
}
