package org.orrery.sql.pgcatalog.timescale;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Interval;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.ChunkNames;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ChunkSlices;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.CompressedChunkEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Dimension;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.pgcatalog.Fillers;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.pgcatalog.SqlNames;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.Slice;

/** Hypertables, their time dimensions and their chunks. */
public final class HypertableViews {

  private static final String INFORMATION = "timescaledb_information.";
  private static final String CATALOG = "_timescaledb_catalog.";
  private static final int STATUS_COMPRESSED = 1;
  private static final int STATUS_PARTIAL = 8;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private HypertableViews() {}

  /** A table that is a hypertable. */
  private record Entry(TableEntry table, Hypertable hypertable, String schema) {

    /** The time column. */
    ColumnEntry column() {
      return table.column(hypertable.timeColumn());
    }

    /** All dimensions, that of time first. */
    List<Dimension> dimensions() {
      return hypertable.dimensions();
    }

    /** Whether time is a plain number. */
    boolean isInteger() {
      return isInteger(column());
    }

    static boolean isInteger(ColumnEntry column) {
      SqlType type = column.type();
      return type == BuiltinTypes.INT2 || type == BuiltinTypes.INT4 || type == BuiltinTypes.INT8;
    }

    /** A chunk's name as a relation. */
    String chunkName(ChunkInfo chunk) {
      return ChunkNames.name(hypertable, chunk.chunkId());
    }
  }

  /** Adds all. */
  public static void addTo(Fillers to) {
    to.session(INFORMATION + "hypertables", HypertableViews::hypertables);
    to.session(INFORMATION + "chunks", HypertableViews::chunks);
    to.catalog(INFORMATION + "dimensions", HypertableViews::dimensions);
    to.catalog(CATALOG + "hypertable", HypertableViews::catalogHypertables);
    to.catalog(CATALOG + "dimension", HypertableViews::catalogDimensions);
    to.session(CATALOG + "chunk", HypertableViews::catalogChunks);
    to.session(CATALOG + "dimension_slice", HypertableViews::catalogSlices);
    to.session(CATALOG + "chunk_constraint", HypertableViews::catalogConstraints);
    ColumnstoreViews.addTo(to);
    AggregateViews.addTo(to);
  }

  private static List<Entry> hypertables(Catalog catalog) {
    return catalog.relations().stream()
        .filter(TableEntry.class::isInstance)
        .map(TableEntry.class::cast)
        .filter(table -> table.hypertable() != null)
        .map(
            table ->
                new Entry(
                    table,
                    Objects.requireNonNull(table.hypertable()),
                    SqlNames.schema(catalog, table.schemaOid())))
        .toList();
  }

  private static List<ChunkInfo> chunksOf(EvaluationContext context, Entry entry) {
    ExecutionContext execution = context.session(ExecutionContext.class);
    return execution.access().chunks(entry.table().storageId(), execution.snapshot());
  }

  private static RowWriter named(RowWriter rows, Entry entry) {
    return rows.row()
        .set("hypertable_schema", entry.schema())
        .set("hypertable_name", entry.table().name());
  }

  private static void hypertables(EvaluationContext context, RowWriter rows) {
    Catalog catalog = SessionInfo.of(context).catalog();
    for (Entry entry : hypertables(catalog)) {
      if (catalog.aggregateKeptIn(entry.table().oid()) != null) {
        continue;
      }
      named(rows, entry)
          .set("owner", SqlNames.role(catalog, entry.table().ownerOid()))
          .set("num_dimensions", entry.dimensions().size())
          .set("num_chunks", chunksOf(context, entry).size())
          .set("compression_enabled", entry.hypertable().columnstore().isEnabled())
          .set("primary_dimension", entry.column().name())
          .set("primary_dimension_type", entry.column().type().oid());
    }
  }

  private static void chunks(EvaluationContext context, RowWriter rows) {
    for (Entry entry : hypertables(SessionInfo.of(context).catalog())) {
      for (ChunkInfo chunk : chunksOf(context, entry)) {
        String unit = entry.isInteger() ? "_integer" : "";
        named(rows, entry)
            .set("chunk_schema", entry.hypertable().chunkSchema())
            .set("chunk_name", entry.chunkName(chunk))
            .set("primary_dimension", entry.column().name())
            .set("primary_dimension_type", entry.column().type().oid())
            .set("range_start" + unit, internal(entry.column(), chunk.rangeStart()))
            .set("range_end" + unit, internal(entry.column(), chunk.rangeEnd()))
            .set("is_compressed", compressed(context, chunk) != null)
            .set("chunk_creation_time", chunk.createdMicros());
      }
    }
  }

  /** A bound as TimescaleDB's catalog has it: dates in µs too. */
  private static long internal(ColumnEntry column, long bound) {
    boolean isOpen = bound == Long.MIN_VALUE || bound == Long.MAX_VALUE;
    return column.type() == BuiltinTypes.DATE && !isOpen ? bound * MICROS_PER_DAY : bound;
  }

