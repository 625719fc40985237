package org.orrery.sql.function;

/**
 * PostgreSQL's window functions that are not aggregates. The executor knows them by name: unlike
 * aggregates they see a whole partition, not a row at a time.
 */
public enum WindowFunction {
  ROW_NUMBER,
  RANK,
  DENSE_RANK,
  PERCENT_RANK,
  CUME_DIST,
  NTILE,
  LAG,
  LEAD,
  FIRST_VALUE,
  LAST_VALUE,
  NTH_VALUE;

  static void bindAll(Bindings bindings) {
    ROW_NUMBER.bind(bindings, "row_number()");
    RANK.bind(bindings, "rank()");
    DENSE_RANK.bind(bindings, "dense_rank()");
    PERCENT_RANK.bind(bindings, "percent_rank()");
    CUME_DIST.bind(bindings, "cume_dist()");
    NTILE.bind(bindings, "ntile(int4)");
    LAG.bind(bindings, "lag(anyelement)");
    LAG.bind(bindings, "lag(anyelement,int4)");
    LAG.bind(bindings, "lag(anycompatible,int4,anycompatible)");
    LEAD.bind(bindings, "lead(anyelement)");
    LEAD.bind(bindings, "lead(anyelement,int4)");
    LEAD.bind(bindings, "lead(anycompatible,int4,anycompatible)");
    FIRST_VALUE.bind(bindings, "first_value(anyelement)");
    LAST_VALUE.bind(bindings, "last_value(anyelement)");
    NTH_VALUE.bind(bindings, "nth_value(anyelement,int4)");
  }

  private void bind(Bindings bindings, String signature) {
    bindings.bind(signature, new FunctionDef.Implementation.Window(this));
  }
}
