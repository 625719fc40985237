package org.orrery.sql.pgcatalog.timescale;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Columnstore;
import org.orrery.sql.catalog.CompressedChunkEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SqlNames;

/** How hypertables' and their converted chunks' rows are sorted. */
final class ColumnstoreViews {

  private static final String INFORMATION = "timescaledb_information.";

  private ColumnstoreViews() {}

  static void addTo(Fillers to) {
    for (String kind : List.of("compression", "columnstore")) {
      to.catalog(INFORMATION + "hypertable_" + kind + "_settings", ColumnstoreViews::hypertables);
      to.catalog(INFORMATION + "chunk_" + kind + "_settings", ColumnstoreViews::chunks);
    }
    to.catalog(INFORMATION + "compression_settings", ColumnstoreViews::columns);
    to.catalog("_timescaledb_catalog.compression_settings", ColumnstoreViews::catalog);
  }

  private static List<TableEntry> tables(Catalog catalog) {
    return catalog.relations().stream()
        .filter(TableEntry.class::isInstance)
        .map(TableEntry.class::cast)
        .filter(table -> table.hypertable() != null)
        .toList();
  }

  private static Columnstore settings(TableEntry table) {
    TableEntry.Hypertable hypertable = table.hypertable();
    return hypertable == null ? Columnstore.OFF : hypertable.columnstore();
  }

  private static String nameOf(TableEntry table, int number) {
    for (ColumnEntry column : table.columns()) {
      if (column.number() == number) {
        return column.name();
      }
    }
    return "........pg.dropped." + number + "........";
  }

  private static List<Integer> segmentBy(Columnstore settings) {
    List<Integer> columns = settings.segmentBy();
    return columns == null ? List.of() : columns;
  }

  private static List<Columnstore.Order> orderBy(Columnstore settings) {
    List<Columnstore.Order> columns = settings.orderBy();
    return columns == null ? List.of() : columns;
  }

  private static @Nullable String segmentText(TableEntry table, Columnstore settings) {
    return segmentBy(settings).isEmpty()
        ? null
        : segmentBy(settings).stream()
            .map(column -> Deparser.identifier(nameOf(table, column)))
            .collect(Collectors.joining(","));
  }

  private static @Nullable String orderText(TableEntry table, Columnstore settings) {
    return orderBy(settings).isEmpty()
        ? null
        : orderBy(settings).stream()
            .map(each -> Deparser.identifier(nameOf(table, each.column())) + direction(each))
            .collect(Collectors.joining(","));
  }

  private static String direction(Columnstore.Order order) {
    String nulls =
        order.nullsFirst() == order.isDescending()
            ? ""
            : order.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
    return (order.isDescending() ? " DESC" : "") + nulls;
  }

  private static void hypertables(Catalog catalog, RowWriter rows) {
    for (TableEntry table : tables(catalog)) {
      rows.row()
          .set("hypertable", table.oid())
          .set("segmentby", segmentText(table, settings(table)))
          .set("orderby", orderText(table, settings(table)));
    }
  }

  private static void chunks(Catalog catalog, RowWriter rows) {
    for (CompressedChunkEntry chunk : catalog.compressedChunks()) {
      if (catalog.relation(chunk.tableOid()) instanceof TableEntry table) {
        rows.row()
            .set("hypertable", table.oid())
            .set("chunk", chunk.oid())
            .set("segmentby", segmentText(table, chunk.settings()))
            .set("orderby", orderText(table, chunk.settings()));
      }
    }
  }

  private static void columns(Catalog catalog, RowWriter rows) {
    for (TableEntry table : tables(catalog)) {
      String schema = SqlNames.schema(catalog, table.schemaOid());
      int index = 0;
      for (int column : segmentBy(settings(table))) {
        rows.row()
            .set("hypertable_schema", schema)
            .set("hypertable_name", table.name())
            .set("attname", nameOf(table, column))
            .set("segmentby_column_index", ++index);
      }
      index = 0;
      for (Columnstore.Order order : orderBy(settings(table))) {
        rows.row()
            .set("hypertable_schema", schema)
            .set("hypertable_name", table.name())
            .set("attname", nameOf(table, order.column()))
            .set("orderby_column_index", ++index)
            .set("orderby_asc", !order.isDescending())
            .set("orderby_nullsfirst", order.nullsFirst());
      }
    }
  }

  private static void catalog(Catalog catalog, RowWriter rows) {
    for (TableEntry table : tables(catalog)) {
      if (settings(table).isEnabled()) {
        put(rows, table, table.oid(), settings(table));
      }
    }
    for (CompressedChunkEntry chunk : catalog.compressedChunks()) {
      if (catalog.relation(chunk.tableOid()) instanceof TableEntry table) {
        put(rows, table, chunk.oid(), chunk.settings());
      }
    }
  }

  private static void put(RowWriter rows, TableEntry table, int oid, Columnstore settings) {
    var segments = new ArrayList<String>();
    segmentBy(settings).forEach(column -> segments.add(nameOf(table, column)));
    var orders = new ArrayList<String>();
    var descending = new ArrayList<Boolean>();
    var nullsFirst = new ArrayList<Boolean>();
    for (Columnstore.Order order : orderBy(settings)) {
      orders.add(nameOf(table, order.column()));
      descending.add(order.isDescending());
      nullsFirst.add(order.nullsFirst());
    }
    rows.row()
        .set("relid", oid)
        .set("segmentby", segments.isEmpty() ? null : segments)
        .set("orderby", orders.isEmpty() ? null : orders)
        .set("orderby_desc", orders.isEmpty() ? null : descending)
        .set("orderby_nullsfirst", orders.isEmpty() ? null : nullsFirst);
  }
}
