package org.orrery.sql.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.orrery.data.Batch;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkCatalog;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.exec.plan.RowSource;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.storage.api.ScanRequest.ColumnRange;

/**
 * Rows of the catalog, then those of chunks. Chunks are looked up by the OIDs and names asked for;
 * only who asks for all gets all, some at a time.
 */
final class ChunkRowSource implements RowSource {

  /** Chunks described at once. */
  private static final int PART = 256;

  private final RowSource ofCatalog;
  private final RelationShape shape;
  private final DatabaseFiller filler;
  private final List<Integer> keys;

  ChunkRowSource(
      RowSource ofCatalog, RelationShape shape, DatabaseFiller filler, List<String> keys) {
    this.ofCatalog = ofCatalog;
    this.shape = shape;
    this.filler = filler;
    this.keys = keys.stream().map(shape::position).toList();
  }

  @Override
  public void produce(EvaluationContext context, Consumer<Batch> output) {
    produce(context, List.of(), output);
  }

  @Override
  public void produce(EvaluationContext context, List<ColumnRange> wanted, Consumer<Batch> output) {
    ofCatalog.produce(context, output);
    SessionInfo session = SessionInfo.of(context);
    Catalog catalog = session.catalog();
    List<ChunkRelation> chunks = chunks(context, wanted);
    for (int from = 0; from < chunks.size(); from += PART) {
      context.checkCancelled();
      List<ChunkRelation> part = chunks.subList(from, Math.min(from + PART, chunks.size()));
      var writer = new RowWriter(shape);
      filler.fill(session.databaseName(), new ChunkCatalog(catalog, part), writer);
      CatalogRowSource.give(writer.finish(), output);
    }
  }

  private List<ChunkRelation> chunks(EvaluationContext context, List<ColumnRange> wanted) {
    for (ColumnRange range : wanted) {
      List<Object> values = keys.contains(range.column()) ? values(range) : null;
      if (values != null) {
        return VisibleChunks.named(context, values, shape.name().equals("pg_inherits"));
      }
    }
    return VisibleChunks.all(context);
  }

  /** The values of a range when they are known; else null. */
  static @org.jspecify.annotations.Nullable List<Object> values(ColumnRange range) {
    if (range.anyOf() != null) {
      return range.anyOf();
    }
    Object low = range.low();
    boolean isOne = low != null && java.util.Objects.deepEquals(low, range.high());
    return isOne ? new ArrayList<>(List.of(low)) : null;
  }
}
