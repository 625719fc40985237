package org.orrery.sql.function.set;

import org.orrery.sql.function.Bindings;

/** Binds the set-returning functions. */
public final class SetFunctions {

  private SetFunctions() {}

  /** Binds all families. */
  public static void bindAll(Bindings to) {
    Series.bind(to);
    ArraySets.bind(to);
  }
}
