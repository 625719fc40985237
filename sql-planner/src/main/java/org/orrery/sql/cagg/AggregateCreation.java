package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Columnstore;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.IndexEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.TableEntry.Hypertable;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.command.Names;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.DdlStatement.CreateTableAs;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.Snapshot;

/** CREATE MATERIALIZED VIEW … WITH (timescaledb.continuous). */
public final class AggregateCreation {

  private static final String TAG = "CREATE MATERIALIZED VIEW";

  /** The bucket's column where the query does not show it. */
  private static final String HIDDEN_BUCKET = "time_partition_col";

  /** A chunk of kept rows is as wide as this many of the source's. */
  private static final int CHUNKS_PER_CHUNK = 10;

  private static final int OIDS = 5;

  private final SessionAccess session;

  /** For one session. */
  public AggregateCreation(SessionAccess session) {
    this.session = session;
  }

  /** Whether options of CREATE MATERIALIZED VIEW ask for a continuous aggregate. */
  public static boolean isAskedFor(List<Option> options) {
    return AggregateOptions.isContinuous(options);
  }

  /**
   * Creates one.
   *
   * @return the command's tag
   */
  public String create(CreateTableAs create) {
    AggregateOptions options = AggregateOptions.of(create.options());
    SchemaEntry schema = Names.creationSchema(session, create.name());
    String name = create.name().name();
    if (isThere(schema, name, create.ifNotExists())) {
      return TAG;
    }
    if (create.withData()) {
      session.refuseBlock("CREATE MATERIALIZED VIEW ... WITH DATA");
    }
    if (!(create.query() instanceof SelectStatement select)) {
      throw OrreryException.notSupported("invalid continuous aggregate query");
    }
    var query = new AggregateQuery(session, select);
    // Waits for who writes rows without saying so.
    session.lock(query.source(), LockMode.SHARE_ROW_EXCLUSIVE);
    query = new AggregateQuery(session, select);
    warnOfFunctions(query);
    var columns = columns(create, query);
    int oid = build(query, options, schema, name, columns);
    if (create.withData()) {
      session.nextTransaction();
      new AggregateRefresh(session, oid).run(Window.ALL, false, true);
    }
    return TAG;
  }

  private boolean isThere(SchemaEntry schema, String name, boolean ifNotExists) {
    Relation there = session.catalog().relation(schema.oid(), name);
    if (there == null || session.catalog().continuousAggregate(there.oid()) == null) {
      return Names.isThere(session, schema.oid(), name, ifNotExists);
    }
    String message = "continuous aggregate \"" + name + "\" already exists";
    if (!ifNotExists) {
      throw OrreryException.of(SqlState.DUPLICATE_TABLE, "%s", message)
          .withHint("Drop or rename the existing continuous aggregate first or use another name.");
    }
    session.notice(Notice.notice(SqlState.DUPLICATE_TABLE, message + ", skipping"));
    return true;
  }

  private void warnOfFunctions(AggregateQuery query) {
    for (Expression.FunctionCall call : query.calls()) {
      List<FunctionDef> candidates = session.catalog().functions().functions(call.name().getLast());
      if (!candidates.isEmpty()
          && candidates.stream().allMatch(each -> each.volatility() != Volatility.IMMUTABLE)) {
        session.notice(
            Notice.warning(
                SqlState.WARNING,
                "using non-immutable functions in continuous aggregate view may lead to"
                    + " inconsistent results on rematerialization"));
        return;
      }
    }
  }

