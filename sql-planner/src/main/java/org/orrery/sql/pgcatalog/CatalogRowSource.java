package org.orrery.sql.pgcatalog;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.RowSource;
import org.orrery.sql.function.EvaluationContext;

/**
 * Rows that depend on the catalog alone (a server has one database, whose name is fixed). They are
 * kept for the catalog value that was last asked for, which is nearly always the latest committed
 * one.
 */
final class CatalogRowSource implements RowSource {

  private final RelationShape shape;
  private final DatabaseFiller filler;
  private volatile @Nullable Kept kept;

  /** The rows of a catalog value; the value itself may go. */
  private record Kept(WeakReference<Catalog> of, RowStore rows) {}

  CatalogRowSource(RelationShape shape, DatabaseFiller filler) {
    this.shape = shape;
    this.filler = filler;
  }

  @Override
  public void produce(EvaluationContext context, Consumer<Batch> output) {
    SessionInfo session = SessionInfo.of(context);
    give(rows(session.databaseName(), session.catalog()), output);
  }

  private RowStore rows(String database, Catalog catalog) {
    Kept last = kept;
    if (last != null && last.of().refersTo(catalog)) {
      return last.rows();
    }
    var writer = new RowWriter(shape);
    filler.fill(database, catalog, writer);
    RowStore rows = writer.finish();
    kept = new Kept(new WeakReference<>(catalog), rows);
    return rows;
  }

  static void give(RowStore rows, Consumer<Batch> output) {
    RowStore.Reader reader = rows.reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      output.accept(batch);
    }
  }
}
