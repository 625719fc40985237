package org.orrery.sql.pgcatalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.storage.api.ChunkInfo;

/** The chunks that a query's snapshot sees, for catalogs. */
public final class VisibleChunks {

  private VisibleChunks() {}

  /** Those of all hypertables, by hypertable and range. */
  public static List<ChunkRelation> all(EvaluationContext context) {
    var chunks = new ArrayList<ChunkRelation>();
    for (Relation relation : SessionInfo.of(context).catalog().relations()) {
      if (relation instanceof TableEntry table && table.hypertable() != null) {
        chunks.addAll(of(context, table));
      }
    }
    return chunks;
  }

  /** Those of a hypertable, by range. */
  public static List<ChunkRelation> of(EvaluationContext context, TableEntry table) {
    ExecutionContext execution = context.session(ExecutionContext.class);
    Catalog catalog = SessionInfo.of(context).catalog();
    var chunks = new ArrayList<ChunkRelation>();
    for (ChunkInfo info : execution.access().chunks(table.storageId(), execution.snapshot())) {
      ChunkRelation chunk = catalog.chunk(info);
      if (chunk != null) {
        chunks.add(chunk);
      }
    }
    return chunks;
  }

  /**
   * Those that some OIDs and names are of, or of an index of which they are.
   *
   * @param withChildren whether the OID of a hypertable means its chunks
   */
  public static List<ChunkRelation> named(
      EvaluationContext context, List<Object> values, boolean withChildren) {
    Catalog catalog = SessionInfo.of(context).catalog();
    var chunks = new TreeMap<Long, ChunkRelation>();
    for (Object value : values) {
      if (value instanceof Long oid
          && catalog.relation(oid.intValue()) instanceof TableEntry table
          && table.hypertable() != null
          && withChildren) {
        of(context, table).forEach(each -> chunks.put(each.info().chunkId(), each));
      }
      ChunkRelation chunk =
          switch (value) {
            case Long oid -> catalog.chunkOf(oid.intValue());
            case byte[] name -> catalog.chunkOf(new String(name, StandardCharsets.UTF_8));
            default -> null;
          };
      if (chunk != null) {
        chunks.put(chunk.info().chunkId(), chunk);
      }
    }
    return List.copyOf(chunks.values());
  }
}
