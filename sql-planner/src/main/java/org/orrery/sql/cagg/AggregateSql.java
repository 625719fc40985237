package org.orrery.sql.cagg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.orrery.base.error.Invariant;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.data.type.Typmods;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.command.StoredQueries;
import org.orrery.sql.parser.Deparser;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QueryBody;

/** The texts of the queries around a continuous aggregate. */
final class AggregateSql {

  /** Where hypertables of aggregates and their helping views are. */
  static final String SCHEMA = "_timescaledb_internal";

  private static final String FUNCTIONS = "_timescaledb_functions.";

  private AggregateSql() {}

  /** A hypertable of an aggregate by name. */
  static String tableName(int id) {
    return "_materialized_hypertable_" + id;
  }

  private static String qualified(String table) {
    return Deparser.qualifiedName(List.of(SCHEMA, table));
  }

  /** The watermark as a value of the time column. */
  static String watermark(int id, SqlType time) {
    String mark = FUNCTIONS + "cagg_watermark(" + id + ")";
    if (time == BuiltinTypes.TIMESTAMPTZ) {
      return "COALESCE("
          + FUNCTIONS
          + "to_timestamp("
          + mark
          + "), '-infinity'::timestamp with time zone)";
    }
    if (time == BuiltinTypes.TIMESTAMP) {
      return "COALESCE("
          + FUNCTIONS
          + "to_timestamp_without_timezone("
          + mark
          + "), '-infinity'::timestamp without time zone)";
    }
    if (time == BuiltinTypes.DATE) {
      return "COALESCE(" + FUNCTIONS + "to_date(" + mark + "), '-infinity'::date)";
    }
    String type = TypeNames.format(time, Typmods.NONE);
    return "COALESCE((" + mark + ")::" + type + ", '" + least(time) + "'::" + type + ")";
  }

  /** The watermark before there is any row. */
  static long least(SqlType time) {
    if (time == BuiltinTypes.INT2) {
      return Short.MIN_VALUE;
    }
    return time == BuiltinTypes.INT4 ? Integer.MIN_VALUE : InternalTime.MIN;
  }

  /**
   * The query of the view that users read.
   *
   * @param columns names of the table's columns that it shows
   * @param bucket name of the column that says which bucket
   */
  static String view(
      AggregateQuery query,
      TableEntry table,
      int id,
      List<String> columns,
      String bucket,
      boolean isMaterializedOnly) {
    String name = Deparser.identifier(table.name());
    String kept =
        " SELECT "
            + columns.stream()
                .map(each -> name + "." + Deparser.identifier(each))
                .collect(Collectors.joining(",\n    "))
            + "\n   FROM "
            + qualified(table.name());
    if (isMaterializedOnly) {
      return kept.strip();
    }
    SqlType time = query.timeColumn().type();
    String mark = watermark(id, time);
    Expression value = expression(mark);
    String live =
        Deparser.query(query.over(false, null, List.of(new AggregateQuery.Condition(">=", value))));
    return kept.strip()
        + "\n  WHERE "
        + name
        + "."
        + Deparser.identifier(bucket)
        + " < "
        + mark
        + "\nUNION ALL\n "
        + live.strip();
  }

  private static Expression expression(String sql) {
    if (StoredQueries.parse("SELECT " + sql).body() instanceof QueryBody.Select select) {
      return select.targets().getFirst().expression();
    }
    throw Invariant.broken("not an expression: " + sql);
  }

  /** The rows to keep, with the bucket even if the query does not show it. */
  static String partial(AggregateQuery query, String bucket) {
    return Deparser.query(query.over(true, bucket, List.of())).strip();
  }

  /** Deletes the kept rows of a range; its limits are parameters where it has them. */
  static String delete(TableEntry table, String bucket, Window range) {
    return "DELETE FROM " + qualified(table.name()) + where(Deparser.identifier(bucket), range);
  }

  private static String where(String column, Window range) {
    var conditions = new ArrayList<String>();
    if (range.hasStart()) {
      conditions.add(column + " >= $1");
    }
    if (range.hasEnd()) {
      conditions.add(column + " < $2");
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** Computes the rows of a range and keeps them. */
  static String insert(AggregateQuery query, TableEntry table, String bucket, Window range) {
    var conditions = new ArrayList<AggregateQuery.Condition>();
    if (range.hasStart()) {
      conditions.add(new AggregateQuery.Condition(">=", expression("$1")));
    }
    if (range.hasEnd()) {
      conditions.add(new AggregateQuery.Condition("<", expression("$2")));
    }
    String columns =
        table.columns().stream()
            .map(ColumnEntry::name)
            .map(Deparser::identifier)
            .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + qualified(table.name())
        + " ("
        + columns
        + ") "
        + Deparser.query(query.over(true, bucket, conditions));
  }

  /** The last bucket that has rows. */
  static String lastBucket(TableEntry table, String bucket) {
    return "SELECT max(" + Deparser.identifier(bucket) + ") FROM " + qualified(table.name());
  }

  /** The last time that a source has rows of. */
  static String lastTime(String schema, TableEntry source) {
    return "SELECT max("
        + Deparser.identifier(Tracking.timeColumn(source).name())
        + ") FROM "
        + Deparser.qualifiedName(List.of(schema, source.name()));
  }
}
