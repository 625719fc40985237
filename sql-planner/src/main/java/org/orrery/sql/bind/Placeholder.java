package org.orrery.sql.bind;

import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a call that a node below the expression will compute, until that node exists: a
 * parameter with a number no statement has.
 */
final class Placeholder extends RexDynamicParam {

  /** First number of set-returning calls. */
  static final int SETS = 1 << 27;

  /** First number of aggregate calls. */
  static final int AGGREGATES = 1 << 28;

  /** First number of GROUPING calls. */
  static final int GROUPINGS = 1 << 29;

  /** First number of window calls. */
  static final int WINDOWS = 1 << 30;

  private final int position;

  Placeholder(int index, RelDataType type, int position) {
    super(type, index);
    this.position = position;
  }

  int position() {
    return position;
  }

  boolean isAggregate() {
    return getIndex() >= AGGREGATES && !isWindow();
  }

  boolean isWindow() {
    return getIndex() >= WINDOWS;
  }

  boolean isSet() {
    return getIndex() < AGGREGATES;
  }

  /** The first aggregate or set-returning call inside an expression, or null. */
  static @Nullable Placeholder findIn(RexNode expression, boolean isAggregate) {
    return findIn(expression, isAggregate ? Placeholder::isAggregate : Placeholder::isSet);
  }

  /** The first window call inside an expression, or null. */
  static @Nullable Placeholder findWindowIn(RexNode expression) {
    return findIn(expression, Placeholder::isWindow);
  }

  private static @Nullable Placeholder findIn(RexNode expression, Predicate<Placeholder> test) {
    var found = new Placeholder[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitDynamicParam(RexDynamicParam reference) {
            if (reference instanceof Placeholder placeholder
                && test.test(placeholder)
                && found[0] == null) {
              found[0] = placeholder;
            }
            return null;
          }
        });
    return found[0];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
