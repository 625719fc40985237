package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.ANY;
import static org.orrery.data.type.BuiltinTypes.ANYELEMENT;
import static org.orrery.data.type.BuiltinTypes.BOOL;
import static org.orrery.data.type.BuiltinTypes.INT4;
import static org.orrery.data.type.BuiltinTypes.INT8;
import static org.orrery.data.type.BuiltinTypes.NAME;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.data.type.BuiltinTypes.REGPROC;
import static org.orrery.data.type.BuiltinTypes.TEXT;
import static org.orrery.data.type.BuiltinTypes.VOID;
import static org.orrery.sql.timeseries.hypertable.FunctionList.optional;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ChunkNames;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.timeseries.hypertable.ChunkSelection.Bound;
import org.orrery.storage.api.LockMode;

/** Hypertables and chunks: {@code create_hypertable} and its kin, for the registry. */
public final class HypertableFunctions {

  private static final String NO_INTERVAL = "NULL::bigint";

  private HypertableFunctions() {}

  /** All functions of this package. */
  public static List<FunctionContribution> all() {
    var list = new FunctionList();
    classic(list);
    generalized(list);
    chunks(list);
    intervals(list);
    HypertableSizes.declare(list);
    ColumnstoreFunctions.declare(list);
    ColumnstoreStatistics.declare(list);
    return list.functions();
  }

  private static void classic(FunctionList list) {
    list.table(
        "create_hypertable",
        List.of(
            required("relation", REGCLASS),
            required("time_column_name", NAME),
            optional("partitioning_column", NAME, "NULL"),
            optional("number_partitions", INT4, "NULL"),
            optional("associated_schema_name", NAME, "NULL"),
            optional("associated_table_prefix", NAME, "NULL"),
            optional("chunk_time_interval", ANYELEMENT, NO_INTERVAL),
            optional("create_default_indexes", BOOL, "true"),
            optional("if_not_exists", BOOL, "false"),
            optional("partitioning_func", REGPROC, "NULL"),
            optional("migrate_data", BOOL, "false"),
            optional("time_partitioning_func", REGPROC, "NULL"),
            optional("chunk_target_size", TEXT, "NULL"),
            optional("chunk_sizing_func", REGPROC, "NULL"),
            optional("replication_factor", INT4, "NULL"),
            optional("distributed", BOOL, "NULL")),
        List.of(
            new OutputColumn("hypertable_id", INT4),
            new OutputColumn("schema_name", NAME),
            new OutputColumn("table_name", NAME),
            new OutputColumn("created", BOOL)),
        HypertableFunctions::createClassic);
  }

  private static SetFunction.Rows createClassic(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    if (a[2] != null || a[3] != null) {
      throw OrreryException.notSupported("space dimensions are not supported");
    }
    if (a[9] != null || a[11] != null) {
      throw OrreryException.notSupported("partitioning functions are not supported");
    }
    var request =
        new HypertableCreation.Request(
            a[0],
            column(a[1]),
            a[6],
            types[6],
            text(a[4]),
            text(a[5]),
            isTrue(a[7]),
            isTrue(a[8]),
            isTrue(a[10]));
    HypertableCreation.Result result = new HypertableCreation(context, request).run();
    return new RowsOf(List.of(INT4, NAME, NAME, BOOL))
        .add(result.id(), result.schemaName(), result.tableName(), result.isCreated())
        .rows();
  }

