package org.orrery.sql.timeseries.hypertable;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Columnstore;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Dimension;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.command.HypertableKeys;
import org.orrery.sql.command.Names;
import org.orrery.sql.command.TableRows;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.ScanCursor;
import org.orrery.storage.api.ScanRequest;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.Split;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.TableSchema;

/** {@code create_hypertable}. */
final class HypertableCreation {

  /**
   * What was asked.
   *
   * @param column the time column
   * @param interval the chunk interval, of {@code intervalType}; null for the default
   * @param spaceColumn column of a space dimension; null for none
   * @param partitions its number of partitions
   * @param chunkSchema schema of the chunks; null for the default
   * @param chunkPrefix prefix of their names; null for the default
   */
  record Request(
      @Nullable Object relation,
      String column,
      @Nullable Object interval,
      SqlType intervalType,
      @Nullable String spaceColumn,
      long partitions,
      @Nullable String chunkSchema,
      @Nullable String chunkPrefix,
      boolean createsIndexes,
      boolean ifNotExists,
      boolean migratesData) {}

  /**
   * The hypertable, and whether it is new.
   *
   * @param schemaName the table's schema
   */
  record Result(int id, String schemaName, String tableName, boolean isCreated) {}

  private final EvaluationContext context;
  private final SessionAccess session;
  private final Request request;

  HypertableCreation(EvaluationContext context, Request request) {
    this.context = context;
    this.session = context.session(SessionAccess.class);
    this.request = request;
  }

  Result run() {
    session.checkWritable("create_hypertable()");
    Relation relation = Hypertables.locked(session, request.relation(), LockMode.ACCESS_EXCLUSIVE);
    if (!(relation instanceof TableEntry table)) {
      throw OrreryException.of(SqlState.WRONG_OBJECT_TYPE, "invalid relation type");
    }
    SchemaEntry schema = session.catalog().schema(table.schemaOid());
    String schemaName = schema == null ? "" : schema.name();
    if (table.hypertable() != null) {
      String message = "table \"" + table.name() + "\" is already a hypertable";
      if (!request.ifNotExists()) {
        throw OrreryException.of(SqlState.TS_HYPERTABLE_EXISTS, "%s", message);
      }
      context.notice(Notice.notice(SqlState.TS_HYPERTABLE_EXISTS, message + ", skipping"));
      return new Result(table.hypertable().id(), schemaName, table.name(), false);
    }
    ColumnEntry time = DimensionAddition.column(table, request.column());
    TimeDimension.checkType(time.type(), time.name());
    long interval =
        TimeDimension.interval(context, time.type(), request.interval(), request.intervalType());
    String spaceColumn = request.spaceColumn();
    ColumnEntry space = spaceColumn == null ? null : DimensionAddition.column(table, spaceColumn);
    List<Dimension> further =
        space == null ? List.of() : List.of(space(space, request.partitions()));
    warnOfTypes(table);
    HypertableKeys.check(table, session.catalog().indexes(table.oid()), time.number());
    if (space != null) {
      HypertableKeys.check(table, session.catalog().indexes(table.oid()), space.number());
    }
    if (!session.catalog().referencing(table.oid()).isEmpty()) {
      throw OrreryException.notSupported("foreign keys that reference hypertables");
    }
    boolean hasRows = TableRows.exist(session, table);
    if (hasRows && !request.migratesData()) {
      throw OrreryException.notSupported("table \"%s\" is not empty", table.name())
          .withHint(
              "You can migrate data by specifying 'migrate_data => true' when calling this"
                  + " function.");
    }
    int id = build(table, time, interval, further, hasRows);
    return new Result(id, schemaName, table.name(), true);
  }

  private void warnOfTypes(TableEntry table) {
    for (ColumnEntry column : table.columns()) {
      String better =
          column.type() == BuiltinTypes.VARCHAR || column.type() == BuiltinTypes.BPCHAR
              ? "TEXT"
              : column.type() == BuiltinTypes.TIMESTAMP ? "TIMESTAMPTZ" : null;
      if (better != null) {
        context.notice(
            Notice.warning(
                    SqlState.WARNING,
                    "column type \""
                        + TypeNames.format(column.type(), Typmods.NONE)
                        + "\" used for \""
                        + column.name()
                        + "\" does not follow best practices")
                .withHint("Use datatype " + better + " instead."));
      }
    }
  }

  private Dimension space(ColumnEntry column, long partitions) {
    if (column.name().equals(request.column())) {
      throw OrreryException.of(
          SqlState.TS_DUPLICATE_DIMENSION, "column \"%s\" is already a dimension", column.name());
    }
    // The number before it is the time dimension's.
    int id = DimensionAddition.nextId(session.catalog()) + 1;
    return DimensionAddition.space(session, column, partitions, id);
  }

