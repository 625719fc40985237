package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.parser.ast.WindowDefinition;

/** Binds WINDOW and OVER clauses of one SELECT. */
final class WindowBinder {

  private final Scope scope;
  private final Analysis analysis;
  private final WindowCalls calls;
  private final @Nullable AggregateCalls aggregates;
  private final Map<String, Window> named = new HashMap<>();

  WindowBinder(Scope scope, @Nullable AggregateCalls aggregates, WindowCalls calls) {
    this.scope = scope;
    this.analysis = scope.analysis;
    this.aggregates = aggregates;
    this.calls = calls;
  }

  /** A bound window; {@code frame} is null when none is written. */
  record Window(WindowCalls.Spec spec, @Nullable WindowFrame<RexNode> frame) {

    WindowFrame<RexNode> frameOrDefault() {
      return frame == null ? WindowFrame.byDefault() : frame;
    }
  }

  WindowCalls calls() {
    return calls;
  }

  /** Binds the entries of WINDOW, which may build on earlier ones. */
  void define(List<WindowDefinition> definitions) {
    for (WindowDefinition definition : definitions) {
      String name = definition.name();
      if (name != null && named.containsKey(name)) {
        throw error(definition.position(), "window \"" + name + "\" is already defined");
      }
      Window window = window(definition);
      if (name != null) {
        named.put(name, window);
      }
    }
  }

  /** The window of an OVER clause. */
  Window over(WindowDefinition definition) {
    String name = definition.name();
    return name == null ? window(definition) : find(name, definition.position());
  }

  private Window find(String name, int position) {
    Window window = named.get(name);
    if (window == null) {
      throw OrreryException.of(SqlState.UNDEFINED_OBJECT, "window \"%s\" does not exist", name)
          .at(position);
    }
    return window;
  }

  private Window window(WindowDefinition definition) {
    String reference = definition.reference();
    Window base = reference == null ? null : find(reference, definition.position());
    if (base != null && reference != null) {
      checkCopy(definition, reference, base);
    }
    var partition = new ArrayList<Integer>();
    for (Expression expression : definition.partitionBy()) {
      Bound.Value value = key(expression);
      var operators = new OperatorResolver(analysis);
      operators.requireOrdering(value.type(), value.position());
      partition.add(calls.input(value.rex()));
    }
    var order = new ArrayList<WindowCalls.Order>();
    for (SortItem item : definition.orderBy()) {
      Bound.Value value = key(item.expression());
      SortDirections.Direction direction =
          SortDirections.of(
              new OperatorResolver(analysis), item, value.type(), item.expression().position());
      order.add(new WindowCalls.Order(calls.input(value.rex()), direction));
    }
    var spec =
        new WindowCalls.Spec(
            base == null ? partition : base.spec().partition(),
            base == null || base.spec().order().isEmpty() ? order : base.spec().order());
    WindowDefinition.Frame frame = definition.frame();
    return new Window(spec, frame == null ? null : frame(frame));
  }

  private static void checkCopy(WindowDefinition definition, String reference, Window base) {
    if (!definition.partitionBy().isEmpty()) {
      throw error(
          definition.position(),
          "cannot override PARTITION BY clause of window \"" + reference + "\"");
    }
    if (!definition.orderBy().isEmpty() && !base.spec().order().isEmpty()) {
      throw error(
          definition.position(), "cannot override ORDER BY clause of window \"" + reference + "\"");
    }
    if (base.frame() != null) {
      OrreryException error =
          error(
              definition.position(),
              "cannot copy window \"" + reference + "\" because it has a frame clause");
      boolean isOver = definition.name() == null;
      throw isOver && definition.orderBy().isEmpty() && definition.frame() == null
          ? error.withHint("Omit the parentheses in this OVER clause.")
          : error;
    }
  }

  private static OrreryException error(int position, String message) {
    return OrreryException.of(SqlState.WINDOWING_ERROR, "%s", message).at(position);
  }

  private Bound.Value key(Expression expression) {
    var binder = new ExpressionBinder(scope, Clause.WINDOW, aggregates, null);
    return analysis.coercion.value(binder.bind(expression));
  }

  private WindowFrame<RexNode> frame(WindowDefinition.Frame frame) {
    if (frame.exclusion() != WindowDefinition.Exclusion.NO_OTHERS) {
      throw OrreryException.notSupported("frames with EXCLUDE are not supported yet")
          .at(frame.position());
    }
    if (frame.unit() == WindowDefinition.FrameUnit.GROUPS) {
      throw OrreryException.notSupported("frames in GROUPS mode are not supported yet")
          .at(frame.position());
    }
    boolean isRows = frame.unit() == WindowDefinition.FrameUnit.ROWS;
    return new WindowFrame<>(isRows, bound(frame.start(), isRows), bound(frame.end(), isRows));
  }

  private WindowFrame.Bound<RexNode> bound(WindowDefinition.FrameBound bound, boolean isRows) {
    WindowFrame.BoundKind kind =
        switch (bound.kind()) {
          case UNBOUNDED_PRECEDING -> WindowFrame.BoundKind.UNBOUNDED_PRECEDING;
          case OFFSET_PRECEDING -> WindowFrame.BoundKind.OFFSET_PRECEDING;
          case CURRENT_ROW -> WindowFrame.BoundKind.CURRENT_ROW;
          case OFFSET_FOLLOWING -> WindowFrame.BoundKind.OFFSET_FOLLOWING;
          case UNBOUNDED_FOLLOWING -> WindowFrame.BoundKind.UNBOUNDED_FOLLOWING;
        };
    Expression offset = bound.offset();
    if (offset == null) {
      return new WindowFrame.Bound<>(kind, null);
    }
    if (!isRows) {
      throw OrreryException.notSupported(
              "RANGE with offset PRECEDING/FOLLOWING is not supported yet")
          .at(offset.position());
    }
    return new WindowFrame.Bound<>(kind, offset(offset));
  }

  private RexNode offset(Expression expression) {
    Scope alone = Scope.inside(analysis, scope.parent);
    try {
      Bound value = ExpressionBinder.plain(alone, Clause.WINDOW_ROWS).bind(expression);
      return analysis.fold(analysis.coercion.required(value, BuiltinTypes.INT8, "ROWS"));
    } catch (OrreryException e) {
      if (e.state() == SqlState.UNDEFINED_COLUMN && expression instanceof Expression.ColumnRef) {
        throw OrreryException.of(
                SqlState.INVALID_COLUMN_REFERENCE, "argument of ROWS must not contain variables")
            .at(expression.position());
      }
      throw e;
    }
  }
}
