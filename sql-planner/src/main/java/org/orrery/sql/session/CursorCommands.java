package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.UtilityStatement.ClosePortal;
import org.orrery.sql.parser.ast.UtilityStatement.Deallocate;
import org.orrery.sql.parser.ast.UtilityStatement.DeclareCursor;
import org.orrery.sql.parser.ast.UtilityStatement.Discard;
import org.orrery.sql.parser.ast.UtilityStatement.DiscardTarget;
import org.orrery.sql.parser.ast.UtilityStatement.Execute;
import org.orrery.sql.parser.ast.UtilityStatement.Fetch;
import org.orrery.sql.parser.ast.UtilityStatement.FetchDirection;
import org.orrery.sql.parser.ast.UtilityStatement.Prepare;

/** PREPARE, EXECUTE, DEALLOCATE, DECLARE, FETCH, MOVE, CLOSE and DISCARD. */
final class CursorCommands {

  private final SqlSession session;
  private final Statements statements;
  private final Portals portals;
  private final SessionTransaction transaction;
  private final StatementRouter router;

  CursorCommands(
      SqlSession session,
      Statements statements,
      Portals portals,
      SessionTransaction transaction,
      StatementRouter router) {
    this.session = session;
    this.statements = statements;
    this.portals = portals;
    this.transaction = transaction;
    this.router = router;
  }

  Execution prepare(Prepare prepare, String sql) {
    var types = new ArrayList<@Nullable SqlType>();
    for (TypeName type : prepare.parameterTypes()) {
      types.add(session.node().planner().type(type, session.access().planning()).type());
    }
    statements.prepare(prepare.name(), sql, prepare.statement(), types, true);
    return UtilityExecution.done("PREPARE");
  }

  Execution execute(Execute execute, ResultReceiver receiver) {
    PreparedStatement prepared = statements.get(execute.name());
    if (prepared.statement() == null) {
      return UtilityExecution.done("");
    }
    List<SqlType> types = prepared.parameterTypes();
    if (execute.arguments().size() != types.size()) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR,
              "wrong number of parameters for prepared statement \"%s\"",
              execute.name())
          .withDetail(
              "Expected "
                  + types.size()
                  + " parameters but got "
                  + execute.arguments().size()
                  + ".");
    }
    List<@Nullable Object> arguments = evaluate(execute.arguments(), types);
    return router.startPrepared(prepared, prepared.statement(), arguments, receiver);
  }

  /** Values of expressions without inputs, converted to types as assignments do. */
  private List<@Nullable Object> evaluate(List<Expression> arguments, List<SqlType> types) {
    var values = new ArrayList<@Nullable Object>();
    if (arguments.isEmpty()) {
      return values;
    }
    var targets = new ArrayList<TargetItem>();
    for (int i = 0; i < arguments.size(); i++) {
      Expression argument = arguments.get(i);
      TypeName type = TypeName.system(types.get(i).name(), argument.position());
      targets.add(
          new TargetItem(
              new Expression.TypeCast(argument, type, argument.position()),
              null,
              argument.position()));
    }
    var body =
        new QueryBody.Select(
            QueryBody.Distinct.NONE, targets, null, List.of(), null, null, null, List.of(), -1);
    var query = new SelectStatement(null, body, List.of(), null, false, null, List.of(), -1);
    SessionParts access = session.access();
    PlannedStatement plan = access.plan(query, List.of());
    try (Operator rows = new OperatorFactory(access.execution()).start(plan.plan())) {
      Batch batch = rows.next();
      for (int i = 0; batch != null && i < types.size(); i++) {
        values.add(batch.column(i).get(batch.position(0)));
      }
    }
    return values;
  }

  Execution deallocate(Deallocate deallocate) {
    String name = deallocate.name();
    if (name == null) {
      statements.closeAll();
      return UtilityExecution.done("DEALLOCATE ALL");
    }
    statements.get(name);
    statements.close(name);
    return UtilityExecution.done("DEALLOCATE");
  }

  Execution declare(DeclareCursor declare, String sql) {
    if (!declare.hold() && !transaction.isBlock()) {
      throw OrreryException.of(
          SqlState.NO_ACTIVE_SQL_TRANSACTION,
          "DECLARE CURSOR can only be used in transaction blocks");
    }
    PlannedStatement plan = session.access().plan(declare.query(), List.of());
    List<ResultColumn> columns = plan.columns() == null ? List.of() : plan.columns();
    short format = (short) (declare.binary() ? 1 : 0);
    portals.declare(
        new Portal(
            declare.name(),
            sql,
            declare.query(),
            columns.stream().map(column -> column.in(format)).toList(),
            router.query(plan, List.of()),
            true,
            declare.hold()));
    return UtilityExecution.done("DECLARE CURSOR");
  }

  @Nullable List<ResultColumn> columns(String cursor) {
    return portals.cursor(cursor).columns();
  }

  Execution fetch(Fetch fetch) {
    Portal cursor = portals.cursor(fetch.cursor());
    List<ResultColumn> columns = cursor.columns();
    if (columns == null) {
      throw OrreryException.of(
          SqlState.INVALID_CURSOR_DEFINITION, "cursor \"%s\" does not return rows", fetch.cursor());
    }
    boolean isForward = fetch.direction() == FetchDirection.FORWARD && fetch.count() >= 0;
    boolean isNext = fetch.direction() == FetchDirection.RELATIVE && fetch.count() == 1;
    if (!isForward && !isNext) {
      throw OrreryException.of(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
          .withHint("Declare it with SCROLL option to enable backward scan.");
    }
    var rows = new RowStore(StatementRouter.types(columns));
    long count = cursor.run(fetch.count(), rows::append);
    return fetch.move()
        ? UtilityExecution.done("MOVE " + count)
        : UtilityExecution.rows("FETCH " + count, columns, rows);
  }

  Execution close(ClosePortal close) {
    String name = close.name();
    if (name == null) {
      portals.closeAll();
      return UtilityExecution.done("CLOSE CURSOR ALL");
    }
    portals.cursor(name);
    portals.close(name);
    return UtilityExecution.done("CLOSE CURSOR");
  }

  Execution discard(Discard discard) {
    if (discard.target() == DiscardTarget.ALL) {
      if (transaction.isBlock()) {
        throw OrreryException.of(
            SqlState.ACTIVE_SQL_TRANSACTION, "DISCARD ALL cannot run inside a transaction block");
      }
      portals.closeAll();
      statements.closeAll();
      statements.forgetPlans();
      session.settings().resetAll();
      session.locks().releaseSession();
    } else if (discard.target() == DiscardTarget.PLANS) {
      statements.forgetPlans();
    }
    return UtilityExecution.done("DISCARD " + discard.target().name());
  }
}
