package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.ContinuousAggregateEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.exec.RangeListener;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.Snapshot;

/** Changes of continuous aggregates after their creation. */
public final class AggregateChanges {

  private final SessionAccess session;

  /** For one session. */
  public AggregateChanges(SessionAccess session) {
    this.session = session;
  }

  /** Whether a relation is a continuous aggregate. */
  public static boolean isAggregate(CatalogValue catalog, Relation relation) {
    return catalog.continuousAggregate(relation.oid()) != null;
  }

  /** {@code 0A000}: a command for views was given a continuous aggregate. */
  public static OrreryException viewCommand(String command) {
    String verb = command.split(" ", 2)[0];
    return OrreryException.notSupported(
            "cannot %s continuous aggregate using %s", verb.toLowerCase(Locale.ROOT), command)
        .withHint(
            "Use %s MATERIALIZED VIEW to %s a continuous aggregate."
                .formatted(verb, verb.toLowerCase(Locale.ROOT)));
  }

  /** The relations that belong to a continuous aggregate beside the view that users read. */
  public static List<CatalogEntry> parts(CatalogValue catalog, ContinuousAggregateEntry aggregate) {
    var parts = new ArrayList<CatalogEntry>();
    for (int oid :
        List.of(
            aggregate.oid(),
            aggregate.tableOid(),
            aggregate.partialViewOid(),
            aggregate.directViewOid())) {
      if (catalog.relation(oid) instanceof CatalogEntry entry) {
        parts.add(entry);
      }
    }
    return parts;
  }

  /**
   * ALTER MATERIALIZED VIEW … SET of the options that are not the columnstore's.
   *
   * @return the columnstore's options, which are left to do
   */
  public List<Option> set(ViewEntry view, List<Option> options) {
    var left = new ArrayList<Option>();
    for (Option option : options) {
      if (!AggregateOptions.isOurs(option)) {
        throw OrreryException.notSupported(
            "only timescaledb parameters allowed for continuous aggregates");
      }
      String name = AggregateOptions.name(option);
      switch (name) {
        case "materialized_only" -> setMaterializedOnly(view, AggregateOptions.flag(option));
        case "chunk_interval" -> setChunkInterval(view, AggregateOptions.text(option));
        case "create_group_indexes" ->
            throw OrreryException.notSupported(
                "cannot alter create_group_indexes option for continuous aggregates");
        case "continuous", "finalized" ->
            throw OrreryException.notSupported(
                "cannot alter %s option for continuous aggregates", name);
        default -> {
          if (!AggregateOptions.isColumnstore(name)) {
            throw AggregateOptions.unknown(name);
          }
          left.add(new Option("timescaledb", name, option.value(), option.position()));
        }
      }
    }
    return left;
  }

  private void setMaterializedOnly(ViewEntry view, boolean only) {
    ContinuousAggregate aggregate = ContinuousAggregate.of(session, view.oid());
    ContinuousAggregateEntry entry = aggregate.entry().withMaterializedOnly(only);
    session.apply(
        new CatalogChange(session.catalog())
            .put(entry)
            .put(
                withSql(
                    aggregate.view(), sql(aggregate, aggregate.table(), entry, aggregate.view()))));
  }

  private static String sql(
      ContinuousAggregate aggregate,
      TableEntry table,
      ContinuousAggregateEntry entry,
      ViewEntry view) {
    return AggregateSql.view(
        aggregate.query(),
        table,
        aggregate.id(),
        view.columns().stream().map(ColumnEntry::name).toList(),
        Tracking.timeColumn(table).name(),
        entry.isMaterializedOnly());
  }

  private static ViewEntry withSql(ViewEntry view, String sql) {
    return new ViewEntry(
        view.oid(), view.schemaOid(), view.name(), view.ownerOid(), view.columns(), sql);
  }

