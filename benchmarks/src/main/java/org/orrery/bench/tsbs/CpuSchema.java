package org.orrery.bench.tsbs;

import java.util.ArrayList;
import java.util.List;
import org.orrery.bench.target.Dialect;

/** The tables, as the suite makes them for TimescaleDB, in each dialect. */
public final class CpuSchema {

  static final String CPU = "cpu";
  static final String TAGS = "tags";

  private CpuSchema() {}

  /** What makes the tables. */
  public static List<String> statements(Dialect dialect) {
    String text = dialect == Dialect.QUESTDB ? "symbol" : "text";
    String number = dialect == Dialect.QUESTDB ? "double" : "float8";
    String metrics = ", " + String.join(" " + number + ", ", CpuData.METRICS) + " " + number;
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE tags (id int, hostname "
            + text
            + ", "
            + String.join(" " + text + ", ", CpuData.TAGS)
            + " "
            + text
            + ")");
    String time = dialect == Dialect.QUESTDB ? "timestamp" : "timestamptz NOT NULL";
    String create =
        "CREATE TABLE cpu (time " + time + ", tags_id int, hostname " + text + metrics + ")";
    switch (dialect) {
      case QUESTDB -> statements.add(create + " TIMESTAMP(time) PARTITION BY DAY BYPASS WAL");
      case DUCKDB -> statements.add(create);
      case POSTGRES -> {
        statements.add(create);
        statements.add("CREATE INDEX ON cpu (hostname, time DESC)");
        statements.add("CREATE INDEX ON cpu (time DESC)");
      }
      case TIMESCALE -> {
        statements.add(create);
        statements.add(
            "SELECT create_hypertable('cpu', 'time', chunk_time_interval => interval '12 hours',"
                + " create_default_indexes => false)");
        statements.add("CREATE INDEX ON cpu (hostname, time DESC)");
        statements.add("CREATE INDEX ON cpu (time DESC)");
      }
    }
    return statements;
  }
}
