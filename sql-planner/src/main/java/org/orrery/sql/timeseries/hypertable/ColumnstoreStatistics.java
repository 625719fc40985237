package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.INT8;
import static org.orrery.data.type.BuiltinTypes.NAME;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.data.type.BuiltinTypes.TEXT;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ChunkNames;
import org.orrery.sql.catalog.CompressedChunkEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableAccess.ChunkSize;

/**
 * Sizes of converted chunks: before, what their values took without encoding ({@link PlainSize})
 * when they were converted; after, what the chunk takes now. All data counts as the table's.
 */
final class ColumnstoreStatistics {

  private ColumnstoreStatistics() {}

  static void declare(FunctionList list) {
    for (String kind : List.of("compression", "columnstore")) {
      list.table(
          "chunk_" + kind + "_stats",
          List.of(required("hypertable", REGCLASS)),
          columns(
              List.of(
                  new OutputColumn("chunk_schema", NAME),
                  new OutputColumn("chunk_name", NAME),
                  new OutputColumn("compression_status", TEXT))),
          ColumnstoreStatistics::chunks);
      list.table(
          "hypertable_" + kind + "_stats",
          List.of(required("hypertable", REGCLASS)),
          columns(
              List.of(
                  new OutputColumn("total_chunks", INT8),
                  new OutputColumn("number_compressed_chunks", INT8))),
          ColumnstoreStatistics::total);
    }
  }

  private static List<OutputColumn> columns(List<OutputColumn> first) {
    var columns = new ArrayList<>(first);
    for (String when : List.of("before", "after")) {
      for (String what : List.of("table", "index", "toast", "total")) {
        columns.add(new OutputColumn(when + "_compression_" + what + "_bytes", INT8));
      }
    }
    columns.add(new OutputColumn("node_name", NAME));
    return columns;
  }

  private static List<SqlType> types(List<OutputColumn> columns) {
    return columns.stream().map(OutputColumn::type).toList();
  }

  private static long bytes(SessionAccess session, ChunkInfo chunk) {
    ChunkSize size = session.tables().size(chunk.chunkId());
    return size.hotBytes() + size.segmentBytes();
  }

  private static SetFunction.Rows chunks(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    SessionAccess session = context.session(SessionAccess.class);
    TableEntry table = Hypertables.hypertable(session, a[0]);
    var rows =
        new RowsOf(
            types(
                columns(
                    List.of(
                        new OutputColumn("chunk_schema", NAME),
                        new OutputColumn("chunk_name", NAME),
                        new OutputColumn("compression_status", TEXT)))));
    for (ChunkInfo chunk : session.tables().chunks(table.storageId(), session.snapshot())) {
      String schema = Hypertables.of(table).chunkSchema();
      String name = ChunkNames.name(Hypertables.of(table), chunk.chunkId());
      CompressedChunkEntry compressed =
          session.catalog().compressedChunk(ChunkNames.oid(chunk.chunkId()));
      if (compressed == null) {
        rows.add(
            schema, name, "Uncompressed", null, null, null, null, null, null, null, null, null);
      } else {
        long before = compressed.plainBytes();
        long after = bytes(session, chunk);
        rows.add(schema, name, "Compressed", before, 0L, 0L, before, after, 0L, 0L, after, null);
      }
    }
    return rows.rows();
  }

  private static SetFunction.Rows total(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    SessionAccess session = context.session(SessionAccess.class);
    TableEntry table = Hypertables.hypertable(session, a[0]);
    long count = 0;
    long before = 0;
    long after = 0;
    List<ChunkInfo> chunks = session.tables().chunks(table.storageId(), session.snapshot());
    for (ChunkInfo chunk : chunks) {
      CompressedChunkEntry compressed =
          session.catalog().compressedChunk(ChunkNames.oid(chunk.chunkId()));
      if (compressed != null) {
        count++;
        before += compressed.plainBytes();
        after += bytes(session, chunk);
      }
    }
    var rows =
        new RowsOf(
            types(columns(List.of(new OutputColumn("total", INT8), new OutputColumn("n", INT8)))));
    boolean isAny = count > 0;
    Long none = isAny ? 0L : null;
    Long plain = isAny ? (Long) before : null;
    Long encoded = isAny ? (Long) after : null;
    rows.add(
        (long) chunks.size(), count, plain, none, none, plain, encoded, none, none, encoded, null);
    return rows.rows();
  }
}