  private static String column(@Nullable Object name) {
    String text = text(name);
    if (text == null) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "partition column cannot be NULL");
    }
    return text;
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : new String((byte[]) value, StandardCharsets.UTF_8);
  }

  static boolean isTrue(@Nullable Object value) {
    return value instanceof Long flag && flag != 0;
  }

  private static void generalized(FunctionList list) {
    list.table(
        "create_hypertable",
        List.of(
            required("relation", REGCLASS),
            required("dimension", DimensionInfo.TYPE),
            optional("create_default_indexes", BOOL, "true"),
            optional("if_not_exists", BOOL, "false"),
            optional("migrate_data", BOOL, "false")),
        List.of(new OutputColumn("hypertable_id", INT4), new OutputColumn("created", BOOL)),
        HypertableFunctions::createGeneralized);
    list.scalar(
        "by_range",
        List.of(
            required("column_name", NAME),
            optional("partition_interval", ANYELEMENT, NO_INTERVAL),
            optional("partition_func", REGPROC, "NULL")),
        DimensionInfo.TYPE,
        Volatility.IMMUTABLE,
        (_, a, types) -> {
          if (a[2] != null) {
            throw OrreryException.notSupported("partitioning functions are not supported");
          }
          return new DimensionInfo(true, column(a[0]), formatted(a[1], types[1])).encode();
        });
    list.scalar(
        "by_hash",
        List.of(
            required("column_name", NAME),
            required("number_partitions", INT4),
            optional("partition_func", REGPROC, "NULL")),
        DimensionInfo.TYPE,
        Volatility.IMMUTABLE,
        (_, a, types) ->
            new DimensionInfo(false, column(a[0]), formatted(a[1], types[1])).encode());
  }

  private static @Nullable String formatted(@Nullable Object value, SqlType type) {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    Vector vector = Vector.allocate(type.kind(), 1);
    vector.set(0, value);
    var sink = new ByteSink(16);
    type.codec().formatText(vector, 0, FormatSettings.DEFAULT, sink);
    return sink.toString();
  }

  private static SetFunction.Rows createGeneralized(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    if (a[1] == null) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "dimension cannot be NULL");
    }
    DimensionInfo dimension = DimensionInfo.decode((byte[]) a[1]);
    if (!dimension.isRange()) {
      throw OrreryException.of(
          SqlState.WRONG_OBJECT_TYPE,
          "cannot partition using a closed dimension on primary column");
    }
    String interval = dimension.interval();
    boolean isNumber = interval != null && interval.matches("-?[0-9]+");
    SqlType type = isNumber ? INT8 : BuiltinTypes.INTERVAL;
    var request =
        new HypertableCreation.Request(
            a[0],
            dimension.column(),
            interval == null ? null : parsed(interval, type),
            type,
            null,
            null,
            isTrue(a[2]),
            isTrue(a[3]),
            isTrue(a[4]));
    HypertableCreation.Result result = new HypertableCreation(context, request).run();
    return new RowsOf(List.of(INT4, BOOL)).add(result.id(), result.isCreated()).rows();
  }

  private static @Nullable Object parsed(String text, SqlType type) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Vector vector = Vector.allocate(type.kind(), 1);
    type.codec().parseText(bytes, 0, bytes.length, -1, FormatSettings.DEFAULT, vector, 0);
    return vector.get(0);
  }

  private static void chunks(FunctionList list) {
    list.set(
        "show_chunks",
        List.of(
            required("relation", REGCLASS),
            optional("older_than", ANY, "NULL"),
            optional("newer_than", ANY, "NULL"),
            optional("created_before", ANY, "NULL"),
            optional("created_after", ANY, "NULL")),
        REGCLASS,
        Volatility.STABLE,
        (context, a, types) -> {
          var rows = new RowsOf(List.of(REGCLASS));
          ChunkSelection selection =
              selection(
                  context,
                  a[0],
                  bound(a, types, 1),
                  bound(a, types, 2),
                  bound(a, types, 3),
                  bound(a, types, 4));
          for (ChunkNames.Chunk chunk : selection.chunks()) {
            rows.add(Integer.toUnsignedLong(chunk.oid()));
          }
          return rows.rows();
        });
    list.set(
        "drop_chunks",
        List.of(
            required("relation", REGCLASS),
            optional("older_than", ANY, "NULL"),
            optional("newer_than", ANY, "NULL"),
            optional("verbose", BOOL, "false"),
            optional("created_before", ANY, "NULL"),
            optional("created_after", ANY, "NULL")),
        TEXT,
        Volatility.VOLATILE,
        HypertableFunctions::dropChunks);
  }

  private static Bound bound(@Nullable Object[] arguments, SqlType[] types, int index) {
    return new Bound(arguments[index], types[index]);
  }

  private static ChunkSelection selection(
      EvaluationContext context,
      @Nullable Object relation,
      Bound olderThan,
      Bound newerThan,
      Bound createdBefore,
      Bound createdAfter) {
    TableEntry table = Hypertables.withChunks(context.session(SessionAccess.class), relation);
    return new ChunkSelection(context, table, olderThan, newerThan, createdBefore, createdAfter);
  }

  private static SetFunction.Rows dropChunks(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    SessionAccess session = context.session(SessionAccess.class);
    session.checkWritable("drop_chunks()");
    Hypertables.locked(session, a[0], LockMode.SHARE_UPDATE_EXCLUSIVE);
    ChunkSelection selection =
        selection(
            context,
            a[0],
            bound(a, types, 1),
            bound(a, types, 2),
            bound(a, types, 4),
            bound(a, types, 5));
    if (!selection.hasRange() && !selection.hasCreation()) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE, "invalid time range for dropping chunks")
          .withHint(
              "At least one of older_than/newer_than or created_before/created_after must be"
                  + " provided.");
    }
    var names = new ArrayList<String>();
    for (ChunkNames.Chunk chunk : selection.chunks()) {
      session.lockChunk(chunk.info().chunkId());
    }
    var change = new CatalogChange(session.catalog());
    for (ChunkNames.Chunk chunk : selection.chunks()) {
      names.add(chunk.qualifiedName());
      change.dropChunk(chunk.info().chunkId());
      if (isTrue(a[3])) {
        context.notice(
            new Notice(
                Notice.Severity.INFO,
                SqlState.SUCCESSFUL_COMPLETION,
                "dropping chunk " + chunk.qualifiedName(),
                null,
                null));
      }
    }
    if (!names.isEmpty()) {
      session.apply(change);
    }
    var rows = new RowsOf(List.of(TEXT));
    names.forEach(rows::add);
    return rows.rows();
  }

  private static void intervals(FunctionList list) {
    for (String name : List.of("set_chunk_time_interval", "set_partitioning_interval")) {
      boolean isOld = name.startsWith("set_chunk");
      list.scalar(
          name,
          List.of(
              required("hypertable", REGCLASS),
              required(isOld ? "chunk_time_interval" : "partition_interval", ANYELEMENT),
              optional("dimension_name", NAME, "NULL")),
          VOID,
          Volatility.VOLATILE,
          HypertableFunctions::setInterval);
    }
  }

  private static @Nullable Object setInterval(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    SessionAccess session = context.session(SessionAccess.class);
    session.checkWritable("set_chunk_time_interval()");
    Hypertables.locked(session, a[0], LockMode.SHARE_UPDATE_EXCLUSIVE);
    TableEntry table = Hypertables.hypertable(session, a[0]);
    ColumnEntry time = Hypertables.timeColumn(table);
    String dimension = text(a[2]);
    if (dimension != null && !dimension.equals(time.name())) {
      throw OrreryException.of(
          SqlState.TS_DIMENSION_NOT_EXIST,
          "hypertable \"%s\" does not have a matching dimension",
          table.name());
    }
    if (a[1] == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid interval: an explicit interval must be specified");
    }
    long interval = TimeDimension.interval(context, time.type(), a[1], types[1]);
    Hypertable old = Hypertables.of(table);
    Hypertable changed = old.withInterval(interval);
    session.apply(
        new CatalogChange(session.catalog()).put(table.withHypertable(changed).nextVersion()));
    return VOID.kind() == org.orrery.data.PhysicalKind.BYTES ? new byte[0] : (Object) 0L;
  }
}
