package org.orrery.sql.bind;

import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.parser.ast.SortItem;

/** ASC, DESC, USING and NULLS FIRST of a sort item. */
final class SortDirections {

  private SortDirections() {}

  /** A direction with its place of NULLs. */
  record Direction(boolean isDescending, boolean nullsFirst) {}

  /** The direction for values of a type, which must have an order. */
  static Direction of(OperatorResolver operators, SortItem item, SqlType type, int position) {
    operators.requireOrdering(type, position);
    boolean isDescending = item.direction() == SortItem.Direction.DESC;
    var using = item.using();
    if (using != null) {
      isDescending =
          switch (using.symbol()) {
            case "<" -> false;
            case ">" -> true;
            default ->
                throw OrreryException.of(
                        SqlState.WRONG_OBJECT_TYPE,
                        "operator %s is not a valid ordering operator",
                        using.symbol())
                    .withHint(
                        "Ordering operators must be \"<\" or \">\" members of btree operator"
                            + " families.")
                    .at(item.position());
          };
    }
    boolean nullsFirst =
        switch (item.nulls()) {
          case FIRST -> true;
          case LAST -> false;
          case DEFAULT -> isDescending;
        };
    return new Direction(isDescending, nullsFirst);
  }
}