  private int build(
      TableEntry table, ColumnEntry time, long interval, List<Dimension> further, boolean hasRows) {
    CatalogValue catalog = session.catalog();
    Snapshot before = session.snapshot();
    TableSchema oldSchema = catalog.storageSchema(table);
    int id = catalog.nextHypertableId();
    long oids = session.tables().catalog().allocateOids(3);
    String schemaName =
        Objects.requireNonNullElse(request.chunkSchema(), SystemSchemas.CHUNK_SCHEMA);
    String prefix = request.chunkPrefix();
    SchemaEntry chunkSchema = catalog.schema(schemaName);
    if (chunkSchema == null) {
      throw SchemaEntry.undefined(schemaName);
    }
    var hypertable =
        new Hypertable(
            id,
            DimensionAddition.nextId(catalog),
            time.number(),
            interval,
            chunkSchema.name(),
            prefix == null ? "_hyper_" + id : prefix,
            Columnstore.OFF,
            further,
            0);
    TableEntry changed = converted(table, time, hypertable, oids);
    // Rewriting the chunks' schema makes two creations at once conflict, so that ids stay unique.
    var change =
        new CatalogChange(catalog)
            .put(changed)
            .put(chunkSchema)
            .createStorage(oids)
            .dropStorage(table.storageId());
    if (request.createsIndexes()) {
      addIndexes(change, table, hypertable, oids + 1);
    }
    if (hasRows) {
      context.notice(
          Notice.notice("migrating data to chunks")
              .withDetail("Migration might take a while depending on the amount of data."));
    }
    session.apply(change);
    if (hasRows) {
      migrate(oldSchema, before, session.catalog().storageSchema(changed), time);
    }
    return id;
  }

  private static TableEntry converted(
      TableEntry table, ColumnEntry time, Hypertable hypertable, long storageId) {
    return table
        .withColumn(time.withNotNull(true))
        .withStorage(storageId)
        .withHypertable(hypertable)
        .nextVersion();
  }

  /** Adds those default indexes whose columns no index begins with. */
  private void addIndexes(
      CatalogChange change, TableEntry table, Hypertable hypertable, long firstOid) {
    var time = new IndexEntry.Key(hypertable.timeColumn(), null, true, true);
    long oid = firstOid;
    addIndex(change, table, List.of(time), (int) oid++);
    for (Dimension dimension : hypertable.further()) {
      var space = new IndexEntry.Key(dimension.column(), null, false, false);
      addIndex(change, table, List.of(space, time), (int) oid++);
    }
  }

  private void addIndex(
      CatalogChange change, TableEntry table, List<IndexEntry.Key> keys, int oid) {
    CatalogValue catalog = session.catalog();
    List<Integer> columns = keys.stream().map(IndexEntry.Key::column).toList();
    boolean isThere =
        catalog.indexes(table.oid()).stream()
            .map(IndexEntry::columns)
            .anyMatch(
                each ->
                    each.size() >= columns.size()
                        && each.subList(0, columns.size()).equals(columns));
    if (isThere) {
      return;
    }
    List<String> names = columns.stream().map(number -> table.column(number).name()).toList();
    String name =
        Names.choose(
            table.name(),
            String.join("_", names),
            "idx",
            candidate ->
                catalog.index(table.schemaOid(), candidate) != null
                    || catalog.relation(table.schemaOid(), candidate) != null);
    change.put(new IndexEntry(oid, table.schemaOid(), name, table.oid(), keys, false, false, 0));
  }

  /** Copies the rows to the new storage, where they fall into chunks. */
  private void migrate(TableSchema from, Snapshot snapshot, TableSchema to, ColumnEntry time) {
    TableAccess tables = session.tables();
    var columns = new int[from.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i;
    }
    var scan = new ScanRequest(from, columns, snapshot, List.of(), null);
    int timeIndex = from.indexOf(time.number());
    for (Split split : tables.splits(scan)) {
      try (ScanCursor cursor = tables.open(scan, split)) {
        while (cursor.next()) {
          context.checkCancelled();
          var vectors = new Vector[columns.length];
          for (int i = 0; i < columns.length; i++) {
            vectors[i] = cursor.column(i);
          }
          var rows = new Batch(vectors, cursor.rowCount());
          rows.select(cursor.visible(), cursor.visibleCount());
          checkTimes(rows, timeIndex, time);
          session.transaction().append(to, rows);
          // The cursor's vectors are used again by its next block.
          session.transaction().flush();
        }
      }
    }
  }

  private static void checkTimes(Batch rows, int timeIndex, ColumnEntry time) {
    for (int i = 0; i < rows.size() && rows.column(timeIndex).mayHaveNulls(); i++) {
      if (rows.column(timeIndex).isNull(rows.position(i))) {
        throw OrreryException.of(
                SqlState.NOT_NULL_VIOLATION,
                "NULL value in column \"%s\" violates not-null constraint",
                time.name())
            .withHint("Columns used for time partitioning cannot be NULL.");
      }
    }
  }
}
