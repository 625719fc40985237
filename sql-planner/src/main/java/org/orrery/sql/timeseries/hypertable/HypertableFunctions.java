package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.ANYELEMENT;
import static org.orrery.data.type.BuiltinTypes.BOOL;
import static org.orrery.data.type.BuiltinTypes.INT4;
import static org.orrery.data.type.BuiltinTypes.NAME;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.data.type.BuiltinTypes.REGPROC;
import static org.orrery.data.type.BuiltinTypes.TEXT;
import static org.orrery.sql.timeseries.hypertable.FunctionList.optional;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.SetFunction;

/** Hypertables and chunks: {@code create_hypertable} and its kin, for the registry. */
public final class HypertableFunctions {

  static final String NO_INTERVAL = "NULL::bigint";

  private HypertableFunctions() {}

  /** All functions of this package. */
  public static List<FunctionContribution> all() {
    var list = new FunctionList();
    classic(list);
    generalized(list);
    DimensionFunctions.declare(list);
    ChunkFunctions.declare(list);
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
    if (a[9] != null || a[11] != null) {
      throw OrreryException.notSupported("partitioning functions are not supported");
    }
    if (a[2] == null && a[3] != null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "number_partitions needs a partitioning_column");
    }
    var request =
        new HypertableCreation.Request(
            a[0],
            column(a[1]),
            a[6],
            types[6],
            text(a[2]),
            a[3] instanceof Long count ? count : 0,
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

  static String column(@Nullable Object name) {
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
    var request =
        new HypertableCreation.Request(
            a[0],
            dimension.column(),
            dimension.value(),
            dimension.valueType(),
            null,
            0,
            null,
            null,
            isTrue(a[2]),
            isTrue(a[3]),
            isTrue(a[4]));
    HypertableCreation.Result result = new HypertableCreation(context, request).run();
    return new RowsOf(List.of(INT4, BOOL)).add(result.id(), result.isCreated()).rows();
  }
}