  /** The columns that the view shows. */
  private List<ColumnEntry> columns(CreateTableAs create, AggregateQuery query) {
    List<ResultColumn> results =
        Objects.requireNonNullElse(
            session.plan(query.direct(), List.of()).columns(), List.<ResultColumn>of());
    if (create.columns().size() > results.size()) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "too many column names were specified");
    }
    var columns = new ArrayList<ColumnEntry>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < results.size(); i++) {
      ResultColumn result = results.get(i);
      String name = i < create.columns().size() ? create.columns().get(i) : result.name();
      if (!seen.add(name)) {
        throw OrreryException.of(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
      }
      boolean isBucket = i == query.bucketTarget();
      columns.add(
          new ColumnEntry(i + 1, name, result.type(), result.typmod(), isBucket, null, null));
    }
    return columns;
  }

  private int build(
      AggregateQuery query,
      AggregateOptions options,
      SchemaEntry schema,
      String name,
      List<ColumnEntry> shown) {
    CatalogValue catalog = session.catalog();
    checkBuckets(query);
    int id = catalog.nextHypertableId();
    int groups = query.groupTargets().size();
    int oid = (int) session.tables().catalog().allocateOids(OIDS + 1 + groups);
    TableEntry table = table(query, options, id, oid + 1, shown);
    ColumnEntry bucket = Tracking.timeColumn(table);
    List<String> names = shown.stream().map(ColumnEntry::name).toList();
    var entry =
        new ContinuousAggregateEntry(
            oid,
            table.oid(),
            query.source().oid(),
            oid + 3,
            oid + 4,
            bucket.number(),
            query.buckets().function(),
            options.isMaterializedOnly());
    String sql =
        AggregateSql.view(query, table, id, names, bucket.name(), entry.isMaterializedOnly());
    List<ColumnEntry> nullable = shown.stream().map(each -> each.withNotNull(false)).toList();
    SchemaEntry internal = internalSchema(catalog);
    // Rewriting the chunks' schema makes two creations at once conflict, so that ids stay unique.
    var change =
        new CatalogChange(catalog)
            .dependOn(schema)
            .put(internal)
            .put(table)
            .createStorage(table.storageId())
            .put(view(oid, schema.oid(), name, nullable, sql))
            .put(
                view(
                    entry.partialViewOid(),
                    internal.oid(),
                    "_partial_view_" + id,
                    table.columns(),
                    AggregateSql.partial(query, bucket.name())))
            .put(
                view(
                    entry.directViewOid(),
                    internal.oid(),
                    "_direct_view_" + id,
                    nullable,
                    Deparser.query(query.direct()).strip()))
            .put(entry)
            // Plans of its writers must be made anew, to track what they change.
            .put(query.source().nextVersion());
    indexes(query, options, table, bucket, oid + OIDS).forEach(change::put);
    session.apply(change);
    resetState(query.source(), table, bucket.type());
    return oid;
  }

  private static ViewEntry view(
      int oid, int schemaOid, String name, List<ColumnEntry> columns, String sql) {
    return new ViewEntry(oid, schemaOid, name, SystemSchemas.POSTGRES_ROLE, columns, sql);
  }

  private static SchemaEntry internalSchema(CatalogValue catalog) {
    SchemaEntry schema = catalog.schema(AggregateSql.SCHEMA);
    if (schema == null) {
      throw Invariant.broken("no schema " + AggregateSql.SCHEMA);
    }
    return schema;
  }

  /** The buckets of an aggregate on top of another must be made of whole ones of that. */
  private void checkBuckets(AggregateQuery query) {
    ContinuousAggregateEntry parent = query.parent();
    if (parent == null) {
      return;
    }
    Buckets below = ContinuousAggregate.of(session, parent.oid()).query().buckets();
    Buckets buckets = query.buckets();
    if (below.isOfMonths() && !buckets.isOfMonths()) {
      throw OrreryException.notSupported(
              "cannot create continuous aggregate with fixed-width bucket on top of one using"
                  + " variable-width bucket")
          .withDetail(
              "Continuous aggregate with a fixed time bucket width (e.g. 61 days) cannot be"
                  + " created on top of one using variable time bucket width (e.g. 1 month).");
    }
    boolean isMultiple =
        (below.isOfMonths() || !buckets.isOfMonths())
            ? buckets.comparableWidth() % below.comparableWidth() == 0
            : DAY % below.comparableWidth() == 0;
    if (!isMultiple) {
      Relation parentView = query.named();
      throw OrreryException.notSupported(
              "cannot create continuous aggregate with incompatible bucket width")
          .withDetail(
              "Time bucket width of \"%s\" [%s] should be multiple of the time bucket width of"
                      .formatted("the new aggregate", buckets.widthText())
                  + " \"%s\" [%s].".formatted(parentView.name(), below.widthText()));
    }
  }

  private static final long DAY = org.orrery.sql.function.kernel.Timestamps.DAY;

  private TableEntry table(
      AggregateQuery query, AggregateOptions options, int id, int oid, List<ColumnEntry> shown) {
    var columns = new ArrayList<>(shown);
    int bucket = query.bucketTarget();
    if (bucket < 0) {
      bucket = columns.size();
      SqlType type = query.timeColumn().type();
      columns.add(new ColumnEntry(bucket + 1, HIDDEN_BUCKET, type, -1, true, null, null));
    }
    var hypertable =
        new Hypertable(
            id,
            id,
            bucket + 1,
            chunkInterval(query, options.chunkInterval()),
            AggregateSql.SCHEMA,
            "_hyper_" + id,
            Columnstore.OFF,
            List.of(),
            0);
    return new TableEntry(
        oid,
        internalSchema(session.catalog()).oid(),
        AggregateSql.tableName(id),
        SystemSchemas.POSTGRES_ROLE,
        Integer.toUnsignedLong(oid + 1),
        1,
        columns,
        columns.size(),
        List.of(),
        hypertable);
  }

  private long chunkInterval(AggregateQuery query, @Nullable String given) {
    if (given != null) {
      return ChunkIntervals.parse(query.timeColumn().type(), given);
    }
    Hypertable source = query.source().hypertable();
    long interval = source == null ? 1 : source.chunkInterval();
    boolean isOnTop = query.parent() != null;
    return isOnTop || interval > Long.MAX_VALUE / CHUNKS_PER_CHUNK
        ? interval
        : interval * CHUNKS_PER_CHUNK;
  }

  /** One index by bucket, and one for each column that is grouped by. */
  private static List<IndexEntry> indexes(
      AggregateQuery query,
      AggregateOptions options,
      TableEntry table,
      ColumnEntry bucket,
      int firstOid) {
    var indexes = new ArrayList<IndexEntry>();
    var byBucket = new IndexEntry.Key(bucket.number(), null, true, true);
    indexes.add(index(firstOid, table, List.of(bucket.name()), List.of(byBucket), indexes));
    for (int target : query.groupTargets()) {
      ColumnEntry column = table.columns().get(target);
      if (options.createsGroupIndexes() && isIndexable(column.type())) {
        var key = new IndexEntry.Key(column.number(), null, false, false);
        indexes.add(
            index(
                firstOid + indexes.size(),
                table,
                List.of(column.name(), bucket.name()),
                List.of(key, byBucket),
                indexes));
      }
    }
    return indexes;
  }

  private static boolean isIndexable(SqlType type) {
    return type != BuiltinTypes.JSON;
  }

  private static IndexEntry index(
      int oid,
      TableEntry table,
      List<String> names,
      List<IndexEntry.Key> keys,
      List<IndexEntry> others) {
    String name =
        Names.choose(
            table.name(),
            String.join("_", names),
            "idx",
            taken -> others.stream().anyMatch(each -> each.name().equals(taken)));
    return new IndexEntry(oid, table.schemaOid(), name, table.oid(), keys, false, false, 0);
  }

  /**
   * Nothing is kept yet, so that everything is to be computed. Ids may have been others' before.
   */
  private void resetState(TableEntry source, TableEntry table, SqlType time) {
    Snapshot newest = session.transaction().newest();
    int id = ContinuousAggregate.idOf(table);
    forget(session, table, newest);
    StateTable.watermarks(session).add(id, AggregateSql.least(time));
    StateTable.invalidations(session).add(id, InternalTime.MIN, InternalTime.MAX);
    if (session.catalog().aggregatesOver(source.oid()).size() == 1) {
      int sourceId = ContinuousAggregate.idOf(source);
      StateTable.thresholds(session)
          .delete(StateTable.thresholds(session).about(sourceId, newest), newest);
      StateTable.changes(session)
          .delete(StateTable.changes(session).about(sourceId, newest), newest);
    }
  }

  /** Removes what is said about an aggregate's hypertable. */
  static void forget(SessionAccess session, TableEntry table, Snapshot snapshot) {
    int id = ContinuousAggregate.idOf(table);
    for (StateTable each :
        List.of(StateTable.watermarks(session), StateTable.invalidations(session))) {
      each.delete(each.about(id, snapshot), snapshot);
    }
  }
}
