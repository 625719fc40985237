package org.orrery.sql.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.FunctionDef;

/**
 * The operator of a Rex call that is not a function: constants, conversions and SQL's special
 * syntax. Operands are the call's; what is fixed is in {@link #form()}.
 */
public final class PgForm extends SqlFunction {

  /** What a call with a {@link PgForm} means; each lowers to the executor's form of its name. */
  public sealed interface Form {}

  /** A constant as of {@link org.orrery.data.Vector#get}, of the call's type; no operands. */
  public record Constant(@Nullable Object value) implements Form {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Constant(var that)
          && (value instanceof byte[] bytes
              ? that instanceof byte[] thatBytes && Arrays.equals(bytes, thatBytes)
              : Objects.equals(value, that) && isSameScale(value, that));
    }

    /** Numerics compare by value; 1.0 and 1.00 are still different constants. */
    private static boolean isSameScale(@Nullable Object a, @Nullable Object b) {
      return !(a instanceof org.orrery.data.Numeric) || a.toString().equals(String.valueOf(b));
    }

    @Override
    public int hashCode() {
      return value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
    }

    @Override
    public String toString() {
      return value instanceof byte[] bytes
          ? "'" + new String(bytes, java.nio.charset.StandardCharsets.UTF_8) + "'"
          : String.valueOf(value);
    }
  }

  /** Conversion of the one operand through text. */
  public record TextCast(int typmod) implements Form {}

  /** The one operand seen as the call's type. */
  public record Relabel() implements Form {}

  /** IS [NOT] DISTINCT FROM of two operands. */
  public record IsDistinct(FunctionDef equality, boolean isNegated) implements Form {
    @Override
    public String toString() {
      return (isNegated ? "IsNotDistinct:" : "IsDistinct:") + equality.name();
    }
  }

  /** The first operand = ANY of the others, all constants. */
  public record In(FunctionDef equality) implements Form {
    @Override
    public String toString() {
      return "In:" + equality.name();
    }
  }

  /** First operand, operator, ANY or ALL of the second, an array. */
  public record Quantified(FunctionDef operator, boolean isAll) implements Form {
    @Override
    public String toString() {
      return (isAll ? "All:" : "Any:") + operator.name();
    }
  }

  /** ARRAY[operands]. */
  public record ArrayOf(boolean isNested) implements Form {}

  /** First operand, an array, subscripted by the others. */
  public record Subscript() implements Form {}

  /** ROW(operands), whose fields have names or not. */
  public record RowOf(List<String> names) implements Form {}

  /**
   * A subquery whose captured values are the call's operands, after the left side of a quantified
   * comparison if there is one. Made of {@code RexSubQuery} before any rewriting, so that rules see
   * (and shift) what it reads of its row.
   *
   * @param kind what becomes of its rows
   * @param plan its query, where {@link Outer} reads the captured values
   * @param correlation the number in those
   * @param operator comparison of ANY and ALL; null for other kinds
   */
  public record Subquery(
      Expr.Subquery.Kind kind, RelNode plan, int correlation, @Nullable FunctionDef operator)
      implements Form {

    /** Whether the first operand is the left side of a comparison. */
    public boolean hasOperand() {
      return operator != null;
    }

    @Override
    public String toString() {
      return kind + "#" + correlation;
    }
  }

  /** Captured value {@code index} of the subquery of that number; no operands. */
  public record Outer(int correlation, int index) implements Form {}

  private final Form form;
  private final RelDataType resultType;

  /** An operator for calls of a form with a type. */
  public PgForm(Form form, RelDataType resultType) {
    super(
        new SqlIdentifier(List.of(form.toString()), SqlParserPos.ZERO),
        ReturnTypes.explicit(resultType),
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.form = form;
    this.resultType = resultType;
  }

  /** What a call means. */
  public Form form() {
    return form;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PgForm that
        && form.equals(that.form)
        && resultType.equals(that.resultType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(form, resultType);
  }
}
