package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogEntry;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.DdlStatement.CheckOption;
import org.orrery.sql.parser.ast.DdlStatement.CreateView;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.PlannedStatement.Dependency;
import org.orrery.sql.session.PlanningContext;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.SessionAccess;

/** CREATE VIEW. */
final class ViewCommands {

  private final SessionAccess session;

  ViewCommands(SessionAccess session) {
    this.session = session;
  }

  String create(CreateView create) {
    boolean isPlain =
        create.persistence() == Persistence.PERMANENT
            && !create.recursive()
            && create.checkOption() == CheckOption.NONE
            && create.options().isEmpty();
    if (!isPlain) {
      throw CommandRunner.unsupported("this form of CREATE VIEW", create);
    }
    SchemaEntry schema = Names.creationSchema(session, create.name());
    String name = create.name().name();
    Relation existing = session.catalog().relation(schema.oid(), name);
    boolean isTaken = Names.isTaken(session.catalog(), schema.oid(), name);
    if (isTaken && !(create.orReplace() && existing instanceof ViewEntry)) {
      throw existing == null || !create.orReplace()
          ? Names.duplicate(name)
          : Names.wrongType(existing, "a view");
    }
    PlannedStatement plan = session.plan(create.query(), List.of());
    List<ResultColumn> results = plan.columns() == null ? List.of() : plan.columns();
    if (create.columns().size() > results.size()) {
      throw OrreryException.of(
          SqlState.SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns");
    }
    var columns = new ArrayList<ColumnEntry>();
    for (int i = 0; i < results.size(); i++) {
      ResultColumn result = results.get(i);
      String label = i < create.columns().size() ? create.columns().get(i) : result.name();
      columns.add(new ColumnEntry(i + 1, label, result.type(), result.typmod(), false, null, null));
    }
    int oid = existing == null ? (int) session.tables().catalog().allocateOids(1) : existing.oid();
    var view =
        new ViewEntry(
            oid,
            schema.oid(),
            name,
            SystemSchemas.POSTGRES_ROLE,
            columns,
            Deparser.query(create.query()));
    if (existing instanceof ViewEntry old) {
      checkReplaces(old, view);
    }
    session.apply(new CatalogChange(session.catalog()).dependOn(schema).put(view));
    return "CREATE VIEW";
  }

  private static void checkReplaces(ViewEntry old, ViewEntry view) {
    for (int i = 0; i < old.columns().size(); i++) {
      if (i >= view.columns().size()) {
        throw OrreryException.of(
            SqlState.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
      }
      ColumnEntry before = old.columns().get(i);
      ColumnEntry after = view.columns().get(i);
      if (!before.name().equals(after.name())) {
        throw OrreryException.of(
            SqlState.INVALID_TABLE_DEFINITION,
            "cannot change name of view column \"%s\" to \"%s\"",
            before.name(),
            after.name());
      }
      if (before.type() != after.type()) {
        throw OrreryException.of(
            SqlState.INVALID_TABLE_DEFINITION,
            "cannot change data type of view column \"%s\"",
            before.name());
      }
    }
  }

  /** Whether a view's query reads one of the entries. */
  static boolean readsAny(SessionAccess session, ViewEntry view, Set<CatalogEntry> entries) {
    if (PgParser.parse(view.sql()).getFirst().statement() instanceof SelectStatement query) {
      for (Dependency each :
          session.planner().plan(query, List.of(), session.planning()).dependencies()) {
        for (CatalogEntry entry : entries) {
          if (entry.oid() == each.relation().oid() && entry.oid() != view.oid()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The views whose queries read a relation. */
  static List<ViewEntry> reading(SessionAccess session, CatalogEntry entry) {
    var found = new ArrayList<ViewEntry>();
    for (Relation relation : session.catalog().relations()) {
      if (relation instanceof ViewEntry view && readsAny(session, view, Set.of(entry))) {
        found.add(view);
      }
    }
    return found;
  }

  /** The views whose queries need a column of a table. */
  static List<ViewEntry> readingColumn(
      SessionAccess session, TableEntry table, ColumnEntry column) {
    TableEntry without =
        table.with(
            table.columns().stream().filter(each -> each.number() != column.number()).toList(),
            table.lastColumnNumber(),
            List.of());
    return changedBy(session, table, without);
  }

  /** The views whose queries would give other columns, or fail, if a table were another one. */
  static List<ViewEntry> changedBy(SessionAccess session, TableEntry table, TableEntry other) {
    var later =
        new PlanningContext(
            new CatalogChange(session.catalog()).put(other).appliedTo(session.catalog()),
            session.searchPath(),
            session.planning().evaluation());
    var changed = new ArrayList<ViewEntry>();
    for (Relation relation : session.catalog().relations()) {
      if (relation instanceof ViewEntry view
          && readsAny(session, view, Set.of(table))
          && !columns(session, view, session.planning()).equals(columns(session, view, later))) {
        changed.add(view);
      }
    }
    return changed;
  }

  /** What a view's columns come from; empty when its query has no meaning. */
  private static List<ResultColumn> columns(
      SessionAccess session, ViewEntry view, PlanningContext context) {
    try {
      if (PgParser.parse(view.sql()).getFirst().statement() instanceof SelectStatement query) {
        List<ResultColumn> columns = session.planner().plan(query, List.of(), context).columns();
        if (columns != null && columns.size() >= view.columns().size()) {
          return columns.subList(0, view.columns().size());
        }
      }
    } catch (OrreryException e) {
      if (e.state() != SqlState.UNDEFINED_COLUMN && e.state() != SqlState.UNDEFINED_TABLE) {
        throw e;
      }
    }
    return List.of();
  }
}
