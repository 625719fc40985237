package org.orrery.sql.function;

import org.orrery.sql.function.FunctionDef.Implementation;

/** A function that another part of the system adds to the registry. */
public sealed interface FunctionContribution {

  /**
   * The implementation of a {@code pg_proc} row.
   *
   * @param signature the row's name and input types by {@code pg_type.typname}, such as {@code
   *     format_type(oid,int4)}
   * @param implementation what runs
   */
  record OfRow(String signature, Implementation implementation) implements FunctionContribution {}

  /**
   * A function of our own, such as those of the {@code timescaledb} extension. Its OID is from the
   * range that {@code org.orrery.sql.function} describes.
   */
  record Own(FunctionDef function) implements FunctionContribution {}

  /** Binds a scalar kernel to a {@code pg_proc} row. */
  static FunctionContribution scalar(String signature, ScalarKernel kernel) {
    return new OfRow(signature, new Implementation.Scalar(kernel));
  }

  /** Binds a set-returning function to a {@code pg_proc} row. */
  static FunctionContribution set(String signature, SetFunction function) {
    return new OfRow(signature, new Implementation.SetReturning(function));
  }
}
