package org.orrery.sql.bind;

import java.util.ArrayList;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.StatelessContext;
import org.orrery.sql.plan.PgForm;
import org.orrery.sql.plan.PgOperator;
import org.orrery.sql.plan.PgRelType;

/** Computes immutable calls of constants, where the binder needs a constant. */
final class Folding {

  private Folding() {}

  static RexNode fold(Analysis analysis, RexNode expression) {
    if (!(expression instanceof RexCall call)) {
      return expression;
    }
    SqlType type = PgRelType.typeOf(call.getType());
    if (call.getOperator() instanceof PgForm form && form.form() instanceof PgForm.Relabel) {
      RexNode operand = fold(analysis, call.getOperands().getFirst());
      return isConstant(operand) ? analysis.constant(type, value(operand)) : expression;
    }
    if (!(call.getOperator() instanceof PgOperator operator)
        || operator.function().volatility() != FunctionDef.Volatility.IMMUTABLE
        || !(operator.function().implementation()
            instanceof FunctionDef.Implementation.Scalar(var kernel))) {
      return expression;
    }
    var arguments = new ArrayList<Vector>();
    var types = new ArrayList<SqlType>();
    for (RexNode each : call.getOperands()) {
      RexNode operand = fold(analysis, each);
      if (!isConstant(operand)) {
        return expression;
      }
      Object value = value(operand);
      if (value == null && operator.function().isStrict()) {
        return analysis.constant(type, null);
      }
      SqlType argumentType = PgRelType.typeOf(operand.getType());
      types.add(argumentType);
      arguments.add(vector(argumentType, value));
    }
    Vector result = Vector.allocate(type.kind(), 1);
    try {
      kernel
          .forTypes(types, type)
          .evaluate(StatelessContext.INSTANCE, arguments.toArray(Vector[]::new), null, 1, result);
    } catch (OrreryException e) {
      // The error belongs to execution, where CASE may keep it from happening.
      return expression;
    }
    return analysis.constant(type, result.get(0));
  }

  private static boolean isConstant(RexNode rex) {
    return ComparisonBinder.isConstant(rex);
  }

  /** The value of a constant, as of {@link Vector#get}. */
  static @Nullable Object value(RexNode constant) {
    if (constant instanceof RexLiteral literal) {
      return RexLiteral.booleanValue(literal) ? 1L : 0L;
    }
    return constant instanceof RexCall call
            && call.getOperator() instanceof PgForm form
            && form.form() instanceof PgForm.Constant(Object value)
        ? value
        : null;
  }

  private static Vector vector(SqlType type, @Nullable Object value) {
    Vector vector = Vector.allocate(type.kind(), 1);
    vector.set(0, value);
    return vector;
  }
}
