package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as written. SQL's spellings are already PostgreSQL's names: {@code integer} is {@code
 * pg_catalog.int4}, {@code double precision} is {@code pg_catalog.float8}, {@code char(3)} is
 * {@code pg_catalog.bpchar} with modifier 3.
 *
 * @param modifiers the expressions in parentheses; for intervals only the precision
 * @param arrayBounds one entry a dimension, -1 where no size is written; empty for no array
 * @param intervalFields the qualifier of an interval such as {@code day to second}
 * @param percentType {@code table.column%TYPE}
 */
public record TypeName(
    List<String> names,
    List<Expression> modifiers,
    List<Integer> arrayBounds,
    boolean setOf,
    @Nullable IntervalFields intervalFields,
    boolean percentType,
    int position)
    implements AstNode {

  /** The last part of the name. */
  public String name() {
    return names.getLast();
  }

  /** A system type {@code pg_catalog.name} without modifiers. */
  public static TypeName system(String name, int position) {
    return new TypeName(
        List.of("pg_catalog", name), List.of(), List.of(), false, null, false, position);
  }

  /** The fields an interval is restricted to. */
  public enum IntervalFields {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    YEAR_TO_MONTH,
    DAY_TO_HOUR,
    DAY_TO_MINUTE,
    DAY_TO_SECOND,
    HOUR_TO_MINUTE,
    HOUR_TO_SECOND,
    MINUTE_TO_SECOND;

    /** As SQL writes it: {@code day to second}. */
    public String sql() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }
}
