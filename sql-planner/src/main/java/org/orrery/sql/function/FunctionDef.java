package org.orrery.sql.function;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;

/**
 * A function, procedure or aggregate as {@code pg_proc} shows it, and its implementation.
 *
 * @param oid PostgreSQL's OID; Orrery's own are below 16384 and unused by PostgreSQL 15
 * @param schema {@code pg_catalog}, or the schema an extension's functions live in
 * @param name its name
 * @param argumentTypes input types, which may be polymorphic pseudo-types; a variadic function's
 *     last one is the array type
 * @param argumentNames names of the inputs, for named notation; an empty string where there is none
 * @param defaults values of the last {@code defaults.size()} inputs when left out, as SQL
 *     expressions such as {@code NULL::interval} or {@code true}
 * @param isVariadic whether the last input takes any number of element values
 * @param returnType its result, maybe polymorphic; the element for a set
 * @param outputs OUT columns; a single one only names the plain result, none is a plain result too
 * @param isStrict whether a NULL argument makes the result NULL without a call
 * @param volatility when two calls may differ
 * @param isLeakproof whether it can never raise an error or show its arguments
 * @param implementation what runs
 */
public record FunctionDef(
    int oid,
    String schema,
    String name,
    List<SqlType> argumentTypes,
    List<String> argumentNames,
    List<String> defaults,
    boolean isVariadic,
    SqlType returnType,
    List<OutputColumn> outputs,
    boolean isStrict,
    Volatility volatility,
    boolean isLeakproof,
    Implementation implementation) {

  public FunctionDef {
    argumentTypes = List.copyOf(argumentTypes);
    argumentNames = List.copyOf(argumentNames);
    defaults = List.copyOf(defaults);
    outputs = List.copyOf(outputs);
  }

  /** When two calls with the same arguments may give different results. */
  public enum Volatility {
    IMMUTABLE('i'),
    STABLE('s'),
    VOLATILE('v');

    private final char code;

    Volatility(char code) {
      this.code = code;
    }

    /** The letter in {@code pg_proc}. */
    public char code() {
      return code;
    }
  }

  /** An OUT column. */
  public record OutputColumn(String name, SqlType type) {}

  /** What runs when the function is called. */
  public sealed interface Implementation {

    /** One value per row. */
    record Scalar(ScalarKernel kernel) implements Implementation {}

    /** As {@link Scalar}, for CALL alone; the value is of no use. */
    record Procedure(ScalarKernel kernel) implements Implementation {}

    /** Any number of rows per call; usable in FROM and in a select list. */
    record SetReturning(SetFunction function) implements Implementation {}

    /** Many rows to one value. */
    record Aggregate(AggregateFunction function) implements Implementation {}

    /** A window function that is not an aggregate. */
    record Window(WindowFunction function) implements Implementation {}

    /**
     * Replaced by the binder or planner, which know the function by its OID or name (gapfill's
     * markers, for example); calling it elsewhere gives {@code message} as {@code 0A000}.
     */
    record Planned(String message) implements Implementation {}
  }

  /** {@code pg_proc.prokind}. */
  public char kind() {
    return switch (implementation) {
      case Implementation.Aggregate _ -> 'a';
      case Implementation.Window _ -> 'w';
      case Implementation.Procedure _ -> 'p';
      case Implementation.Scalar _, Implementation.SetReturning _, Implementation.Planned _ -> 'f';
    };
  }

  /** Whether it returns a set. */
  public boolean returnsSet() {
    return implementation instanceof Implementation.SetReturning;
  }

  /** Number of inputs that must be given. */
  public int requiredArguments() {
    return argumentTypes.size() - defaults.size() - (isVariadic ? 1 : 0);
  }

  /** Whether a row of the result has several columns. */
  public boolean isComposite() {
    return outputs.size() > 1;
  }

  /** The element type of a variadic function's last input, else null. */
  public @Nullable SqlType variadicElement() {
    return isVariadic ? argumentTypes.getLast().element() : null;
  }
}
