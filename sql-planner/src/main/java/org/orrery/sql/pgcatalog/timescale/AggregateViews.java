package org.orrery.sql.pgcatalog.timescale;

import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.BucketFunction;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SqlNames;

/** Continuous aggregates. */
final class AggregateViews {

  private static final String CATALOG = "_timescaledb_catalog.";

  private AggregateViews() {}

  static void addTo(Fillers to) {
    to.catalog("timescaledb_information.continuous_aggregates", AggregateViews::information);
    to.catalog(CATALOG + "continuous_agg", AggregateViews::aggregates);
    to.catalog(CATALOG + "continuous_aggs_bucket_function", AggregateViews::bucketFunctions);
  }

  /** The relations around an aggregate. */
  private record Entry(
      ContinuousAggregateEntry aggregate,
      ViewEntry view,
      TableEntry table,
      Hypertable hypertable,
      TableEntry source,
      ViewEntry partial,
      ViewEntry direct) {

    static @Nullable Entry of(Catalog catalog, ContinuousAggregateEntry aggregate) {
      if (catalog.relation(aggregate.oid()) instanceof ViewEntry view
          && catalog.relation(aggregate.tableOid()) instanceof TableEntry table
          && catalog.relation(aggregate.sourceOid()) instanceof TableEntry source
          && catalog.relation(aggregate.partialViewOid()) instanceof ViewEntry partial
          && catalog.relation(aggregate.directViewOid()) instanceof ViewEntry direct) {
        Hypertable hypertable = table.hypertable();
        return hypertable == null
            ? null
            : new Entry(aggregate, view, table, hypertable, source, partial, direct);
      }
      return null;
    }

    /** What its query names: the source, or the aggregate that is kept in it. */
    Relation named(Catalog catalog) {
      ContinuousAggregateEntry parent = catalog.aggregateKeptIn(source.oid());
      Relation view = parent == null ? null : catalog.relation(parent.oid());
      return view == null ? source : view;
    }
  }

  private static String schema(Catalog catalog, Relation relation) {
    return SqlNames.schema(catalog, relation.schemaOid());
  }

  private static void information(Catalog catalog, RowWriter rows) {
    for (ContinuousAggregateEntry each : catalog.continuousAggregates()) {
      Entry entry = Entry.of(catalog, each);
      if (entry != null) {
        Relation named = entry.named(catalog);
        rows.row()
            .set("hypertable_schema", schema(catalog, named))
            .set("hypertable_name", named.name())
            .set("view_schema", schema(catalog, entry.view()))
            .set("view_name", entry.view().name())
            .set("view_owner", SqlNames.role(catalog, entry.view().ownerOid()))
            .set("materialized_only", each.isMaterializedOnly())
            .set("compression_enabled", entry.hypertable().columnstore().isEnabled())
            .set("materialization_hypertable_schema", schema(catalog, entry.table()))
            .set("materialization_hypertable_name", entry.table().name())
            .set("view_definition", " " + entry.direct().sql() + ";");
      }
    }
  }

  private static void aggregates(Catalog catalog, RowWriter rows) {
    for (ContinuousAggregateEntry each : catalog.continuousAggregates()) {
      Entry entry = Entry.of(catalog, each);
      if (entry != null) {
        Hypertable source = entry.source().hypertable();
        boolean isOnTop = catalog.aggregateKeptIn(entry.source().oid()) != null;
        Integer sourceId = source == null ? null : Integer.valueOf(source.id());
        rows.row()
            .set("mat_hypertable_id", entry.hypertable().id())
            .set("raw_hypertable_id", sourceId)
            .set("parent_mat_hypertable_id", isOnTop ? sourceId : null)
            .set("user_view_schema", schema(catalog, entry.view()))
            .set("user_view_name", entry.view().name())
            .set("partial_view_schema", schema(catalog, entry.partial()))
            .set("partial_view_name", entry.partial().name())
            .set("direct_view_schema", schema(catalog, entry.direct()))
            .set("direct_view_name", entry.direct().name())
            .set("materialized_only", each.isMaterializedOnly());
      }
    }
  }

  private static void bucketFunctions(Catalog catalog, RowWriter rows) {
    for (ContinuousAggregateEntry each : catalog.continuousAggregates()) {
      Entry entry = Entry.of(catalog, each);
      if (entry != null) {
        BucketFunction bucket = each.bucket();
        rows.row()
            .set("mat_hypertable_id", entry.hypertable().id())
            .set("bucket_func", bucket.signature())
            .set("bucket_width", bucket.width())
            .set("bucket_origin", bucket.origin())
            .set("bucket_offset", bucket.offset())
            .set("bucket_timezone", bucket.timezone())
            .set("bucket_fixed_width", bucket.isFixed());
      }
    }
  }
}
