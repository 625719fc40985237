package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.INT8;
import static org.orrery.data.type.BuiltinTypes.NAME;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.ChunkNames;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.ChunkInfo;
import org.orrery.storage.api.TableAccess.ChunkSize;

/** Sizes of hypertables and chunks. All data counts as the table's: there are no index files. */
final class HypertableSizes {

  private static final List<OutputColumn> BYTES =
      List.of(
          new OutputColumn("table_bytes", INT8),
          new OutputColumn("index_bytes", INT8),
          new OutputColumn("toast_bytes", INT8),
          new OutputColumn("total_bytes", INT8),
          new OutputColumn("node_name", NAME));

  private HypertableSizes() {}

  static void declare(FunctionList list) {
    list.scalar(
        "hypertable_size",
        List.of(required("hypertable", REGCLASS)),
        INT8,
        Volatility.VOLATILE,
        (context, a, _) -> {
          TableEntry table = hypertable(context, a[0]);
          return table == null ? null : (Object) bytes(context, table);
        });
    list.table(
        "hypertable_detailed_size",
        List.of(required("hypertable", REGCLASS)),
        BYTES,
        HypertableSizes::detailed);
    list.table(
        "chunks_detailed_size",
        List.of(required("hypertable", REGCLASS)),
        List.of(
            new OutputColumn("chunk_schema", NAME),
            new OutputColumn("chunk_name", NAME),
            BYTES.get(0),
            BYTES.get(1),
            BYTES.get(2),
            BYTES.get(3),
            BYTES.get(4)),
        HypertableSizes::chunks);
    list.scalar(
        "approximate_row_count",
        List.of(required("relation", REGCLASS)),
        INT8,
        Volatility.VOLATILE,
        (context, a, _) -> rows(context, a[0]));
  }

  private static @Nullable TableEntry hypertable(EvaluationContext context, @Nullable Object oid) {
    if (oid == null) {
      return null;
    }
    SessionAccess session = context.session(SessionAccess.class);
    boolean isHypertable =
        Hypertables.relation(session, oid) instanceof TableEntry table
            && table.hypertable() != null;
    return isHypertable ? Hypertables.hypertable(session, oid) : null;
  }

  private static List<ChunkInfo> chunksOf(EvaluationContext context, TableEntry table) {
    SessionAccess session = context.session(SessionAccess.class);
    return session.tables().chunks(table.storageId(), session.snapshot());
  }

  private static long bytes(EvaluationContext context, TableEntry table) {
    long bytes = 0;
    for (ChunkInfo chunk : chunksOf(context, table)) {
      bytes += bytes(context, chunk);
    }
    return bytes;
  }

  private static long bytes(EvaluationContext context, ChunkInfo chunk) {
    ChunkSize size = context.session(SessionAccess.class).tables().size(chunk.chunkId());
    return size.hotBytes() + size.segmentBytes();
  }

  private static SetFunction.Rows detailed(
      EvaluationContext context, @Nullable Object[] a, org.orrery.data.type.SqlType[] types) {
    var rows = new RowsOf(BYTES.stream().map(OutputColumn::type).toList());
    TableEntry table = hypertable(context, a[0]);
    if (table != null) {
      long bytes = bytes(context, table);
      rows.add(bytes, 0L, 0L, bytes, null);
    }
    return rows.rows();
  }

  private static SetFunction.Rows chunks(
      EvaluationContext context, @Nullable Object[] a, org.orrery.data.type.SqlType[] types) {
    var rows = new RowsOf(List.of(NAME, NAME, INT8, INT8, INT8, INT8, NAME));
    TableEntry table = hypertable(context, a[0]);
    if (table != null) {
      for (ChunkInfo chunk : chunksOf(context, table)) {
        long bytes = bytes(context, chunk);
        rows.add(
            Hypertables.of(table).chunkSchema(),
            ChunkNames.name(Hypertables.of(table), chunk.chunkId()),
            bytes,
            0L,
            0L,
            bytes,
            null);
      }
    }
    return rows.rows();
  }

  private static @Nullable Object rows(EvaluationContext context, @Nullable Object oid) {
    if (oid == null) {
      return null;
    }
    SessionAccess session = context.session(SessionAccess.class);
    long rows = 0;
    if (Hypertables.relation(session, oid) instanceof TableEntry table) {
      for (ChunkInfo chunk : chunksOf(context, table)) {
        rows += session.tables().size(chunk.chunkId()).rowCount();
      }
    }
    return rows;
  }
}
