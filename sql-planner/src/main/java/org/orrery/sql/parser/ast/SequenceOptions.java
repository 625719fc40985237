package org.orrery.sql.parser.ast;

import org.jspecify.annotations.Nullable;

/**
 * The clauses of CREATE and ALTER SEQUENCE and of identity columns; null means not written. Numbers
 * are text because they may pass int8 (22003 is the binder's).
 *
 * @param noMinValue NO MINVALUE
 * @param restart RESTART, with {@code restartWith} when a value follows
 * @param ownedBy OWNED BY table.column; {@code none} alone for NONE
 * @param sequenceName SEQUENCE NAME, which pg_dump writes for identity columns
 */
public record SequenceOptions(
    @Nullable TypeName dataType,
    @Nullable String increment,
    @Nullable String minValue,
    boolean noMinValue,
    @Nullable String maxValue,
    boolean noMaxValue,
    @Nullable String start,
    @Nullable String cache,
    @Nullable Boolean cycle,
    boolean restart,
    @Nullable String restartWith,
    @Nullable QualifiedName ownedBy,
    @Nullable QualifiedName sequenceName) {

  /** No clause at all. */
  public static final SequenceOptions NONE =
      new SequenceOptions(
          null, null, null, false, null, false, null, null, null, false, null, null, null);
}
