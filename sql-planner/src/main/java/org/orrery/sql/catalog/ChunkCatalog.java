package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableSchema;

/**
 * A catalog that lists chunks as the tables they look like, and nothing else, so that what
 * describes tables describes chunks. Looking other things up works as in the catalog behind it.
 */
public final class ChunkCatalog implements Catalog {

  private final Catalog catalog;
  private final Map<Integer, Relation> chunks = new LinkedHashMap<>();
  private final List<IndexEntry> indexes = new ArrayList<>();

  /** Some chunks of a catalog. */
  public ChunkCatalog(Catalog catalog, List<ChunkRelation> listed) {
    this.catalog = catalog;
    for (ChunkRelation chunk : listed) {
      chunks.put(chunk.oid(), chunk.described());
      indexes.addAll(catalog.indexes(chunk.oid()));
    }
  }

  @Override
  public Collection<Relation> relations() {
    return chunks.values();
  }

  @Override
  public @Nullable Relation relation(int oid) {
    Relation chunk = chunks.get(oid);
    return chunk == null ? catalog.relation(oid) : chunk;
  }

  @Override
  public Collection<IndexEntry> indexes() {
    return List.copyOf(indexes);
  }

  @Override
  public Collection<ForeignKeyEntry> foreignKeys() {
    return List.of();
  }

  @Override
  public long version() {
    return catalog.version();
  }

  @Override
  public FunctionRegistry functions() {
    return catalog.functions();
  }

  @Override
  public @Nullable SchemaEntry schema(String name) {
    return catalog.schema(name);
  }

  @Override
  public @Nullable SchemaEntry schema(int oid) {
    return catalog.schema(oid);
  }

  @Override
  public Collection<SchemaEntry> schemas() {
    return List.of();
  }

  @Override
  public @Nullable Relation relation(int schemaOid, String name) {
    return catalog.relation(schemaOid, name);
  }

  @Override
  public @Nullable IndexEntry index(int schemaOid, String name) {
    return catalog.index(schemaOid, name);
  }

  @Override
  public @Nullable IndexEntry index(int oid) {
    return catalog.index(oid);
  }

  @Override
  public List<IndexEntry> indexes(int tableOid) {
    return catalog.indexes(tableOid);
  }

  @Override
  public List<ForeignKeyEntry> foreignKeys(int tableOid) {
    return catalog.foreignKeys(tableOid);
  }

  @Override
  public List<ForeignKeyEntry> referencing(int tableOid) {
    return catalog.referencing(tableOid);
  }

  @Override
  public @Nullable ForeignKeyEntry foreignKey(int oid) {
    return catalog.foreignKey(oid);
  }

  @Override
  public @Nullable SqlType type(String schema, String name) {
    return catalog.type(schema, name);
  }

  @Override
  public @Nullable SqlType type(int oid) {
    return catalog.type(oid);
  }

  @Override
  public @Nullable ExtensionEntry extension(String name) {
    return catalog.extension(name);
  }

  @Override
  public Collection<ExtensionEntry> extensions() {
    return List.of();
  }

  @Override
  public @Nullable RoleEntry role(String name) {
    return catalog.role(name);
  }

  @Override
  public Collection<RoleEntry> roles() {
    return catalog.roles();
  }

  @Override
  public Collection<CommentEntry> comments() {
    return List.of();
  }

  @Override
  public @Nullable CommentEntry comment(int classOid, int oid) {
    return catalog.comment(classOid, oid);
  }

  @Override
  public Collection<CompressedChunkEntry> compressedChunks() {
    return catalog.compressedChunks();
  }

  @Override
  public @Nullable CompressedChunkEntry compressedChunk(int oid) {
    return catalog.compressedChunk(oid);
  }

  @Override
  public @Nullable MaterializedViewEntry materializedView(int tableOid) {
    return catalog.materializedView(tableOid);
  }

  @Override
  public Collection<ContinuousAggregateEntry> continuousAggregates() {
    return List.of();
  }

  @Override
  public @Nullable ContinuousAggregateEntry continuousAggregate(int viewOid) {
    return catalog.continuousAggregate(viewOid);
  }

  @Override
  public @Nullable ContinuousAggregateEntry aggregateKeptIn(int tableOid) {
    return catalog.aggregateKeptIn(tableOid);
  }

  @Override
  public List<ContinuousAggregateEntry> aggregatesOver(int tableOid) {
    return catalog.aggregatesOver(tableOid);
  }

  @Override
  public @Nullable ChunkRelation chunk(ChunkInfo info) {
    return catalog.chunk(info);
  }

  @Override
  public @Nullable ChunkRelation chunkOf(int oid) {
    return catalog.chunkOf(oid);
  }

  @Override
  public @Nullable ChunkRelation chunkOfConstraint(int oid) {
    return catalog.chunkOfConstraint(oid);
  }

  @Override
  public @Nullable ChunkRelation chunkOf(String name) {
    return catalog.chunkOf(name);
  }

  @Override
  public TableSchema storageSchema(TableEntry table) {
    return catalog.storageSchema(table);
  }
}
