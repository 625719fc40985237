package org.orrery.sql.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.sql.function.FunctionDef.Implementation;

/**
 * Collects implementations while the registry is built. A signature is a {@code pg_proc} row's name
 * and input types by {@code pg_type.typname}: {@code int4pl(int4,int4)}.
 */
public final class Bindings {

  private final Map<String, Implementation> bySignature = new HashMap<>();
  private final List<FunctionDef> own = new ArrayList<>();

  /** Binds a kernel to rows of {@code pg_proc}. */
  public void scalar(ScalarKernel kernel, String... signatures) {
    var implementation = new Implementation.Scalar(kernel);
    for (String signature : signatures) {
      bind(signature, implementation);
    }
  }

  /** Binds an aggregate to rows of {@code pg_proc}. */
  public void aggregate(AggregateFunction function, String... signatures) {
    var implementation = new Implementation.Aggregate(function);
    for (String signature : signatures) {
      bind(signature, implementation);
    }
  }

  /** Binds a set-returning function to rows of {@code pg_proc}. */
  public void set(SetFunction function, String... signatures) {
    var implementation = new Implementation.SetReturning(function);
    for (String signature : signatures) {
      bind(signature, implementation);
    }
  }

  /** Binds any implementation to a row of {@code pg_proc}. */
  public void bind(String signature, Implementation implementation) {
    Invariant.check(
        bySignature.put(signature, implementation) == null, "bound twice: " + signature);
  }

  /** Adds a function that PostgreSQL does not have. */
  public void own(FunctionDef function) {
    own.add(function);
  }

  Map<String, Implementation> bySignature() {
    return bySignature;
  }

  List<FunctionDef> own() {
    return own;
  }
}
