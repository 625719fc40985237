package org.orrery.sql.plan;

import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.function.FunctionDef;

/** A resolved aggregate in an {@code AggregateCall}. Opaque to Calcite's aggregate rules. */
public final class PgAggregate extends SqlAggFunction {

  private final FunctionDef function;
  private final RelDataType resultType;

  /** An aggregate with its resolved result type. */
  public PgAggregate(FunctionDef function, RelDataType resultType) {
    super(
        function.name(),
        null,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(resultType),
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        Optionality.OPTIONAL);
    this.function = function;
    this.resultType = resultType;
  }

  /** The aggregate. */
  public FunctionDef function() {
    return function;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PgAggregate that
        && that.function.oid() == function.oid()
        && that.resultType.equals(resultType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(function.oid(), resultType);
  }
}
