package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.ByteSink;
import org.orrery.data.Interval;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.BucketFunction;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.expr.Exprs;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.kernel.Timestamps;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.session.SessionAccess;

/** The buckets of a call of {@code time_bucket}, which is evaluated as SQL would. */
final class Buckets {

  private static final int MONTH_DAYS_MIN = 28;

  private final SessionAccess session;
  private final SqlType time;
  private final Expr.Call call;
  private final Interval width;
  private final long widthNumber;

  private Buckets(
      SessionAccess session, SqlType time, Expr.Call call, Interval width, long widthNumber) {
    this.session = session;
    this.time = time;
    this.call = call;
    this.width = width;
    this.widthNumber = widthNumber;
  }

  /**
   * The buckets of a call.
   *
   * @param call the call as a query has it
   * @param timeArgument which of its arguments is the time
   * @param time the type of the time column
   */
  static Buckets of(
      SessionAccess session, Expression.FunctionCall call, int timeArgument, SqlType time) {
    var arguments = new ArrayList<>(call.arguments());
    Expression.Argument old = arguments.get(timeArgument);
    arguments.set(
        timeArgument,
        new Expression.Argument(
            old.name(), new Expression.Parameter(1, old.position()), false, old.position()));
    var ofParameter =
        new Expression.FunctionCall(
            call.name(), arguments, false, false, List.of(), false, null, null, call.position());
    PhysicalPlan plan =
        session.planner().plan(select(ofParameter), List.of(time), session.planning()).plan();
    Expr.Call bound = bound(plan);
    Object width =
        bound.arguments().getFirst() instanceof Expr.Constant(var value, var _) ? value : null;
    if (width == null) {
      throw OrreryException.notSupported(
              "only immutable expressions allowed in time bucket function")
          .withHint("Use an immutable expression as first argument to the time bucket function.");
    }
    return new Buckets(
        session,
        time,
        bound,
        width instanceof Interval interval ? interval : new Interval(0, 0, 0),
        width instanceof Long number ? number : 0);
  }

  private static SelectStatement select(Expression expression) {
    int position = expression.position();
    var body =
        new QueryBody.Select(
            QueryBody.Distinct.NONE,
            List.of(new TargetItem(expression, null, position)),
            null,
            List.of(),
            null,
            null,
            null,
            List.of(),
            position);
    return new SelectStatement(null, body, List.of(), null, false, null, List.of(), position);
  }

  private static Expr.Call bound(PhysicalPlan plan) {
    List<Expr> roots =
        switch (plan) {
          case PhysicalPlan.Project project -> project.expressions();
          case PhysicalPlan.Values values -> values.rows().getFirst();
          default -> List.of();
        };
    var found = new ArrayList<Expr.Call>();
    for (Expr root : roots) {
      Exprs.visit(
          root,
          each -> {
            if (each instanceof Expr.Call bucket && isBucket(bucket.function())) {
              found.add(bucket);
            }
          });
    }
    if (found.isEmpty()) {
      throw OrreryException.notSupported(
          "continuous aggregate view must include a valid time bucket function");
    }
    return found.getFirst();
  }

  private static boolean isBucket(FunctionDef function) {
    return function.name().equals("time_bucket") && function.schema().equals("public");
  }

  /** Start of the bucket that a time is in; infinities stay. */
  long start(long value) {
    if (value == InternalTime.MIN || value == InternalTime.MAX) {
      return value;
    }
    ExecutionContext context = session.execution(List.of(value), session.snapshot());
    Object start =
        ExpressionCompiler.evaluateOnce(new OperatorFactory(context).expressions().compile(call));
    if (start instanceof Long number) {
      return number;
    }
    throw Invariant.broken("a bucket that starts nowhere");
  }

  /** Start of the first bucket that does not start before a time; infinities stay. */
  long ceiling(long value) {
    long start = start(value);
    return start == value ? value : end(start);
  }

  /** Start of the bucket after the one that starts at {@code start}. */
  long end(long start) {
    if (start == InternalTime.MIN || start == InternalTime.MAX) {
      return start;
    }
    long probe = start;
    long step = leastWidth();
    do {
      if (probe > InternalTime.MAX - step) {
        return InternalTime.MAX;
      }
      probe += step;
      // Local time and months make buckets longer than the least by parts of a day or by days.
      step = Math.max(1, Math.min(leastWidth(), unit()));
    } while (start(probe) <= start);
    return start(probe);
  }

  private long unit() {
    return InternalTime.of(time, 1) == 1 ? Timestamps.HOUR : 1;
  }

  /** The least width of a bucket, or nearly: in the physical unit. */
  private long leastWidth() {
    if (widthNumber > 0) {
      return widthNumber;
    }
    long days = (long) width.months() * MONTH_DAYS_MIN + width.days();
    long micros = days * Timestamps.DAY + width.micros();
    return Math.max(1, InternalTime.physical(time, micros));
  }

  /** Whether all buckets have one width. */
  boolean isFixed() {
    return width.months() == 0 && constant("timezone") == null;
  }

  /** Whether buckets are months. */
  boolean isOfMonths() {
    return width.months() != 0;
  }

  /**
   * The width as one number, to compare: months, or the internal unit of fixed widths.
   *
   * @see #isOfMonths
   */
  long comparableWidth() {
    return isOfMonths()
        ? width.months()
        : widthNumber > 0 ? widthNumber : width.days() * Timestamps.DAY + width.micros();
  }

  /** The width as a constant. */
  String widthText() {
    return text((Expr.Constant) call.arguments().getFirst());
  }

  private Expr.@Nullable Constant constant(String name) {
    int index = call.function().argumentNames().indexOf(name);
    return index >= 0
            && call.arguments().get(index) instanceof Expr.Constant constant
            && constant.value() != null
        ? constant
        : null;
  }

  /** The call as the catalog keeps it. */
  BucketFunction function() {
    if (constant("origin") != null && constant("offset") != null) {
      throw OrreryException.notSupported(
          "using offset and origin in a time_bucket function at the same time is not supported");
    }
    var types = new ArrayList<String>();
    call.function()
        .argumentTypes()
        .forEach(each -> types.add(TypeNames.format(each, Typmods.NONE)));
    return new BucketFunction(
        "public.time_bucket(" + String.join(",", types) + ")",
        widthText(),
        textOf("origin"),
        textOf("offset"),
        textOf("timezone"),
        isFixed());
  }

  private @Nullable String textOf(String argument) {
    int index = call.function().argumentNames().indexOf(argument);
    if (index < 0) {
      return null;
    }
    if (!(call.arguments().get(index) instanceof Expr.Constant)) {
      throw OrreryException.of(
          SqlState.FEATURE_NOT_SUPPORTED,
          "only immutable expressions allowed in time bucket function");
    }
    Expr.Constant constant = constant(argument);
    return constant == null ? null : text(constant);
  }

  private static String text(Expr.Constant constant) {
    Vector value = Vector.allocate(constant.type().kind(), 1);
    value.set(0, constant.value());
    var sink = new ByteSink(32);
    constant.type().codec().formatText(value, 0, FormatSettings.DEFAULT, sink);
    return sink.toString();
  }
}
