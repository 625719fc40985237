package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.plan.PgOperator;
import org.orrery.sql.plan.PgRelType;
import org.orrery.sql.plan.Rels;
import org.orrery.sql.plan.Rels.FillGaps.Role;

/**
 * Gap filling: a grouped query by {@code time_bucket_gapfill} gets a filling node on its groups,
 * below which the key is a {@code time_bucket}. Columns that are {@code locf} or {@code
 * interpolate} calls are made by that node; all others are computed above it.
 */
final class GapFillBinder {

  private static final String BUCKET = "time_bucket_gapfill";
  private static final String LOCF = "locf";
  private static final String INTERPOLATE = "interpolate";

  private final Scope scope;
  private final Analysis analysis;
  private final GroupBinder groups;
  private final int key;
  private final RexNode width;
  private final @Nullable RexNode zone;
  private final RexNode start;
  private final RexNode finish;

  private GapFillBinder(Scope scope, GroupBinder groups, int key, GapFillRange range) {
    this.scope = scope;
    this.analysis = scope.analysis;
    this.groups = groups;
    this.key = key;
    RexCall call = (RexCall) groups.keys().get(key);
    FunctionDef function = function(call);
    this.width = call.getOperands().getFirst();
    int zoneAt = function.argumentNames().indexOf("timezone");
    this.zone = zoneAt < 0 ? null : call.getOperands().get(zoneAt);
    RexNode first = range.start(argument(call, "start"));
    this.start = bucket(first);
    this.finish = range.finish(argument(call, "finish"));
    for (RexNode each : new RexNode[] {width, start, finish}) {
      GapFillRange.requireSimple(each);
    }
    groups.compute(key, bucket(call.getOperands().get(1)));
  }

  private static RexNode argument(RexCall call, String name) {
    return call.getOperands().get(function(call).argumentNames().indexOf(name));
  }

  /** The gap filling of a grouped query, or null when it has none. */
  static @Nullable GapFillBinder find(
      Scope scope, RelNode input, @Nullable RexNode where, GroupBinder groups) {
    int found = -1;
    for (int i = 0; i < groups.keys().size(); i++) {
      RexNode key = groups.keys().get(i);
      int calls = count(key, BUCKET);
      if (calls == 0) {
        continue;
      }
      if (found >= 0 || calls > 1) {
        throw OrreryException.notSupported("multiple time_bucket_gapfill calls not allowed");
      }
      if (!isCall(key, BUCKET)) {
        throw OrreryException.notSupported(
            "time_bucket_gapfill inside of another expression is not supported yet");
      }
      found = i;
    }
    if (found < 0) {
      return null;
    }
    var range = new GapFillRange(scope, (RexCall) groups.keys().get(found), input, where);
    return new GapFillBinder(scope, groups, found, range);
  }

  static FunctionDef function(RexCall call) {
    return ((PgOperator) call.getOperator()).function();
  }

  private static boolean isCall(RexNode rex, String name) {
    return rex instanceof RexCall call
        && call.getOperator() instanceof PgOperator operator
        && operator.function().name().equals(name)
        && operator.function().implementation() instanceof FunctionDef.Implementation.Planned;
  }

