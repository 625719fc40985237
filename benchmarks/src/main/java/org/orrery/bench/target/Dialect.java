package org.orrery.bench.target;

/** How the targets' SQL differs where the workloads notice. */
public enum Dialect {
  /** Orrery and TimescaleDB. */
  TIMESCALE,
  /** Plain PostgreSQL. */
  POSTGRES,
  DUCKDB,
  QUESTDB;

  /** An expression that cuts column {@code time} to whole minutes. */
  public String minute() {
    return switch (this) {
      case TIMESCALE -> "time_bucket('60 seconds', time)";
      case POSTGRES, DUCKDB -> "date_trunc('minute', time)";
      case QUESTDB -> "timestamp_floor('m', time)";
    };
  }

  /** An expression that cuts column {@code time} to whole hours. */
  public String hour() {
    return switch (this) {
      case TIMESCALE -> "time_bucket('3600 seconds', time)";
      case POSTGRES, DUCKDB -> "date_trunc('hour', time)";
      case QUESTDB -> "timestamp_floor('h', time)";
    };
  }
}
