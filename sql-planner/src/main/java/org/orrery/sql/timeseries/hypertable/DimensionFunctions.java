package org.orrery.sql.timeseries.hypertable;

import static org.orrery.data.type.BuiltinTypes.ANYELEMENT;
import static org.orrery.data.type.BuiltinTypes.BOOL;
import static org.orrery.data.type.BuiltinTypes.INT4;
import static org.orrery.data.type.BuiltinTypes.NAME;
import static org.orrery.data.type.BuiltinTypes.REGCLASS;
import static org.orrery.data.type.BuiltinTypes.REGPROC;
import static org.orrery.data.type.BuiltinTypes.VOID;
import static org.orrery.sql.timeseries.hypertable.FunctionList.optional;
import static org.orrery.sql.timeseries.hypertable.FunctionList.required;
import static org.orrery.sql.timeseries.hypertable.HypertableFunctions.NO_INTERVAL;
import static org.orrery.sql.timeseries.hypertable.HypertableFunctions.column;
import static org.orrery.sql.timeseries.hypertable.HypertableFunctions.isTrue;
import static org.orrery.sql.timeseries.hypertable.HypertableFunctions.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Dimension;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.SetFunction;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;

/** {@code by_range}, {@code by_hash}, {@code add_dimension} and what changes dimensions. */
final class DimensionFunctions {

  private DimensionFunctions() {}

  static void declare(FunctionList list) {
    builders(list);
    additions(list);
    changes(list);
  }

