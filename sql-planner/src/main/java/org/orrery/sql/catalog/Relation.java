package org.orrery.sql.catalog;

import java.util.List;

/** What can stand in FROM: a table, a chunk of one, a view, or a built-in relation. */
public sealed interface Relation
    permits TableEntry, ChunkRelation, ViewEntry, SequenceEntry, SystemRelation {

  /** Its {@code pg_class} OID. */
  int oid();

  /** OID of its schema. */
  int schemaOid();

  /** Its name. */
  String name();

  /** Live columns, by attribute number. */
  List<ColumnEntry> columns();
}
