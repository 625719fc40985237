package org.orrery.data;

/** How the values of a SQL type lie in memory and on disk. */
public enum PhysicalKind {
  /**
   * One {@code long}: bool (0, 1), "char", int2, int4, int8, oid and its aliases, date (days since
   * 1970-01-01), time (µs of the day), timestamp and timestamptz (µs since 1970-01-01, {@code
   * Long.MIN_VALUE} and {@code Long.MAX_VALUE} are -infinity and infinity; a date's are {@code
   * Integer.MIN_VALUE} and {@code Integer.MAX_VALUE}).
   */
  LONG,
  /** One {@code double}: float4 (every value is a float's), float8. */
  DOUBLE,
  /** Any number of bytes: text types in UTF-8, bytea, uuid (16), json, jsonb, arrays, records. */
  BYTES,
  /** A decimal number with its display scale. */
  NUMERIC,
  /** Months, days and microseconds. */
  INTERVAL
}