  private static void builders(FunctionList list) {
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

  private static void additions(FunctionList list) {
    list.table(
        "add_dimension",
        List.of(
            required("hypertable", REGCLASS),
            required("column_name", NAME),
            optional("number_partitions", INT4, "NULL"),
            optional("chunk_time_interval", ANYELEMENT, NO_INTERVAL),
            optional("partitioning_func", REGPROC, "NULL"),
            optional("if_not_exists", BOOL, "false")),
        List.of(
            new OutputColumn("dimension_id", INT4),
            new OutputColumn("schema_name", NAME),
            new OutputColumn("table_name", NAME),
            new OutputColumn("column_name", NAME),
            new OutputColumn("created", BOOL)),
        DimensionFunctions::addClassic);
    list.table(
        "add_dimension",
        List.of(
            required("hypertable", REGCLASS),
            required("dimension", DimensionInfo.TYPE),
            optional("if_not_exists", BOOL, "false")),
        List.of(new OutputColumn("dimension_id", INT4), new OutputColumn("created", BOOL)),
        DimensionFunctions::addGeneralized);
  }

  private static SetFunction.Rows addClassic(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    if (a[4] != null) {
      throw OrreryException.notSupported("partitioning functions are not supported");
    }
    if (a[2] != null && a[3] != null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "cannot specify both the number of partitions and an interval");
    }
    if (a[2] == null && a[3] == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "must specify either the number of partitions or an interval");
    }
    var request =
        a[2] instanceof Long partitions
            ? DimensionAddition.Request.byHash(a[0], column(a[1]), partitions, isTrue(a[5]))
            : DimensionAddition.Request.byRange(a[0], column(a[1]), a[3], types[3], isTrue(a[5]));
    DimensionAddition.Result result = new DimensionAddition(context).add(request);
    return new RowsOf(List.of(INT4, NAME, NAME, NAME, BOOL))
        .add(
            result.id(),
            result.schemaName(),
            result.tableName(),
            request.column(),
            result.isCreated())
        .rows();
  }

  private static SetFunction.Rows addGeneralized(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    if (a[1] == null) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "dimension cannot be NULL");
    }
    DimensionInfo info = DimensionInfo.decode((byte[]) a[1]);
    boolean ifNotExists = isTrue(a[2]);
    var request =
        info.isRange()
            ? DimensionAddition.Request.byRange(
                a[0], info.column(), info.value(), info.valueType(), ifNotExists)
            : DimensionAddition.Request.byHash(
                a[0], info.column(), info.value() instanceof Long count ? count : 0, ifNotExists);
    DimensionAddition.Result result = new DimensionAddition(context).add(request);
    return new RowsOf(List.of(INT4, BOOL)).add(result.id(), result.isCreated()).rows();
  }

  private static void changes(FunctionList list) {
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
          (context, a, types) -> setInterval(context, name + "()", a, types));
    }
    list.scalar(
        "set_number_partitions",
        List.of(
            required("hypertable", REGCLASS),
            required("number_partitions", INT4),
            optional("dimension_name", NAME, "NULL")),
        VOID,
        Volatility.VOLATILE,
        DimensionFunctions::setPartitions);
    list.scalar(
        "set_integer_now_func",
        List.of(
            required("hypertable", REGCLASS),
            required("integer_now_func", REGPROC),
            optional("replace_if_exists", BOOL, "false")),
        VOID,
        Volatility.VOLATILE,
        DimensionFunctions::setIntegerNow);
  }

  private static Object nothing() {
    return VOID.kind() == org.orrery.data.PhysicalKind.BYTES ? new byte[0] : (Object) 0L;
  }

  private static TableEntry locked(
      EvaluationContext context, String command, @Nullable Object oid) {
    SessionAccess session = context.session(SessionAccess.class);
    session.checkWritable(command);
    Hypertables.locked(session, oid, LockMode.SHARE_UPDATE_EXCLUSIVE);
    return Hypertables.hypertable(session, oid);
  }

  private static void apply(EvaluationContext context, TableEntry table, Hypertable changed) {
    SessionAccess session = context.session(SessionAccess.class);
    session.apply(
        new CatalogChange(session.catalog()).put(table.withHypertable(changed).nextVersion()));
  }

  private static OrreryException noDimension(TableEntry table) {
    return OrreryException.of(
        SqlState.TS_DIMENSION_NOT_EXIST,
        "hypertable \"%s\" does not have a matching dimension",
        table.name());
  }

  /** The dimension of a name among those of one sort; that sort's only one without a name. */
  private static Dimension choose(
      TableEntry table, List<Dimension> dimensions, @Nullable String name, String sort) {
    if (name == null && dimensions.size() > 1) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "hypertable \"%s\" has multiple %s dimensions",
              table.name(),
              sort)
          .withHint("An explicit dimension name needs to be specified.");
    }
    return dimensions.stream()
        .filter(each -> name == null || table.column(each.column()).name().equals(name))
        .findFirst()
        .orElseThrow(() -> noDimension(table));
  }

  private static Hypertable with(Hypertable hypertable, Dimension changed) {
    return hypertable.withFurther(
        hypertable.further().stream()
            .map(each -> each.id() == changed.id() ? changed : each)
            .toList());
  }

  private static Object setInterval(
      EvaluationContext context, String command, @Nullable Object[] a, SqlType[] types) {
    TableEntry table = locked(context, command, a[0]);
    Hypertable hypertable = Hypertables.of(table);
    List<Dimension> open =
        hypertable.dimensions().stream().filter(each -> !each.isSpace()).toList();
    Dimension chosen = choose(table, open, text(a[2]), "time");
    if (a[1] == null) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid interval: an explicit interval must be specified");
    }
    long interval =
        TimeDimension.interval(context, table.column(chosen.column()).type(), a[1], types[1]);
    apply(
        context,
        table,
        chosen.oid() == 0
            ? hypertable.withInterval(interval)
            : with(
                hypertable,
                new Dimension(chosen.id(), chosen.oid(), chosen.column(), 0, interval)));
    return nothing();
  }

  private static Object setPartitions(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    TableEntry table = locked(context, "set_number_partitions()", a[0]);
    Hypertable hypertable = Hypertables.of(table);
    if (!(a[1] instanceof Long count)) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE, "number_partitions cannot be NULL");
    }
    List<Dimension> spaces = hypertable.further().stream().filter(Dimension::isSpace).toList();
    Dimension chosen = choose(table, spaces, text(a[2]), "space");
    int partitions = DimensionAddition.partitions(table.column(chosen.column()).name(), count);
    apply(
        context,
        table,
        with(hypertable, new Dimension(chosen.id(), chosen.oid(), chosen.column(), partitions, 0)));
    return nothing();
  }

  private static Object setIntegerNow(
      EvaluationContext context, @Nullable Object[] a, SqlType[] types) {
    TableEntry table = locked(context, "set_integer_now_func()", a[0]);
    Hypertable hypertable = Hypertables.of(table);
    ColumnEntry time = Hypertables.timeColumn(table);
    if (hypertable.integerNow() != 0 && !isTrue(a[2])) {
      throw OrreryException.of(
          SqlState.DUPLICATE_OBJECT,
          "custom time function already set for hypertable \"%s\"",
          table.name());
    }
    if (!TimeDimension.isInteger(time.type())) {
      throw OrreryException.notSupported("custom time function not supported")
          .withHint(
              "A custom time function can only be set for hypertables that have integer time"
                  + " dimensions.");
    }
    FunctionDef function =
        a[1] instanceof Long oid
            ? context.session(SessionAccess.class).catalog().functions().function(oid.intValue())
            : null;
    boolean isValid =
        function != null
            && function.argumentTypes().isEmpty()
            && function.volatility() != Volatility.VOLATILE
            && function.returnType() == time.type();
    if (!isValid) {
      throw OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid custom time function")
          .withHint(
              "A custom time function must take no arguments, be STABLE, and return the same type"
                  + " as the time column.");
    }
    apply(context, table, hypertable.withIntegerNow(Objects.requireNonNull(function).oid()));
    return nothing();
  }
}