  private void setChunkInterval(ViewEntry view, String text) {
    ContinuousAggregate aggregate = ContinuousAggregate.of(session, view.oid());
    TableEntry table = aggregate.table();
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null) {
      long interval = ChunkIntervals.parse(aggregate.bucket().type(), text);
      session.apply(
          new CatalogChange(session.catalog())
              .put(table.withHypertable(hypertable.withInterval(interval)).nextVersion()));
    }
  }

  /** The hypertable that keeps an aggregate's rows, locked. */
  public TableEntry table(ViewEntry view, LockMode mode) {
    session.lock(ContinuousAggregate.of(session, view.oid()).table(), mode);
    return ContinuousAggregate.of(session, view.oid()).table();
  }

  /** OWNER TO: all that belongs to it changes owner. */
  public void owner(ViewEntry view, int ownerOid) {
    ContinuousAggregate aggregate = ContinuousAggregate.of(session, view.oid());
    var change = new CatalogChange(session.catalog());
    for (CatalogEntry part : parts(session.catalog(), aggregate.entry())) {
      if (part instanceof TableEntry table) {
        change.put(table.withPlace(table.schemaOid(), table.name(), ownerOid).nextVersion());
      } else if (part instanceof ViewEntry each) {
        change.put(
            new ViewEntry(
                each.oid(), each.schemaOid(), each.name(), ownerOid, each.columns(), each.sql()));
      }
    }
    session.apply(change);
  }

  /** RENAME COLUMN: the column of the hypertable and of all views. */
  public void renameColumn(ViewEntry view, String name, String newName) {
    ContinuousAggregate aggregate = ContinuousAggregate.of(session, view.oid());
    TableEntry table = aggregate.table();
    ColumnEntry column = table.column(name);
    if (column == null || view.columns().stream().noneMatch(each -> each.name().equals(name))) {
      throw OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    }
    if (table.column(newName) != null) {
      throw OrreryException.of(
          SqlState.DUPLICATE_COLUMN,
          "column \"%s\" of relation \"%s\" already exists",
          newName,
          view.name());
    }
    TableEntry renamed = table.withColumn(column.withName(newName)).nextVersion();
    var change = new CatalogChange(session.catalog()).put(renamed);
    UnaryOperator<ColumnEntry> rename =
        each -> each.name().equals(name) ? each.withName(newName) : each;
    for (CatalogEntry part : parts(session.catalog(), aggregate.entry())) {
      if (part instanceof ViewEntry each) {
        var changed =
            new ViewEntry(
                each.oid(),
                each.schemaOid(),
                each.name(),
                each.ownerOid(),
                each.columns().stream().map(rename).toList(),
                each.sql());
        change.put(
            each.oid() == view.oid()
                ? withSql(changed, sql(aggregate, renamed, aggregate.entry(), changed))
                : changed);
      }
    }
    session.apply(change);
  }

  /** The aggregate is empty now: everything is to be computed again. */
  public void truncated(TableEntry table) {
    Snapshot newest = session.transaction().newest();
    AggregateCreation.forget(session, table, newest);
    int id = ContinuousAggregate.idOf(table);
    StateTable.watermarks(session).add(id, AggregateSql.least(Tracking.timeColumn(table).type()));
    StateTable.invalidations(session).add(id, InternalTime.MIN, InternalTime.MAX);
  }

  /** The hypertable of an aggregate goes. */
  public void dropped(TableEntry table) {
    AggregateCreation.forget(session, table, session.transaction().newest());
  }

  /**
   * All rows of a hypertable between two times go or change, as a chunk's when it is dropped.
   *
   * @param low the first time, in the time column's unit; {@code Long.MIN_VALUE} for no limit
   * @param high the last; {@code Long.MAX_VALUE} for no limit
   */
  public void lost(TableEntry table, long low, long high) {
    if (!session.catalog().aggregatesOver(table.oid()).isEmpty()) {
      session
          .planning()
          .evaluation()
          .session(RangeListener.class)
          .changed(table.oid(), Tracking.chunkWidth(table), low, high);
    }
  }
}
