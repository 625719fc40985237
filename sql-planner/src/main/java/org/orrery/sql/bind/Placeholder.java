package org.orrery.sql.bind;

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

  private final int position;

  Placeholder(int index, RelDataType type, int position) {
    super(type, index);
    this.position = position;
  }

  int position() {
    return position;
  }

  boolean isAggregate() {
    return getIndex() >= AGGREGATES;
  }

  /** The first one of a kind inside an expression, or null. */
  static @Nullable Placeholder findIn(RexNode expression, boolean isAggregate) {
    var found = new Placeholder[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitDynamicParam(RexDynamicParam reference) {
            if (reference instanceof Placeholder placeholder
                && placeholder.isAggregate() == isAggregate
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