  private static void dimensions(Catalog catalog, RowWriter rows) {
    for (Entry entry : hypertables(catalog)) {
      int number = 0;
      for (Dimension dimension : entry.dimensions()) {
        number++;
        ColumnEntry column = entry.table().column(dimension.column());
        named(rows, entry)
            .set("dimension_number", number)
            .set("column_name", column.name())
            .set("column_type", column.type().oid())
            .set("dimension_type", dimension.isSpace() ? "Space" : "Time");
        if (dimension.isSpace()) {
          rows.set("num_partitions", dimension.partitions());
        } else if (Entry.isInteger(column)) {
          rows.set("integer_interval", dimension.interval());
          FunctionDef now = number == 1 ? integerNow(catalog, entry) : null;
          rows.set("integer_now_func", now == null ? null : now.name());
        } else {
          rows.set("time_interval", interval(dimension.interval()));
        }
      }
    }
  }

  private static @Nullable FunctionDef integerNow(Catalog catalog, Entry entry) {
    int oid = entry.hypertable().integerNow();
    return oid == 0 ? null : catalog.functions().function(oid);
  }

  private static Interval interval(long micros) {
    return new Interval(0, (int) (micros / MICROS_PER_DAY), micros % MICROS_PER_DAY);
  }

  private static @Nullable CompressedChunkEntry compressed(
      EvaluationContext context, ChunkInfo chunk) {
    return SessionInfo.of(context).catalog().compressedChunk(ChunkNames.oid(chunk.chunkId()));
  }

  /** TimescaleDB's bits: converted to the columnstore, and with rows outside of it. */
  private static int status(EvaluationContext context, ChunkInfo chunk) {
    if (compressed(context, chunk) == null) {
      return 0;
    }
    var size = context.session(ExecutionContext.class).access().size(chunk.chunkId());
    return size.hotBytes() > 0 ? STATUS_COMPRESSED | STATUS_PARTIAL : STATUS_COMPRESSED;
  }

  private static void catalogHypertables(Catalog catalog, RowWriter rows) {
    for (Entry entry : hypertables(catalog)) {
      Hypertable hypertable = entry.hypertable();
      rows.row()
          .set("id", hypertable.id())
          .set("schema_name", entry.schema())
          .set("table_name", entry.table().name())
          .set("associated_schema_name", hypertable.chunkSchema())
          .set("associated_table_prefix", hypertable.chunkPrefix())
          .set("num_dimensions", entry.dimensions().size())
          .set("chunk_sizing_func_schema", "_timescaledb_functions")
          .set("chunk_sizing_func_name", "calculate_chunk_interval")
          .set("chunk_target_size", 0)
          .set("compression_state", entry.hypertable().columnstore().isEnabled() ? 1 : 0)
          .set("status", 0);
    }
  }

  private static void catalogDimensions(Catalog catalog, RowWriter rows) {
    for (Entry entry : hypertables(catalog)) {
      for (Dimension dimension : entry.dimensions()) {
        ColumnEntry column = entry.table().column(dimension.column());
        rows.row()
            .set("id", dimension.id())
            .set("hypertable_id", entry.hypertable().id())
            .set("column_name", column.name())
            .set("column_type", column.type().oid())
            .set("aligned", !dimension.isSpace());
        if (dimension.isSpace()) {
          rows.set("num_slices", dimension.partitions())
              .set("partitioning_func_schema", "_timescaledb_functions")
              .set("partitioning_func", "get_partition_hash");
        } else {
          rows.set("interval_length", dimension.interval());
        }
        FunctionDef now = dimension.oid() == 0 ? integerNow(catalog, entry) : null;
        if (now != null) {
          rows.set("integer_now_func_schema", now.schema()).set("integer_now_func", now.name());
        }
      }
    }
  }

  private static void catalogChunks(EvaluationContext context, RowWriter rows) {
    for (Entry entry : hypertables(SessionInfo.of(context).catalog())) {
      for (ChunkInfo chunk : chunksOf(context, entry)) {
        rows.row()
            .set("id", chunk.chunkId())
            .set("hypertable_id", entry.hypertable().id())
            .set("schema_name", entry.hypertable().chunkSchema())
            .set("table_name", entry.chunkName(chunk))
            .set("status", status(context, chunk))
            .set("osm_chunk", false)
            .set("creation_time", chunk.createdMicros());
      }
    }
  }

  private static void catalogSlices(EvaluationContext context, RowWriter rows) {
    for (Entry entry : hypertables(SessionInfo.of(context).catalog())) {
      for (ChunkInfo chunk : chunksOf(context, entry)) {
        for (ChunkSlices.Named slice : slices(context, entry, chunk)) {
          rows.row()
              .set("id", slice.id())
              .set("chunk_id", chunk.chunkId())
              .set("dimension_id", slice.dimension().id())
              .set("range_start", internal(slice.column(), slice.start()))
              .set("range_end", internal(slice.column(), slice.end()));
        }
      }
    }
  }

  private static List<ChunkSlices.Named> slices(
      EvaluationContext context, Entry entry, ChunkInfo chunk) {
    ExecutionContext execution = context.session(ExecutionContext.class);
    List<Slice> beside = execution.access().slices(chunk.chunkId());
    return ChunkSlices.of(new ChunkRelation(entry.table(), chunk, beside, 0));
  }

  private static void catalogConstraints(EvaluationContext context, RowWriter rows) {
    for (Entry entry : hypertables(SessionInfo.of(context).catalog())) {
      for (ChunkInfo chunk : chunksOf(context, entry)) {
        for (ChunkSlices.Named slice : slices(context, entry, chunk)) {
          rows.row()
              .set("chunk_id", chunk.chunkId())
              .set("dimension_slice_id", slice.id())
              .set("constraint_name", slice.constraintName());
        }
      }
    }
  }
}
