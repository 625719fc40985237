package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionRegistry;
import org.orrery.storage.api.CatalogObject;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.ChunkLookup;
import org.orrery.storage.api.TableSchema;

/**
 * A catalog value over maps. Making the next value copies the maps, so a change costs time in
 * proportion to the number of objects; look-ups are constant.
 */
public final class CatalogValue implements Catalog {

  /**
   * What all values of a node share.
   *
   * @param chunks finds chunks, which are no part of any value
   */
  record Fixed(
      FunctionRegistry functions, List<SystemRelation> systemRelations, ChunkLookup chunks) {}

  /**
   * An entry as stored.
   *
   * @param version the catalog version that last committed it; 0 when none did
   */
  record Stored(CatalogEntry entry, long version) {}

  private record Name(int schemaOid, String name) {}

  private final Fixed fixed;
  private final long version;
  private final Map<CatalogObject.Key, Stored> stored;
  private final TreeMap<Integer, SchemaEntry> schemas = new TreeMap<>(Integer::compareUnsigned);
  private final Map<String, SchemaEntry> schemasByName = new HashMap<>();
  private final TreeMap<Integer, Relation> relations = new TreeMap<>(Integer::compareUnsigned);
  private final Map<Name, Relation> relationsByName = new HashMap<>();
  private final TreeMap<Integer, IndexEntry> indexes = new TreeMap<>(Integer::compareUnsigned);
  private final Map<Name, IndexEntry> indexesByName = new HashMap<>();
  private final Map<Integer, List<IndexEntry>> indexesByTable = new HashMap<>();
  private final Map<Integer, List<SequenceEntry>> sequencesByTable = new HashMap<>();
  private final TreeMap<Integer, ForeignKeyEntry> foreignKeys =
      new TreeMap<>(Integer::compareUnsigned);
  private final Map<Integer, List<ForeignKeyEntry>> foreignKeysByTable = new HashMap<>();
  private final Map<Integer, List<ForeignKeyEntry>> foreignKeysByReferenced = new HashMap<>();
  private final Map<String, ExtensionEntry> extensions = new TreeMap<>();
  private final TreeMap<Integer, RoleEntry> roles = new TreeMap<>(Integer::compareUnsigned);
  private final Map<String, RoleEntry> rolesByName = new HashMap<>();
  private final Comments comments = new Comments();
  private final Map<Integer, CompressedChunkEntry> compressedChunks = new HashMap<>();
  private final Map<Integer, MaterializedViewEntry> materializedViews = new HashMap<>();
  private final TreeMap<Integer, ContinuousAggregateEntry> aggregates =
      new TreeMap<>(Integer::compareUnsigned);
  private final Map<Integer, ContinuousAggregateEntry> aggregatesByTable = new HashMap<>();
  private final Map<Integer, List<ContinuousAggregateEntry>> aggregatesBySource = new HashMap<>();
  private final Map<Long, TableEntry> hypertables = new HashMap<>();

  CatalogValue(Fixed fixed, long version, Map<CatalogObject.Key, Stored> stored) {
    this.fixed = fixed;
    this.version = version;
    this.stored = stored;
    fixed.systemRelations().forEach(this::addRelation);
    stored.values().stream()
        .map(Stored::entry)
        .sorted((a, b) -> Integer.compareUnsigned(a.oid(), b.oid()))
        .forEach(this::add);
  }

  private void add(CatalogEntry entry) {
    switch (entry) {
      case SchemaEntry schema -> {
        schemas.put(schema.oid(), schema);
        schemasByName.put(schema.name(), schema);
      }
      case TableEntry table -> {
        addRelation(table);
        if (table.hypertable() != null) {
          hypertables.put(table.storageId(), table);
        }
      }
      case ViewEntry view -> addRelation(view);
      case SequenceEntry sequence -> {
        addRelation(sequence);
        if (sequence.tableOid() != 0) {
          sequencesByTable
              .computeIfAbsent(sequence.tableOid(), _ -> new ArrayList<>())
              .add(sequence);
        }
      }
      case IndexEntry index -> {
        indexes.put(index.oid(), index);
        indexesByName.put(new Name(index.schemaOid(), index.name()), index);
        indexesByTable.computeIfAbsent(index.tableOid(), _ -> new ArrayList<>()).add(index);
      }
      case ForeignKeyEntry key -> {
        foreignKeys.put(key.oid(), key);
        foreignKeysByTable.computeIfAbsent(key.tableOid(), _ -> new ArrayList<>()).add(key);
        foreignKeysByReferenced
            .computeIfAbsent(key.referencedOid(), _ -> new ArrayList<>())
            .add(key);
      }
      case ExtensionEntry extension -> extensions.put(extension.name(), extension);
      case RoleEntry role -> {
        roles.put(role.oid(), role);
        rolesByName.put(role.name(), role);
      }
      case CommentEntry comment -> comments.add(comment);
      case CompressedChunkEntry chunk -> compressedChunks.put(chunk.oid(), chunk);
      case MaterializedViewEntry view -> materializedViews.put(view.oid(), view);
      case ContinuousAggregateEntry aggregate -> {
        aggregates.put(aggregate.oid(), aggregate);
        aggregatesByTable.put(aggregate.tableOid(), aggregate);
        aggregatesBySource
            .computeIfAbsent(aggregate.sourceOid(), _ -> new ArrayList<>())
            .add(aggregate);
      }
    }
  }

