package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.MaterializedViewEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.PlannedStatement.Dependency;
import org.orrery.sql.session.PlanningContext;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.SessionAccess;

/** The queries of views and materialized views, and what they read. */
public final class StoredQueries {

  private final SessionAccess session;

  /** The queries in a session's catalog. */
  public StoredQueries(SessionAccess session) {
    this.session = session;
  }

  /** The query of a view or materialized view; null for other relations. */
  private static @Nullable String textOf(Catalog catalog, Relation relation) {
    if (relation instanceof ViewEntry view) {
      return view.sql();
    }
    MaterializedViewEntry materialized =
        relation instanceof TableEntry ? catalog.materializedView(relation.oid()) : null;
    return materialized == null ? null : materialized.sql();
  }

  /** A query that was stored as text. */
  public static SelectStatement parse(String sql) {
    if (PgParser.parse(sql).getFirst().statement() instanceof SelectStatement query) {
      return query;
    }
    throw Invariant.broken("a view that is not a query: " + sql);
  }

  /** Whether a relation's query reads another one. */
  boolean reads(Relation relation, CatalogEntry entry) {
    return firstRead(relation, Set.of(entry)) != null;
  }

  /** The first of the entries that a relation's query reads; null when it reads none. */
  @Nullable CatalogEntry firstRead(Relation relation, Set<CatalogEntry> entries) {
    String sql = textOf(session.catalog(), relation);
    if (sql == null) {
      return null;
    }
    for (Dependency each :
        session.planner().plan(parse(sql), List.of(), planning(relation)).dependencies()) {
      for (CatalogEntry entry : entries) {
        if (entry.oid() == each.relation().oid() && entry.oid() != relation.oid()) {
          return entry;
        }
      }
    }
    return null;
  }

  /** Names that the search path does not lead to are looked for beside the view. */
  private PlanningContext planning(Relation view) {
    List<Integer> schemas = new ArrayList<>(session.searchPath().schemaOids());
    schemas.add(view.schemaOid());
    return new PlanningContext(
        session.catalog(), new SearchPath(schemas), session.planning().evaluation());
  }

  /** The views whose queries read a relation. */
  public List<CatalogEntry> reading(CatalogEntry entry) {
    var found = new ArrayList<CatalogEntry>();
    for (Relation relation : session.catalog().relations()) {
      if (relation instanceof CatalogEntry view && reads(relation, entry)) {
        found.add(view);
      }
    }
    return found;
  }

  /** The views whose queries need a column of a table. */
  List<CatalogEntry> readingColumn(TableEntry table, ColumnEntry column) {
    TableEntry without =
        table.with(
            table.columns().stream().filter(each -> each.number() != column.number()).toList(),
            table.lastColumnNumber(),
            List.of());
    return changedBy(table, without);
  }

  /** The views whose queries would give other columns, or fail, if a table were another one. */
  List<CatalogEntry> changedBy(TableEntry table, TableEntry other) {
    var later =
        new PlanningContext(
            new CatalogChange(session.catalog()).put(other).appliedTo(session.catalog()),
            session.searchPath(),
            session.planning().evaluation());
    var changed = new ArrayList<CatalogEntry>();
    for (Relation relation : session.catalog().relations()) {
      if (relation instanceof CatalogEntry view
          && reads(relation, table)
          && !columns(relation, session.planning()).equals(columns(relation, later))) {
        changed.add(view);
      }
    }
    return changed;
  }

  /** What a view's columns come from; empty when its query has no meaning. */
  private List<ResultColumn> columns(Relation view, PlanningContext context) {
    String sql = textOf(session.catalog(), view);
    try {
      List<ResultColumn> columns =
          sql == null ? null : session.planner().plan(parse(sql), List.of(), context).columns();
      if (columns != null && columns.size() >= view.columns().size()) {
        return columns.subList(0, view.columns().size());
      }
    } catch (OrreryException e) {
      if (e.state() != SqlState.UNDEFINED_COLUMN && e.state() != SqlState.UNDEFINED_TABLE) {
        throw e;
      }
    }
    return List.of();
  }
}
