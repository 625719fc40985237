package org.orrery.sql.command;

import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.DdlStatement.CheckOption;
import org.orrery.sql.parser.ast.DdlStatement.CreateView;
import org.orrery.sql.parser.ast.Persistence;
import org.orrery.sql.session.PlannedStatement;
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
}
