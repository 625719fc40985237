package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.function.FunctionDef.Implementation;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.FunctionCall;
import org.orrery.sql.parser.ast.WindowDefinition;

/** Calls with OVER. */
final class WindowCallBinder {

  private final ExpressionBinder binder;
  private final CallBinder calls;

  WindowCallBinder(ExpressionBinder binder, CallBinder calls) {
    this.binder = binder;
    this.calls = calls;
  }

  Bound bind(FunctionCall call) {
    WindowDefinition over = call.over();
    if (over == null) {
      throw org.orrery.base.error.Invariant.broken("not a window call");
    }
    List<Bound> arguments = calls.arguments(call);
    CallBinder.Resolved resolved = calls.resolve(call, arguments, true);
    if (resolved == null) {
      throw notAWindowFunction(call);
    }
    switch (resolved.function().implementation()) {
      case Implementation.Aggregate _ -> checkAggregate(call, resolved);
      case Implementation.Window _ -> checkWindowFunction(call);
      case Implementation.Scalar _,
          Implementation.Procedure _,
          Implementation.SetReturning _,
          Implementation.Planned _ ->
          throw notAWindowFunction(call);
    }
    WindowBinder windows = binder.windows;
    if (windows == null) {
      throw OrreryException.of(
              SqlState.WINDOWING_ERROR,
              "window functions are not allowed in %s",
              binder.clause.label())
          .at(call.position());
    }
    var inputs = new ArrayList<Integer>();
    for (RexNode argument : resolved.arguments()) {
      checkArgument(argument);
      inputs.add(windows.calls().input(argument));
    }
    WindowBinder.Window window = windows.over(over);
    var bound =
        new WindowCalls.Call(
            resolved.function(),
            resolved.type(),
            inputs,
            filter(call, windows),
            window.spec(),
            window.frameOrDefault());
    return new Bound.Value(
        windows.calls().add(bound, call.position()), resolved.type(), -1, call.position());
  }

  private int filter(FunctionCall call, WindowBinder windows) {
    Expression filter = call.filter();
    if (filter == null) {
      return -1;
    }
    return windows
        .calls()
        .input(ExpressionBinder.plain(binder.scope, Clause.FILTER).condition(filter, "FILTER"));
  }

  private static OrreryException notAWindowFunction(FunctionCall call) {
    return OrreryException.of(
            SqlState.WRONG_OBJECT_TYPE,
            "OVER specified, but %s is not a window function nor an aggregate function",
            CallBinder.name(call))
        .at(call.position());
  }

  private static void checkAggregate(FunctionCall call, CallBinder.Resolved resolved) {
    if (call.withinGroup()) {
      throw OrreryException.notSupported(
              "OVER is not supported for ordered-set aggregate %s", CallBinder.name(call))
          .at(call.position());
    }
    if (!call.star() && resolved.arguments().isEmpty()) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "%s(*) must be used to call a parameterless aggregate function",
              CallBinder.name(call))
          .at(call.position());
    }
    if (call.distinct()) {
      throw OrreryException.notSupported("DISTINCT is not implemented for window functions")
          .at(call.position());
    }
    if (!call.orderBy().isEmpty()) {
      throw OrreryException.notSupported(
              "aggregate ORDER BY is not implemented for window functions")
          .at(call.position());
    }
  }

  private static void checkWindowFunction(FunctionCall call) {
    if (call.withinGroup()) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "window function %s cannot have WITHIN GROUP",
              CallBinder.name(call))
          .at(call.position());
    }
    if (call.distinct()) {
      throw OrreryException.notSupported("DISTINCT is not implemented for window functions")
          .at(call.position());
    }
    if (!call.orderBy().isEmpty()) {
      throw OrreryException.notSupported(
              "aggregate ORDER BY is not implemented for window functions")
          .at(call.position());
    }
    if (call.filter() != null) {
      throw OrreryException.notSupported(
              "FILTER is not implemented for non-aggregate window functions")
          .at(call.position());
    }
  }

  private static void checkArgument(RexNode argument) {
    Placeholder window = Placeholder.findWindowIn(argument);
    if (window != null) {
      throw OrreryException.of(SqlState.WINDOWING_ERROR, "window function calls cannot be nested")
          .at(window.position());
    }
    Placeholder set = Placeholder.findIn(argument, false);
    if (set != null) {
      throw OrreryException.notSupported(
              "window function calls cannot contain set-returning function calls")
          .withHint(
              "You might be able to move the set-returning function into a LATERAL FROM item.")
          .at(set.position());
    }
  }
}