  private static int count(RexNode expression, String name) {
    var calls = new int[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitCall(RexCall call) {
            calls[0] += isCall(call, name) ? 1 : 0;
            return super.visitCall(call);
          }
        });
    return calls[0];
  }

  private RexNode bucket(RexNode time) {
    return bucket(scope, width, time, zone);
  }

  private static RexNode bucket(Scope scope, RexNode width, RexNode time, @Nullable RexNode zone) {
    var arguments = new ArrayList<Bound>();
    arguments.add(value(width));
    arguments.add(value(time));
    if (zone != null) {
      arguments.add(value(zone));
    }
    return ExpressionBinder.plain(scope, Clause.SELECT)
        .calls()
        .invoke("time_bucket", arguments, OrreryException.NO_POSITION)
        .rex();
  }

  static Bound.Value value(RexNode rex) {
    SqlType type = PgRelType.typeOf(rex.getType());
    return new Bound.Value(rex, type, -1, OrreryException.NO_POSITION);
  }

  /** An expression of a query without filling. */
  static RexNode plain(Scope scope, RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            if (isCall(call, LOCF) || isCall(call, INTERPOLATE)) {
              return call.getOperands().getFirst().accept(this);
            }
            if (isCall(call, BUCKET)) {
              int zoneAt = function(call).argumentNames().indexOf("timezone");
              return bucket(
                  scope,
                  call.getOperands().getFirst(),
                  call.getOperands().get(1),
                  zoneAt < 0 ? null : call.getOperands().get(zoneAt));
            }
            return super.visitCall(call);
          }
        });
  }

  /**
   * Puts the filling node on the groups.
   *
   * @param targets columns over the groups; those that the node makes become references to it
   */
  RelNode fill(RelNode input, List<Target> targets, Set<CorrelationId> correlations) {
    int groupWidth = input.getRowType().getFieldCount();
    var columns = new ArrayList<RexNode>();
    var roles = new ArrayList<Role>();
    for (int i = 0; i < groupWidth; i++) {
      columns.add(analysis.rex.makeInputRef(input, i));
      Role.Kind kind =
          i == key
              ? Role.Kind.BUCKET
              : i < groups.keys().size() ? Role.Kind.GROUP_KEY : Role.Kind.MISSING;
      roles.add(new Role(kind, null, null, false));
    }
    for (int i = 0; i < targets.size(); i++) {
      if (!(targets.get(i).value() instanceof Bound.Value value)) {
        continue;
      }
      RexNode rex = value.rex();
      checkCalls(rex);
      if (!isCall(rex, LOCF) && !isCall(rex, INTERPOLATE)) {
        continue;
      }
      RexCall call = (RexCall) rex;
      roles.add(role(call));
      RexNode argument = call.getOperands().getFirst();
      targets.set(
          i,
          targets
              .get(i)
              .withValue(
                  new Bound.Value(
                      analysis.rex.makeInputRef(argument.getType(), columns.size()),
                      value.type(),
                      value.typmod(),
                      value.position())));
      columns.add(argument);
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      names.add("$f" + i);
    }
    RelNode project = Relations.project(input, columns, names, correlations);
    return new Rels.FillGaps(project, key, roles, width, zone, start, finish, correlations);
  }

  private static void checkCalls(RexNode rex) {
    int calls = count(rex, LOCF) + count(rex, INTERPOLATE);
    boolean isTop = isCall(rex, LOCF) || isCall(rex, INTERPOLATE);
    if (calls > 1) {
      throw OrreryException.notSupported(
          "multiple interpolate/locf function calls per resultset column not supported");
    }
    if (calls == 1 && !isTop) {
      throw OrreryException.notSupported(
          "%s must be toplevel function call", count(rex, LOCF) > 0 ? LOCF : INTERPOLATE);
    }
  }

  private static Role role(RexCall call) {
    RexNode previous = orNull(call.getOperands().get(1));
    if (isCall(call, INTERPOLATE)) {
      return new Role(Role.Kind.INTERPOLATE, previous, orNull(call.getOperands().get(2)), false);
    }
    RexNode treat = call.getOperands().get(2);
    if (!ComparisonBinder.isConstant(treat)) {
      throw OrreryException.of(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid locf argument: treat_null_as_missing must be a BOOL literal");
    }
    boolean treatsNullAsMissing = Long.valueOf(1).equals(Folding.value(treat));
    return new Role(Role.Kind.LOCF, previous, null, treatsNullAsMissing);
  }

  private static @Nullable RexNode orNull(RexNode argument) {
    return ComparisonBinder.isConstant(argument) && Folding.value(argument) == null
        ? null
        : argument;
  }
}
