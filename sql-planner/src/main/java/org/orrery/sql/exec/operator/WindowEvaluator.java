package org.orrery.sql.exec.operator;

/** Computes one window call. */
@FunctionalInterface
interface WindowEvaluator {

  /** Writes the results of a partition's rows. */
  void evaluate(WindowRows rows, int partition, WindowColumn target);
}
