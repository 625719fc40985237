package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.Executor;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.session.PlannedStatement;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.Snapshot;

/** Plans and runs statements of our own; their plans lock what they read and write. */
final class InternalStatements {

  private final SessionAccess session;

  InternalStatements(SessionAccess session) {
    this.session = session;
  }

  /** Plans a statement and locks its relations. */
  PlannedStatement plan(String sql, SqlType... parameters) {
    if (PgParser.parse(sql).getFirst().statement() instanceof PreparableStatement statement) {
      return session.plan(statement, List.of(parameters));
    }
    throw Invariant.broken("not a query: " + sql);
  }

  /** The first value of the one row that a plan gives, as of {@link org.orrery.data.Vector#get}. */
  @Nullable Object value(PlannedStatement plan, Snapshot snapshot) {
    var values = new ArrayList<@Nullable Object>();
    Executor.run(
        plan.plan(),
        session.execution(List.of(), snapshot),
        batch -> values.add(batch.column(0).get(batch.position(0))));
    return values.isEmpty() ? null : values.getFirst();
  }

  /** Runs a plan that gives nothing of interest. */
  void run(PlannedStatement plan, List<@Nullable Object> parameters, Snapshot snapshot) {
    Executor.run(plan.plan(), session.execution(parameters, snapshot), _ -> {});
  }
}