  private void addRelation(Relation relation) {
    relations.put(relation.oid(), relation);
    relationsByName.put(new Name(relation.schemaOid(), relation.name()), relation);
  }

  /** This value with entries written and removed by a transaction that has not committed. */
  CatalogValue edited(List<CatalogEntry> upserts, List<CatalogObject.Key> removals) {
    Map<CatalogObject.Key, Stored> next = new HashMap<>(stored);
    removals.forEach(next::remove);
    for (CatalogEntry entry : upserts) {
      CatalogObject.Key key = CatalogKeys.of(entry);
      next.put(key, new Stored(entry, versionOf(key)));
    }
    return new CatalogValue(fixed, version, next);
  }

  /** The value after a committed change. */
  CatalogValue committed(
      long newVersion, List<CatalogObject> upserts, List<CatalogObject.Key> removals) {
    Map<CatalogObject.Key, Stored> next = new HashMap<>(stored);
    removals.forEach(next::remove);
    for (CatalogObject object : upserts) {
      next.put(object.key(), new Stored(EntryCodec.decode(object), object.version()));
    }
    return new CatalogValue(fixed, newVersion, next);
  }

  /** The version that last committed an object; 0 when none did. */
  long versionOf(CatalogObject.Key key) {
    Stored object = stored.get(key);
    return object == null ? 0 : object.version();
  }

  /** A number for a new hypertable. */
  public int nextHypertableId() {
    int last = 0;
    for (Relation relation : relations.values()) {
      if (relation instanceof TableEntry table && table.hypertable() != null) {
        last = Math.max(last, table.hypertable().id());
      }
    }
    return last + 1;
  }

