package org.orrery.sql.catalog;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableSchema;

/** One version of the catalog. Immutable. */
public interface Catalog {

  /** Grows with every committed change; a transaction's own changes make a value of its own. */
  long version();

  /** The functions, operators and casts. */
  FunctionRegistry functions();

  /** A schema by name, or null. */
  @Nullable SchemaEntry schema(String name);

  /** A schema by OID, or null. */
  @Nullable SchemaEntry schema(int oid);

  /** All schemas, by OID. */
  Collection<SchemaEntry> schemas();

  /** A table, chunk, view or built-in relation by schema and name, or null. */
  @Nullable Relation relation(int schemaOid, String name);

  /** A table, chunk, view or built-in relation by OID, or null. */
  @Nullable Relation relation(int oid);

  /** All tables, views and built-in relations, by OID; not the chunks, which may be many. */
  Collection<Relation> relations();

  /** An index by schema and name, or null. */
  @Nullable IndexEntry index(int schemaOid, String name);

  /** An index by OID, or null. */
  @Nullable IndexEntry index(int oid);

  /** A table's indexes, by OID. */
  List<IndexEntry> indexes(int tableOid);

  /** All indexes, by OID; not those of chunks. */
  Collection<IndexEntry> indexes();

  /** The sequences that columns of a table own. */
  default List<SequenceEntry> ownedSequences(int tableOid) {
    return List.of();
  }

  /** The sequence of an identity column, or null. */
  default @Nullable SequenceEntry identity(int tableOid, int column) {
    for (SequenceEntry sequence : ownedSequences(tableOid)) {
      if (sequence.column() == column && sequence.isIdentity()) {
        return sequence;
      }
    }
    return null;
  }

  /** The foreign keys of a table, by OID. */
  List<ForeignKeyEntry> foreignKeys(int tableOid);

  /** The foreign keys that reference a table, by OID. */
  List<ForeignKeyEntry> referencing(int tableOid);

  /** All foreign keys, by OID. */
  Collection<ForeignKeyEntry> foreignKeys();

  /** A foreign key by OID, or null. */
  @Nullable ForeignKeyEntry foreignKey(int oid);

  /** A type by schema and name, or null; tables have row types that are not types here. */
  @Nullable SqlType type(String schema, String name);

  /** A type by OID, or null. */
  @Nullable SqlType type(int oid);

  /** An extension by name, or null. */
  @Nullable ExtensionEntry extension(String name);

  /** All created extensions. */
  Collection<ExtensionEntry> extensions();

  /** A role by name, or null. */
  @Nullable RoleEntry role(String name);

  /** All roles, by OID. */
  Collection<RoleEntry> roles();

  /** All objects that have comments. */
  Collection<CommentEntry> comments();

  /** The comments on an object and its columns, or null; {@link SystemClasses} has the classes. */
  @Nullable CommentEntry comment(int classOid, int oid);

  /** The chunks that are in the columnstore. */
  Collection<CompressedChunkEntry> compressedChunks();

  /** What is known of a chunk in the columnstore by its OID; null when it is not in it. */
  @Nullable CompressedChunkEntry compressedChunk(int oid);

  /** What makes a table a materialized view; null when it is none. */
  @Nullable MaterializedViewEntry materializedView(int tableOid);

  /** All continuous aggregates, by OID of their views. */
  Collection<ContinuousAggregateEntry> continuousAggregates();

  /** What makes a view a continuous aggregate; null when it is none. */
  @Nullable ContinuousAggregateEntry continuousAggregate(int viewOid);

  /** The continuous aggregate whose rows a hypertable keeps, or null. */
  @Nullable ContinuousAggregateEntry aggregateKeptIn(int tableOid);

  /** The continuous aggregates whose queries read a hypertable, by OID of their views. */
  List<ContinuousAggregateEntry> aggregatesOver(int tableOid);

  /** A chunk as a relation, or null when its table is not in this catalog. */
  @Nullable ChunkRelation chunk(ChunkInfo info);

  /** The chunk of an OID: its own, or that of one of its indexes; else null. */
  @Nullable ChunkRelation chunkOf(int oid);

  /** The chunk of which a constraint is, by its OID; else null. */
  @Nullable ChunkRelation chunkOfConstraint(int oid);

  /** The chunk that a relation or index of this name is or would be on; null for other names. */
  @Nullable ChunkRelation chunkOf(String name);

  /** A table as storage knows it: columns, enforced keys, partitioning, sort order. */
  TableSchema storageSchema(TableEntry table);

  /** A chunk's table as storage knows it, under the chunk's name: to read, and to tell people. */
  default TableSchema storageSchema(ChunkRelation chunk) {
    TableSchema table = storageSchema(chunk.table());
    return new TableSchema(
        chunk.oid(),
        table.storageId(),
        table.version(),
        chunk.hypertable().chunkSchema(),
        chunk.name(),
        table.columns(),
        table.uniqueKeys(),
        table.partitioning(),
        table.sortColumnIds(),
        table.indexes());
  }
}
