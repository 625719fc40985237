package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.FunctionCall;
import org.orrery.sql.plan.PgForm;

/** Calls of functions, aggregates and set-returning functions. */
final class CallBinder {

  private final ExpressionBinder binder;
  private final Analysis analysis;

  CallBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.analysis = binder.analysis;
  }

  /** A resolved call with its arguments converted. */
  record Resolved(
      FunctionDef function, List<RexNode> arguments, SqlType type, List<OutputColumn> outputs) {}

  Bound bind(FunctionCall call) {
    if (call.over() != null) {
      return new WindowCallBinder(binder, this).bind(call);
    }
    List<Bound> arguments = arguments(call);
    Resolved resolved = resolve(call, arguments, !isPlain(call));
    if (resolved == null) {
      return cast(call, arguments.getFirst());
    }
    if (isCalled(call)
        && !(resolved.function().implementation()
            instanceof FunctionDef.Implementation.Procedure)) {
      throw wrongKind(call, arguments, "not a procedure", "To call a function, use SELECT.");
    }
    return switch (resolved.function().implementation()) {
      case FunctionDef.Implementation.Aggregate _ -> aggregate(call, resolved);
      case FunctionDef.Implementation.Window _ ->
          throw OrreryException.of(
                  SqlState.WRONG_OBJECT_TYPE,
                  "window function %s requires an OVER clause",
                  name(call))
              .at(call.position());
      case FunctionDef.Implementation.SetReturning _ -> {
        requireFunction(call);
        yield set(call, resolved);
      }
      case FunctionDef.Implementation.Procedure _ -> {
        if (!isCalled(call)) {
          throw wrongKind(call, arguments, "a procedure", "To call a procedure, use CALL.");
        }
        yield value(call, resolved);
      }
      case FunctionDef.Implementation.Scalar _, FunctionDef.Implementation.Planned _ -> {
        requireFunction(call);
        yield value(call, resolved);
      }
    };
  }

  private Bound value(FunctionCall call, Resolved resolved) {
    return new Bound.Value(
        analysis.call(resolved.function(), resolved.type(), resolved.arguments()),
        resolved.type(),
        -1,
        call.position());
  }

  /** Whether it is what a CALL calls. */
  private boolean isCalled(FunctionCall call) {
    return call.position() == analysis.context.calledAt();
  }

  private static OrreryException wrongKind(
      FunctionCall call, List<Bound> arguments, String kind, String hint) {
    String types =
        arguments.stream()
            .map(argument -> TypeNames.format(argument.type(), -1))
            .collect(Collectors.joining(", "));
    return OrreryException.of(SqlState.WRONG_OBJECT_TYPE, "%s(%s) is %s", name(call), types, kind)
        .withHint(hint)
        .at(call.position());
  }

  /** The function of an item of FROM; null when the call is a conversion. */
  @Nullable Resolved inFrom(FunctionCall call) {
    Resolved resolved = resolve(call, arguments(call), !isPlain(call));
    if (resolved != null
        && resolved.function().implementation() instanceof FunctionDef.Implementation.Aggregate) {
      throw OrreryException.of(
              SqlState.GROUPING_ERROR,
              "aggregate functions are not allowed in %s",
              Clause.FROM_FUNCTION.label())
          .at(call.position());
    }
    if (resolved != null) {
      requireFunction(call);
    }
    return resolved;
  }

  /** Calls a function by name with bound arguments. */
  Bound.Value invoke(String name, List<Bound> arguments, int position) {
    FunctionCall call = FunctionCall.of(List.of(name), List.of(), position);
    Resolved resolved = resolve(call, arguments, true);
    if (resolved == null) {
      throw org.orrery.base.error.Invariant.broken("not a function: " + name);
    }
    return new Bound.Value(
        analysis.call(resolved.function(), resolved.type(), resolved.arguments()),
        resolved.type(),
        -1,
        position);
  }

  /** The arguments of a call, with those it sorts by when it is of WITHIN GROUP. */
  List<Bound> arguments(FunctionCall call) {
    var arguments = new ArrayList<Bound>();
    for (Expression.Argument argument : call.arguments()) {
      arguments.add(binder.bind(argument.value()));
    }
    if (call.withinGroup()) {
      call.orderBy().forEach(item -> arguments.add(binder.bind(item.expression())));
    }
    return arguments;
  }

  private static boolean isPlain(FunctionCall call) {
    return !call.star()
        && !call.distinct()
        && call.orderBy().isEmpty()
        && call.filter() == null
        && !call.withinGroup();
  }

  static String name(FunctionCall call) {
    return String.join(".", call.name());
  }

  /** Refuses what only aggregates take. */
  private static void requireFunction(FunctionCall call) {
    String feature =
        call.star()
            ? name(call) + "(*)"
            : call.distinct()
                ? "DISTINCT"
                : call.withinGroup()
                    ? "WITHIN GROUP"
                    : !call.orderBy().isEmpty()
                        ? "ORDER BY"
                        : call.filter() != null ? "FILTER" : "";
    if (!feature.isEmpty()) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "%s specified, but %s is not an aggregate function",
              feature,
              name(call))
          .at(call.position());
    }
  }

  /** Finds the function and converts the arguments; null for a conversion. */
  @Nullable Resolved resolve(FunctionCall call, List<Bound> given, boolean isAggregate) {
    var types = new ArrayList<SqlType>();
    given.forEach(argument -> types.add(argument.type()));
    var names = new ArrayList<String>();
    boolean isVariadic = false;
    for (Expression.Argument argument : call.arguments()) {
      String name = argument.name();
      names.add(name == null ? "" : name);
      isVariadic |= argument.variadic();
    }
    while (names.size() < types.size()) {
      names.add("");
    }
    FunctionResolver.Match match =
        analysis.resolver.resolve(
            new FunctionResolver.Call(call.name(), types, names, isVariadic),
            !isAggregate,
            call.position());
    if (match == null) {
      return null;
    }
    return convert(call, match, given);
  }

  private Resolved convert(FunctionCall call, FunctionResolver.Match match, List<Bound> given) {
    FunctionDef function = match.function();
    var arguments = new ArrayList<Bound>();
    int declared = match.types().size();
    for (int i = 0; i < declared; i++) {
      int index = match.arguments().get(i);
      arguments.add(index == FunctionResolver.DEFAULT ? defaultOf(function, i) : given.get(index));
    }
    var actual = new ArrayList<SqlType>();
    arguments.forEach(argument -> actual.add(argument.type()));
    List<SqlType> types =
        Polymorphism.resolve(
            analysis.coercion, actual, match.types(), function.returnType(), call.position());
    var operands = new ArrayList<RexNode>();
    var elements = new ArrayList<RexNode>();
    for (int i = 0; i < declared; i++) {
      RexNode operand = analysis.coercion.implicit(arguments.get(i), types.get(i));
      boolean isElement = match.variadicFrom() >= 0 && i >= match.variadicFrom();
      (isElement ? elements : operands).add(operand);
    }
    if (match.variadicFrom() >= 0) {
      SqlType array = Polymorphism.arrayOf(types.get(match.variadicFrom()), call.position());
      operands.add(analysis.form(new PgForm.ArrayOf(false), array, elements));
    }
    var outputs = new ArrayList<OutputColumn>();
    for (OutputColumn output : function.outputs()) {
      SqlType type =
          Polymorphism.resolve(
                  analysis.coercion, actual, match.types(), output.type(), call.position())
              .getLast();
      outputs.add(new OutputColumn(output.name(), type));
    }
    return new Resolved(function, operands, types.getLast(), outputs);
  }

  /** The default of an input, bound from its SQL text. */
  private Bound defaultOf(FunctionDef function, int input) {
    int first = function.argumentTypes().size() - function.defaults().size();
    return CatalogExpressions.bindDefault(analysis, function.defaults().get(input - first));
  }

  private Bound cast(FunctionCall call, Bound argument) {
    SqlType target = new TypeResolver(analysis).find(call.name());
    if (target == null) {
      throw org.orrery.base.error.Invariant.broken("a conversion without a type");
    }
    Bound.Value value =
        analysis.coercion.convertOrFail(argument, target, -1, Context.EXPLICIT, call.position());
    return new Bound.Value(value.rex(), target, -1, call.position());
  }

  private Bound set(FunctionCall call, Resolved resolved) {
    SetCalls collector = binder.setCalls;
    if (collector == null) {
      throw OrreryException.notSupported(
              "set-returning functions are not allowed in %s", binder.clause.label())
          .at(call.position());
    }
    for (RexNode argument : resolved.arguments()) {
      if (Placeholder.findIn(argument, false) != null) {
        throw OrreryException.notSupported(
                "set-returning functions in arguments of others are not supported yet")
            .at(call.position());
      }
    }
    RexNode rex = analysis.call(resolved.function(), resolved.type(), resolved.arguments());
    List<OutputColumn> outputs = resolved.outputs();
    if (!resolved.function().isComposite()) {
      RexNode column = collector.add(rex, List.of(rex.getType()), call.position()).getFirst();
      return new Bound.Value(column, resolved.type(), -1, call.position());
    }
    var types = outputs.stream().map(output -> analysis.relType(output.type())).toList();
    List<Placeholder> columns = collector.add(rex, types, call.position());
    var fields = new ArrayList<Bound.Value>();
    for (int i = 0; i < outputs.size(); i++) {
      fields.add(new Bound.Value(columns.get(i), outputs.get(i).type(), -1, call.position()));
    }
    return new Bound.Composite(
        outputs.stream().map(OutputColumn::name).toList(), fields, call.position());
  }

  private Bound aggregate(FunctionCall call, Resolved resolved) {
    AggregateCalls collector = binder.aggregates;
    if (collector == null) {
      throw OrreryException.of(
              SqlState.GROUPING_ERROR,
              "aggregate functions are not allowed in %s",
              binder.clause.label())
          .at(call.position());
    }
    if (!call.star() && resolved.arguments().isEmpty()) {
      throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE,
              "%s(*) must be used to call a parameterless aggregate function",
              name(call))
          .at(call.position());
    }
    resolved.arguments().forEach(CallBinder::checkNested);
    checkLevel(call, resolved.arguments());
    Expression filterExpression = call.filter();
    RexNode filter =
        filterExpression == null
            ? null
            : ExpressionBinder.plain(binder.scope, Clause.FILTER)
                .condition(filterExpression, "FILTER");
    List<AggregateCalls.Order> order = order(call, resolved);
    if (call.distinct()) {
      resolved
          .function()
          .argumentTypes()
          .forEach(_ -> binder.operators.requireEquality(typeOf(resolved, 0), call.position()));
    }
    var aggregate =
        new AggregateCalls.Call(
            resolved.function(),
            resolved.type(),
            resolved.arguments(),
            filter,
            call.distinct(),
            order);
    return new Bound.Value(
        collector.add(aggregate, call.position()), resolved.type(), -1, call.position());
  }

  private static SqlType typeOf(Resolved resolved, int argument) {
    return org.orrery.sql.plan.PgRelType.typeOf(resolved.arguments().get(argument).getType());
  }

  private List<AggregateCalls.Order> order(FunctionCall call, Resolved resolved) {
    var order = new ArrayList<AggregateCalls.Order>();
    int ordered = call.arguments().size();
    for (var item : call.orderBy()) {
      RexNode rex =
          call.withinGroup()
              ? resolved.arguments().get(ordered++)
              : analysis.coercion.value(binder.bind(item.expression())).rex();
      checkNested(rex);
      SqlType type = org.orrery.sql.plan.PgRelType.typeOf(rex.getType());
      SortDirections.Direction direction =
          SortDirections.of(binder.operators, item, type, item.expression().position());
      order.add(new AggregateCalls.Order(rex, direction.isDescending(), direction.nullsFirst()));
      if (call.distinct() && !resolved.arguments().contains(rex)) {
        throw OrreryException.of(
                SqlState.INVALID_COLUMN_REFERENCE,
                "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list")
            .at(item.expression().position());
      }
    }
    if (call.distinct() && keepsOrder(resolved.function())) {
      addArguments(resolved, order);
    }
    return order;
  }

  private static boolean keepsOrder(FunctionDef function) {
    return function.implementation() instanceof FunctionDef.Implementation.Aggregate(var aggregate)
        && aggregate.keepsOrder();
  }

  /** DISTINCT sorts, which shows in the results of aggregates that keep the order of their rows. */
  private static void addArguments(Resolved resolved, List<AggregateCalls.Order> order) {
    for (RexNode argument : resolved.arguments()) {
      if (order.stream().noneMatch(sorted -> sorted.rex().equals(argument))) {
        order.add(new AggregateCalls.Order(argument, false, false));
      }
    }
  }

  private static void checkNested(RexNode argument) {
    Placeholder aggregate = Placeholder.findIn(argument, true);
    if (aggregate != null) {
      throw OrreryException.of(SqlState.GROUPING_ERROR, "aggregate function calls cannot be nested")
          .at(aggregate.position());
    }
    Placeholder window = Placeholder.findWindowIn(argument);
    if (window != null) {
      throw OrreryException.of(
              SqlState.GROUPING_ERROR,
              "aggregate function calls cannot contain window function calls")
          .at(window.position());
    }
    Placeholder set = Placeholder.findIn(argument, false);
    if (set != null) {
      throw OrreryException.notSupported(
              "aggregate function calls cannot contain set-returning function calls")
          .withHint(
              "You might be able to move the set-returning function into a LATERAL FROM item.")
          .at(set.position());
    }
  }

  /** Refuses aggregates that belong to an enclosing query: only outer columns as arguments. */
  private static void checkLevel(FunctionCall call, List<RexNode> arguments) {
    var has = new boolean[2];
    for (RexNode argument : arguments) {
      argument.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public @Nullable Void visitInputRef(RexInputRef reference) {
              has[0] = true;
              return null;
            }

            @Override
            public @Nullable Void visitFieldAccess(RexFieldAccess access) {
              has[1] = true;
              return null;
            }
          });
    }
    if (has[1] && !has[0]) {
      throw OrreryException.notSupported(
              "aggregates over columns of an outer query are not supported yet")
          .at(call.position());
    }
  }
}
