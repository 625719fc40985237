package org.orrery.sql.plan;

import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Volatility;

/**
 * A resolved function, or the function behind a resolved operator or cast, in a Rex call.
 * Comparison operators carry Calcite's kind, so that its rules recognise equalities and ranges.
 */
public final class PgOperator extends SqlFunction {

  private final FunctionDef function;
  private final RelDataType resultType;

  /**
   * An operator for calls of {@code function}.
   *
   * @param kind EQUALS, LESS_THAN and so on for comparison operators, else OTHER_FUNCTION
   * @param resultType the call's type, polymorphic results resolved
   */
  public PgOperator(FunctionDef function, SqlKind kind, RelDataType resultType) {
    super(
        function.name(),
        kind,
        ReturnTypes.explicit(resultType),
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.function = function;
    this.resultType = resultType;
  }

  /** The function. */
  public FunctionDef function() {
    return function;
  }

  /** The call's type. */
  public RelDataType resultType() {
    return resultType;
  }

  /**
   * The operator with its operands exchanged; null for what is no comparison. Calcite asks for it
   * only to compare calls, where {@code a > b} and {@code b < a} may count as one; it must not be
   * evaluated.
   */
  @Override
  public @Nullable SqlOperator reverse() {
    return switch (kind) {
      case EQUALS, NOT_EQUALS -> this;
      default ->
          kind.reverse() == kind ? null : new PgOperator(function, kind.reverse(), resultType);
    };
  }

  @Override
  public boolean isDeterministic() {
    return function.volatility() != Volatility.VOLATILE;
  }

  @Override
  public boolean isDynamicFunction() {
    return function.volatility() != Volatility.IMMUTABLE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PgOperator operator
        && operator.function.oid() == function.oid()
        && operator.kind == kind
        && operator.resultType.equals(resultType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(function.oid(), resultType);
  }
}
