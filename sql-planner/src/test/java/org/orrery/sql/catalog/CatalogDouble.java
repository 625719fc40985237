package org.orrery.sql.catalog;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.storage.api.ChunkInfo;

/**
 * A catalog without what most tests do not need: foreign keys, comments, chunks, materialized
 * views.
 */
public abstract class CatalogDouble implements Catalog {

  @Override
  public List<ForeignKeyEntry> foreignKeys(int tableOid) {
    return List.of();
  }

  @Override
  public List<ForeignKeyEntry> referencing(int tableOid) {
    return List.of();
  }

  @Override
  public Collection<ForeignKeyEntry> foreignKeys() {
    return List.of();
  }

  @Override
  public @Nullable ForeignKeyEntry foreignKey(int oid) {
    return null;
  }

  @Override
  public @Nullable ChunkRelation chunk(ChunkInfo info) {
    return null;
  }

  @Override
  public @Nullable ChunkRelation chunkOf(int oid) {
    return null;
  }

  @Override
  public @Nullable ChunkRelation chunkOf(String name) {
    return null;
  }

  @Override
  public @Nullable ChunkRelation chunkOfConstraint(int oid) {
    return null;
  }

  @Override
  public Collection<CommentEntry> comments() {
    return List.of();
  }

  @Override
  public @Nullable CommentEntry comment(int classOid, int oid) {
    return null;
  }

  @Override
  public Collection<CompressedChunkEntry> compressedChunks() {
    return List.of();
  }

  @Override
  public @Nullable CompressedChunkEntry compressedChunk(int oid) {
    return null;
  }

  @Override
  public @Nullable MaterializedViewEntry materializedView(int tableOid) {
    return null;
  }

  @Override
  public Collection<ContinuousAggregateEntry> continuousAggregates() {
    return List.of();
  }

  @Override
  public @Nullable ContinuousAggregateEntry continuousAggregate(int viewOid) {
    return null;
  }

  @Override
  public @Nullable ContinuousAggregateEntry aggregateKeptIn(int tableOid) {
    return null;
  }

  @Override
  public List<ContinuousAggregateEntry> aggregatesOver(int tableOid) {
    return List.of();
  }
}
