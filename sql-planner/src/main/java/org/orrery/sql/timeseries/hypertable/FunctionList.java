package org.orrery.sql.timeseries.hypertable;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.FunctionContribution;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.FunctionDef.Implementation;
import org.orrery.sql.function.FunctionDef.OutputColumn;
import org.orrery.sql.function.FunctionDef.Volatility;
import org.orrery.sql.function.ScalarKernel;
import org.orrery.sql.function.SetFunction;

/**
 * Declares the extension's functions, in schema {@code public} unless said otherwise. OIDs count
 * up, from 15500 unless said otherwise, in the order of declaration.
 */
public final class FunctionList {

  private static final int OID_FIRST = 15_500;

  private final List<FunctionContribution> functions = new ArrayList<>();
  private final String schema;
  private int nextOid;

  FunctionList() {
    this("public", OID_FIRST);
  }

  /** Functions of a schema, whose OIDs count up from {@code firstOid}. */
  public FunctionList(String schema, int firstOid) {
    this.schema = schema;
    this.nextOid = firstOid;
  }

  /**
   * A parameter.
   *
   * @param defaultSql its default; null when it must be given
   */
  public record Parameter(String name, SqlType type, @Nullable String defaultSql) {}

  /** A parameter that must be given. */
  public static Parameter required(String name, SqlType type) {
    return new Parameter(name, type, null);
  }

  /** A parameter that may be left out. */
  public static Parameter optional(String name, SqlType type, String defaultSql) {
    return new Parameter(name, type, defaultSql);
  }

  /** A function whose one value is computed for each row, arguments of which may be NULL. */
  @FunctionalInterface
  public interface RowFunction {
    /** Computes the value. */
    @Nullable Object call(EvaluationContext context, @Nullable Object[] arguments, SqlType[] types);
  }

  /** Declares a function that gives rows of several columns. */
  void table(
      String name, List<Parameter> parameters, List<OutputColumn> outputs, SetFunction function) {
    add(
        name,
        parameters,
        BuiltinTypes.RECORD,
        outputs,
        Volatility.VOLATILE,
        new Implementation.SetReturning(function));
  }

  /** Declares a function that gives a set of plain values. */
  void set(
      String name,
      List<Parameter> parameters,
      SqlType result,
      Volatility volatility,
      SetFunction function) {
    add(name, parameters, result, List.of(), volatility, new Implementation.SetReturning(function));
  }

  /** Declares a plain function. */
  void scalar(
      String name,
      List<Parameter> parameters,
      SqlType result,
      Volatility volatility,
      RowFunction function) {
    add(
        name,
        parameters,
        result,
        List.of(),
        volatility,
        new Implementation.Scalar(new RowKernel(function, List.of())));
  }

  /** Declares a function that a kernel computes. */
  public void kernel(
      String name,
      List<Parameter> parameters,
      SqlType result,
      Volatility volatility,
      ScalarKernel kernel) {
    add(name, parameters, result, List.of(), volatility, new Implementation.Scalar(kernel));
  }

  /** Declares a procedure without results. */
  public void procedure(String name, List<Parameter> parameters, RowFunction function) {
    add(
        name,
        parameters,
        BuiltinTypes.VOID,
        List.of(),
        Volatility.VOLATILE,
        new Implementation.Procedure(new RowKernel(function, List.of())));
  }

  private void add(
      String name,
      List<Parameter> parameters,
      SqlType result,
      List<OutputColumn> outputs,
      Volatility volatility,
      Implementation implementation) {
    var defaults = new ArrayList<String>();
    for (Parameter parameter : parameters) {
      if (parameter.defaultSql() != null) {
        defaults.add(parameter.defaultSql());
      }
    }
    functions.add(
        new FunctionContribution.Own(
            new FunctionDef(
                nextOid++,
                schema,
                name,
                parameters.stream().map(Parameter::type).toList(),
                parameters.stream().map(Parameter::name).toList(),
                defaults,
                false,
                result,
                outputs,
                false,
                volatility,
                false,
                implementation)));
  }

  /** What was declared. */
  public List<FunctionContribution> functions() {
    return List.copyOf(functions);
  }

  private record RowKernel(RowFunction function, List<SqlType> types) implements ScalarKernel {

    @Override
    public ScalarKernel forTypes(List<SqlType> argumentTypes, SqlType resultType) {
      return new RowKernel(function, List.copyOf(argumentTypes));
    }

    @Override
    public void evaluate(
        EvaluationContext context,
        Vector[] arguments,
        int @Nullable [] selection,
        int count,
        Vector result) {
      for (int i = 0; i < count; i++) {
        int row = selection == null ? i : selection[i];
        var values = new @Nullable Object[arguments.length];
        for (int argument = 0; argument < values.length; argument++) {
          values[argument] = arguments[argument].get(row);
        }
        result.set(row, function.call(context, values, types.toArray(SqlType[]::new)));
      }
    }
  }
}
