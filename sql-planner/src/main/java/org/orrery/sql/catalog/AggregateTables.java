package org.orrery.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;

/**
 * The tables of {@code _timescaledb_catalog} that keep what changes with rows and not with the
 * catalog. They are tables like others, so that what they say commits with the rows it is about.
 */
public final class AggregateTables {

  /** What writers have changed below thresholds: hypertable, first and last time. */
  public static final int HYPERTABLE_LOG = 14_110;

  /** Up to where writers say what they change: hypertable, time. */
  public static final int THRESHOLD = 14_111;

  /** What is to be computed anew: an aggregate's hypertable, first and last time. */
  public static final int MATERIALIZATION_LOG = 14_113;

  /** Up to where an aggregate's rows are kept: its hypertable, time. */
  public static final int WATERMARK = 14_115;

  static final List<TableEntry> ALL =
      List.of(
          table(
              HYPERTABLE_LOG,
              "continuous_aggs_hypertable_invalidation_log",
              "hypertable_id",
              "lowest_modified_value",
              "greatest_modified_value"),
          table(THRESHOLD, "continuous_aggs_invalidation_threshold", "hypertable_id", "watermark"),
          table(
              MATERIALIZATION_LOG,
              "continuous_aggs_materialization_invalidation_log",
              "materialization_id",
              "lowest_modified_value",
              "greatest_modified_value"),
          table(WATERMARK, "continuous_aggs_watermark", "mat_hypertable_id", "watermark"));

  private AggregateTables() {}

  /** Its rows are where its OID says: user tables get greater numbers. */
  private static TableEntry table(int oid, String name, String id, String... times) {
    var columns = new ArrayList<ColumnEntry>();
    columns.add(column(1, id, BuiltinTypes.INT4));
    for (String time : times) {
      columns.add(column(columns.size() + 1, time, BuiltinTypes.INT8));
    }
    return new TableEntry(
        oid,
        SystemSchemas.TIMESCALEDB_CATALOG,
        name,
        SystemSchemas.POSTGRES_ROLE,
        oid,
        1,
        columns,
        columns.size(),
        List.of(),
        null);
  }

  private static ColumnEntry column(int number, String name, SqlType type) {
    return new ColumnEntry(number, name, type, -1, true, null, null);
  }
}
