package org.orrery.sql.command;

import java.util.List;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.parser.ast.Expression.FunctionCall;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.UtilityStatement;
import org.orrery.sql.session.SessionAccess;

/** CALL: a procedure runs as the one row of a query. */
final class CallCommand {

  private final SessionAccess session;

  CallCommand(SessionAccess session) {
    this.session = session;
  }

  String run(UtilityStatement.Call statement) {
    FunctionCall call = statement.call();
    PhysicalPlan plan =
        session
            .planner()
            .plan(query(call), List.of(), session.planning().forCall(call.position()))
            .plan();
    try (Operator operator = new OperatorFactory(session.execution()).start(plan)) {
      while (operator.next() != null) {
        session.planning().evaluation().checkCancelled();
      }
    }
    return "CALL";
  }

  private static SelectStatement query(FunctionCall call) {
    int position = call.position();
    var body =
        new QueryBody.Select(
            QueryBody.Distinct.NONE,
            List.of(new TargetItem(call, null, position)),
            null,
            List.of(),
            null,
            null,
            null,
            List.of(),
            position);
    return new SelectStatement(null, body, List.of(), null, false, null, List.of(), position);
  }
}