  /** An object by key, or null. */
  public @Nullable CatalogEntry entry(CatalogObject.Key key) {
    Stored object = stored.get(key);
    return object == null ? null : object.entry();
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public FunctionRegistry functions() {
    return fixed.functions();
  }

  @Override
  public @Nullable SchemaEntry schema(String name) {
    return schemasByName.get(name);
  }

  @Override
  public @Nullable SchemaEntry schema(int oid) {
    return schemas.get(oid);
  }

  @Override
  public Collection<SchemaEntry> schemas() {
    return Collections.unmodifiableCollection(schemas.values());
  }

  @Override
  public @Nullable Relation relation(int schemaOid, String name) {
    Relation relation = relationsByName.get(new Name(schemaOid, name));
    if (relation != null) {
      return relation;
    }
    long chunkId = ChunkNames.chunkId(name);
    ChunkRelation chunk = chunkId < 0 ? null : chunk(chunkId);
    boolean isNamed = chunk != null && chunk.schemaOid() == schemaOid && chunk.name().equals(name);
    return isNamed ? chunk : null;
  }

  @Override
  public @Nullable Relation relation(int oid) {
    return ChunkNames.isChunk(oid) ? chunk(ChunkNames.chunkId(oid)) : relations.get(oid);
  }

  private @Nullable ChunkRelation chunk(long chunkId) {
    ChunkInfo info = hypertables.isEmpty() ? null : fixed.chunks().chunk(chunkId);
    return info == null ? null : chunk(info);
  }

  @Override
  public @Nullable ChunkRelation chunkOf(int oid) {
    if (ChunkNames.isChunk(oid)) {
      return chunk(ChunkNames.chunkId(oid));
    }
    return ChunkIndexes.isOid(oid) ? chunk(ChunkIndexes.chunkId(oid)) : null;
  }

  @Override
  public @Nullable ChunkRelation chunkOfConstraint(int oid) {
    if (ChunkNames.isChunk(oid)) {
      return chunk(ChunkNames.chunkIdOfCheck(oid));
    }
    return ChunkIndexes.isOid(oid) ? chunk(ChunkIndexes.chunkId(oid)) : null;
  }

  @Override
  public @Nullable ChunkRelation chunkOf(String name) {
    long ofRelation = ChunkNames.chunkId(name);
    long chunkId = ofRelation < 0 ? ChunkIndexes.chunkIdInName(name) : ofRelation;
    return chunkId < 0 ? null : chunk(chunkId);
  }

  @Override
  public @Nullable ChunkRelation chunk(ChunkInfo info) {
    TableEntry table = hypertables.get(info.storageId());
    TableEntry.Hypertable hypertable = table == null ? null : table.hypertable();
    SchemaEntry schema = hypertable == null ? null : schema(hypertable.chunkSchema());
    return table == null || schema == null
        ? null
        : new ChunkRelation(table, info, fixed.chunks().slices(info.chunkId()), schema.oid());
  }

  @Override
  public Collection<Relation> relations() {
    return Collections.unmodifiableCollection(relations.values());
  }

  @Override
  public @Nullable IndexEntry index(int schemaOid, String name) {
    IndexEntry index = indexesByName.get(new Name(schemaOid, name));
    long chunkId = index == null ? ChunkIndexes.chunkIdInName(name) : -1;
    ChunkRelation chunk = chunkId < 0 ? null : chunk(chunkId);
    if (chunk != null && chunk.schemaOid() == schemaOid) {
      for (IndexEntry each : indexes(chunk.oid())) {
        index = each.name().equals(name) ? each : index;
      }
    }
    return index;
  }

  @Override
  public @Nullable IndexEntry index(int oid) {
    return ChunkIndexes.isOid(oid)
        ? ChunkIndexes.find(indexes(ChunkNames.oid(ChunkIndexes.chunkId(oid))), oid)
        : indexes.get(oid);
  }

  @Override
  public List<IndexEntry> indexes(int tableOid) {
    if (ChunkNames.isChunk(tableOid)) {
      ChunkRelation chunk = chunk(ChunkNames.chunkId(tableOid));
      return chunk == null ? List.of() : ChunkIndexes.of(chunk, indexes(chunk.table().oid()));
    }
    return Collections.unmodifiableList(indexesByTable.getOrDefault(tableOid, List.of()));
  }

  @Override
  public Collection<IndexEntry> indexes() {
    return Collections.unmodifiableCollection(indexes.values());
  }

  @Override
  public List<SequenceEntry> ownedSequences(int tableOid) {
    return Collections.unmodifiableList(sequencesByTable.getOrDefault(tableOid, List.of()));
  }

  @Override
  public List<ForeignKeyEntry> foreignKeys(int tableOid) {
    return Collections.unmodifiableList(foreignKeysByTable.getOrDefault(tableOid, List.of()));
  }

  @Override
  public List<ForeignKeyEntry> referencing(int tableOid) {
    return Collections.unmodifiableList(foreignKeysByReferenced.getOrDefault(tableOid, List.of()));
  }

  @Override
  public Collection<ForeignKeyEntry> foreignKeys() {
    return Collections.unmodifiableCollection(foreignKeys.values());
  }

  @Override
  public @Nullable ForeignKeyEntry foreignKey(int oid) {
    return foreignKeys.get(oid);
  }

  @Override
  public @Nullable SqlType type(String schema, String name) {
    return schema.equals("pg_catalog") ? BuiltinTypes.byName(name) : null;
  }

  @Override
  public @Nullable SqlType type(int oid) {
    return BuiltinTypes.find(oid);
  }

  @Override
  public @Nullable ExtensionEntry extension(String name) {
    return extensions.get(name);
  }

  @Override
  public Collection<ExtensionEntry> extensions() {
    return Collections.unmodifiableCollection(extensions.values());
  }

  @Override
  public @Nullable RoleEntry role(String name) {
    return rolesByName.get(name);
  }

  @Override
  public Collection<RoleEntry> roles() {
    return Collections.unmodifiableCollection(roles.values());
  }

  @Override
  public Collection<CommentEntry> comments() {
    return comments.all();
  }

  @Override
  public @Nullable CommentEntry comment(int classOid, int oid) {
    return comments.find(classOid, oid);
  }

  @Override
  public Collection<CompressedChunkEntry> compressedChunks() {
    return Collections.unmodifiableCollection(compressedChunks.values());
  }

  @Override
  public @Nullable CompressedChunkEntry compressedChunk(int oid) {
    return compressedChunks.get(oid);
  }

  @Override
  public @Nullable MaterializedViewEntry materializedView(int tableOid) {
    return materializedViews.get(tableOid);
  }

  @Override
  public Collection<ContinuousAggregateEntry> continuousAggregates() {
    return Collections.unmodifiableCollection(aggregates.values());
  }

  @Override
  public @Nullable ContinuousAggregateEntry continuousAggregate(int viewOid) {
    return aggregates.get(viewOid);
  }

  @Override
  public @Nullable ContinuousAggregateEntry aggregateKeptIn(int tableOid) {
    return aggregatesByTable.get(tableOid);
  }

  @Override
  public List<ContinuousAggregateEntry> aggregatesOver(int tableOid) {
    return Collections.unmodifiableList(aggregatesBySource.getOrDefault(tableOid, List.of()));
  }

  @Override
  public TableSchema storageSchema(TableEntry table) {
    SchemaEntry schema = schema(table.schemaOid());
    if (schema == null) {
      throw Invariant.broken("table without schema: " + table.name());
    }
    return StorageSchemas.of(table, schema.name(), indexes(table.oid()));
  }
}
