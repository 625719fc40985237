package org.orrery.sql.function.kernel;

import org.orrery.sql.function.Bindings;

/** Binds every scalar function of this package. */
public final class ScalarFunctions {

  private ScalarFunctions() {}

  /** Binds all families. */
  public static void bindAll(Bindings to) {
    Comparisons.bind(to);
    IntegerArithmetic.bind(to);
    FloatArithmetic.bind(to);
    NumericArithmetic.bind(to);
    TimeArithmetic.bind(to);
    Casts.bind(to);
    TextFunctions.bind(to);
    PatternFunctions.bind(to);
    RegexFunctions.bind(to);
    SimilarPatterns.bind(to);
    ByteFunctions.bind(to);
    MathFunctions.bind(to);
    ArrayFunctions.bind(to);
    AnyFunctions.bind(to);
    TimeFunctions.bind(to);
    TimeExtraction.bind(to);
    TimeTruncation.bind(to);
    TimetzFunctions.bind(to);
    Overlaps.bind(to);
    Waiting.bind(to);
  }
}
