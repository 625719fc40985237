package org.orrery.sql.exec.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;

/**
 * Fills missing buckets. The input has one row per group and bucket; the output has for each group
 * every bucket of [start, finish), and input rows outside of that range too, ordered by group, then
 * bucket.
 *
 * @param input grouped rows
 * @param bucketColumn the {@code time_bucket_gapfill} column
 * @param width bucket width, constant during an execution: interval, or integer of the bucket's
 *     type
 * @param timeZone time zone name to bucket in; null for UTC or the type's own
 * @param start the first bucket
 * @param finish instant to fill up to, exclusive
 * @param columns the role of each input column, in order
 */
public record GapFill(
    PhysicalPlan input,
    int bucketColumn,
    Expr width,
    @Nullable Expr timeZone,
    Expr start,
    Expr finish,
    List<Role> columns)
    implements PhysicalPlan {

  public GapFill {
    columns = List.copyOf(columns);
  }

  @Override
  public List<SqlType> types() {
    return input.types();
  }

  /** What a column holds in a made-up row. */
  public sealed interface Role {

    /** The bucket. */
    record Bucket() implements Role {}

    /** A group's key: the group's value. */
    record GroupKey() implements Role {}

    /** NULL. */
    record Missing() implements Role {}

    /**
     * Last observation carried forward.
     *
     * @param previous value before the first, over the group's first row; null for none
     * @param treatsNullAsMissing whether NULLs of real rows are filled too
     */
    record Locf(@Nullable Expr previous, boolean treatsNullAsMissing) implements Role {}

    /**
     * Linear interpolation between neighbours.
     *
     * @param previous (time, value) record before the range; null for none
     * @param next (time, value) record after the range; null for none
     */
    record Interpolate(@Nullable Expr previous, @Nullable Expr next) implements Role {}
  }
}
