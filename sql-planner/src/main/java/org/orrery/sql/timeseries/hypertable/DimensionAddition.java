package org.orrery.sql.timeseries.hypertable;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Dimension;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.command.HypertableKeys;
import org.orrery.sql.command.RowChecks;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.kernel.PartitionHash;

/** {@code add_dimension}. Chunks that are there have all of the new dimension. */
final class DimensionAddition {

  private static final int PARTITIONS_MAX = 32_767;

  /**
   * What was asked.
   *
   * @param partitions parts of a space dimension; 0 for a dimension by range
   * @param interval width of ranges, of {@code intervalType}; null for the default
   */
  record Request(
      @Nullable Object relation,
      String column,
      boolean isSpace,
      long partitions,
      @Nullable Object interval,
      SqlType intervalType,
      boolean ifNotExists) {

    static Request byHash(
        @Nullable Object relation, String column, long partitions, boolean ifNotExists) {
      return new Request(relation, column, true, partitions, null, BuiltinTypes.INT8, ifNotExists);
    }

    static Request byRange(
        @Nullable Object relation,
        String column,
        @Nullable Object interval,
        SqlType intervalType,
        boolean ifNotExists) {
      return new Request(relation, column, false, 0, interval, intervalType, ifNotExists);
    }
  }

  /** The dimension, and whether it is new. */
  record Result(int id, String schemaName, String tableName, boolean isCreated) {}

  private final EvaluationContext context;
  private final SessionAccess session;

  DimensionAddition(EvaluationContext context) {
    this.context = context;
    this.session = context.session(SessionAccess.class);
  }

  Result add(Request request) {
    session.checkWritable("add_dimension()");
    Hypertables.locked(session, request.relation(), LockMode.ACCESS_EXCLUSIVE);
    TableEntry table = Hypertables.hypertable(session, request.relation());
    Hypertable hypertable = Hypertables.of(table);
    SchemaEntry schema = session.catalog().schema(table.schemaOid());
    String schemaName = schema == null ? "" : schema.name();
    ColumnEntry column = column(table, request.column());
    if (hypertable.isPartitionedBy(column.number())) {
      String message = "column \"" + column.name() + "\" is already a dimension";
      if (!request.ifNotExists()) {
        throw OrreryException.of(SqlState.TS_DUPLICATE_DIMENSION, "%s", message);
      }
      context.notice(Notice.notice(SqlState.TS_DUPLICATE_DIMENSION, message + ", skipping"));
      return new Result(idOf(hypertable, column), schemaName, table.name(), false);
    }
    HypertableKeys.check(table, session.catalog().indexes(table.oid()), column.number());
    Dimension dimension =
        request.isSpace()
            ? space(session, column, request.partitions(), nextId(session.catalog()))
            : range(column, request, nextId(session.catalog()));
    var further = new ArrayList<>(hypertable.further());
    further.add(dimension);
    boolean refusesNull = !request.isSpace() && !column.isNotNull();
    TableEntry changed =
        table
            .withColumn(refusesNull ? column.withNotNull(true) : column)
            .withHypertable(hypertable.withFurther(further))
            .nextVersion();
    session.apply(new CatalogChange(session.catalog()).put(changed));
    if (refusesNull) {
      new RowChecks(session).notNull(table, column);
    }
    return new Result(dimension.id(), schemaName, table.name(), true);
  }

  static ColumnEntry column(TableEntry table, String name) {
    ColumnEntry column = table.column(name);
    if (column == null) {
      throw OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    }
    return column;
  }

  private static int idOf(Hypertable hypertable, ColumnEntry column) {
    return hypertable.further().stream()
        .filter(each -> each.column() == column.number())
        .map(Dimension::id)
        .findFirst()
        .orElse(hypertable.dimensionId());
  }

  /** A number for a dimension that no other has now. */
  static int nextId(CatalogValue catalog) {
    int last = 0;
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableEntry table && table.hypertable() != null) {
        last = Math.max(last, table.hypertable().dimensionId());
        for (Dimension dimension : table.hypertable().further()) {
          last = Math.max(last, dimension.id());
        }
      }
    }
    return last + 1;
  }

  /** A dimension by hash. */
  static Dimension space(SessionAccess session, ColumnEntry column, long count, int id) {
    int partitions = partitions(column.name(), count);
    if (PartitionHash.of(column.type()) == null) {
      throw OrreryException.notSupported(
          "space dimensions by columns of type %s are not supported",
          TypeNames.format(column.type(), Typmods.NONE));
    }
    int oid = (int) session.tables().catalog().allocateOids(1);
    return new Dimension(id, oid, column.number(), partitions, 0);
  }

  /** A number of partitions, refused with 22023 when out of range. */
  static int partitions(String column, long count) {
    if (count < 1 || count > PARTITIONS_MAX) {
      throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid number of partitions for dimension \"%s\"",
              column)
          .withHint("A closed (space) dimension must specify between 1 and 32767 partitions.");
    }
    return (int) count;
  }

  private Dimension range(ColumnEntry column, Request request, int id) {
    TimeDimension.checkType(column.type(), column.name());
    long interval =
        TimeDimension.interval(context, column.type(), request.interval(), request.intervalType());
    int oid = (int) session.tables().catalog().allocateOids(1);
    return new Dimension(id, oid, column.number(), 0, interval);
  }
}
