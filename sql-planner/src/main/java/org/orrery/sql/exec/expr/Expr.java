package org.orrery.sql.exec.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.function.FunctionDef;

/** An expression over an input row. Boolean forms follow SQL's three-valued logic. */
public sealed interface Expr {

  /** Type of the value. */
  SqlType type();

  /** Column {@code index} of the input. */
  record Input(int index, SqlType type) implements Expr {}

  /** A value as of {@link org.orrery.data.Vector#get}. */
  record Constant(@Nullable Object value, SqlType type) implements Expr {}

  /** The statement's parameter {@code $index+1}. */
  record Parameter(int index, SqlType type) implements Expr {}

  /**
   * A column of the row that an enclosing {@link PhysicalPlan.NestedLoop} or subquery binds.
   *
   * @param correlation number of the binding, unique in the plan
   * @param index column of the bound row
   */
  record Outer(int correlation, int index, SqlType type) implements Expr {}

  /** A call of a scalar function, or of the function behind an operator or cast. */
  record Call(FunctionDef function, List<Expr> arguments, SqlType type) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** Conversion through the text form, applying {@code typmod} (-1 for none). */
  record TextCast(Expr operand, SqlType type, int typmod) implements Expr {}

  /** The same value seen as another type of the same physical kind. */
  record Relabel(Expr operand, SqlType type) implements Expr {}

  /** AND of at least two. Later operands are not evaluated for rows already false. */
  record And(List<Expr> operands) implements Expr {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** OR of at least two. Later operands are not evaluated for rows already true. */
  record Or(List<Expr> operands) implements Expr {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** NOT. */
  record Not(Expr operand) implements Expr {
    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** IS NULL, or IS NOT NULL when {@code isNegated}. */
  record IsNull(Expr operand, boolean isNegated) implements Expr {
    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** IS TRUE or IS FALSE (by {@code value}), or their negations. */
  record IsBoolean(Expr operand, boolean value, boolean isNegated) implements Expr {
    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /**
   * IS DISTINCT FROM, or IS NOT DISTINCT FROM when {@code isNegated}.
   *
   * @param equality the function of {@code =} on these types
   */
  record IsDistinct(Expr left, Expr right, FunctionDef equality, boolean isNegated)
      implements Expr {
    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** Searched CASE. Only the branch taken is evaluated for a row. */
  record Case(List<When> whens, Expr otherwise, SqlType type) implements Expr {
    public Case {
      whens = List.copyOf(whens);
    }

    /** A branch. */
    public record When(Expr condition, Expr result) {}
  }

  /** The first operand that is not NULL; later ones are evaluated only where needed. */
  record Coalesce(List<Expr> operands, SqlType type) implements Expr {
    public Coalesce {
      operands = List.copyOf(operands);
    }
  }

  /**
   * {@code operand = ANY (constants)}, from IN lists and constant arrays; NOT is around it.
   *
   * @param values distinct constants of the operand's type, not NULL
   * @param hasNull whether NULL was among them
   */
  record In(Expr operand, List<Object> values, boolean hasNull, FunctionDef equality)
      implements Expr {
    public In {
      values = List.copyOf(values);
    }

    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** {@code operand op ANY (array)} or {@code op ALL (array)}. */
  record Quantified(Expr operand, Expr array, FunctionDef operator, boolean isAll) implements Expr {
    @Override
    public SqlType type() {
      return BuiltinTypes.BOOL;
    }
  }

  /** ARRAY[…]; elements are of the element type, or arrays when {@code isNested}. */
  record ArrayOf(List<Expr> elements, boolean isNested, SqlType type) implements Expr {
    public ArrayOf {
      elements = List.copyOf(elements);
    }
  }

  /** {@code array[i][j]…}; NULL when out of bounds. */
  record Subscript(Expr array, List<Expr> indexes, SqlType type) implements Expr {
    public Subscript {
      indexes = List.copyOf(indexes);
    }
  }

  /** ROW(…), as a record value; {@code names} of the fields, or none. */
  record RowOf(List<Expr> fields, List<String> names, SqlType type) implements Expr {
    public RowOf {
      names = List.copyOf(names);
      fields = List.copyOf(fields);
    }
  }

  /**
   * A subquery run for each row (or once, when it binds nothing).
   *
   * @param kind what becomes of its rows
   * @param plan the subquery
   * @param correlation number under which {@link Outer} finds the captured values in the plan; -1
   *     when it captures none
   * @param captures expressions over the input row whose values the plan reads as columns of the
   *     bound row
   * @param operand left side of a quantified comparison; null for other kinds
   * @param operator comparison function of ANY and ALL; null for other kinds
   */
  record Subquery(
      Kind kind,
      PhysicalPlan plan,
      int correlation,
      List<Expr> captures,
      @Nullable Expr operand,
      @Nullable FunctionDef operator,
      SqlType type)
      implements Expr {

    public Subquery {
      captures = List.copyOf(captures);
    }

    /** What becomes of a subquery's rows. */
    public enum Kind {
      /** The one value; NULL for no row, {@code 21000} for more than one. */
      SCALAR,
      /** Whether there is a row. */
      EXISTS,
      /** {@code operand op ANY (rows)}. */
      ANY,
      /** {@code operand op ALL (rows)}. */
      ALL,
      /** All values as an array. */
      ARRAY
    }
  }
}
