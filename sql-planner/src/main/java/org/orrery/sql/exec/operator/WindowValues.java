package org.orrery.sql.exec.operator;

import java.util.List;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.WindowCall;
import org.orrery.sql.function.WindowFunction;

/** The window functions that give a value of another row of the partition or frame. */
final class WindowValues implements WindowEvaluator {

  private static final int NO_ROW = -1;

  private final WindowFunction function;
  private final List<Integer> arguments;
  private final FrameBounds frame;

  WindowValues(WindowFunction function, WindowCall call, FrameBounds frame) {
    this.function = function;
    this.arguments = call.arguments();
    this.frame = frame;
  }

  @Override
  public void evaluate(WindowRows rows, int partition, WindowColumn target) {
    for (int row = rows.partitionStart(partition); row < rows.partitionEnd(partition); row++) {
      Vector vector = target.of(row);
      int position = RowStore.positionOf(row);
      switch (function) {
        case LAG -> shifted(rows, partition, row, -1, vector, position);
        case LEAD -> shifted(rows, partition, row, 1, vector, position);
        default -> {
          int source = inFrame(rows, partition, row);
          if (source == NO_ROW) {
            vector.setNull(position);
          } else {
            rows.copy(arguments.getFirst(), source, vector, position);
          }
        }
      }
    }
  }

  private void shifted(
      WindowRows rows, int partition, int row, int direction, Vector target, int position) {
    long distance = 1;
    if (arguments.size() > 1) {
      Vector distances = rows.store().columnOf(row, arguments.get(1));
      if (distances.isNull(position)) {
        target.setNull(position);
        return;
      }
      distance = ((LongVector) distances).getLong(position);
    }
    long source = row + direction * distance;
    if (source >= rows.partitionStart(partition) && source < rows.partitionEnd(partition)) {
      rows.copy(arguments.getFirst(), (int) source, target, position);
    } else if (arguments.size() > 2) {
      rows.copy(arguments.get(2), row, target, position);
    } else {
      target.setNull(position);
    }
  }

  private int inFrame(WindowRows rows, int partition, int row) {
    int start = frame.start(rows, partition, row);
    int end = frame.end(rows, partition, row);
    long source =
        switch (function) {
          case FIRST_VALUE -> start;
          case LAST_VALUE -> end - 1L;
          case NTH_VALUE -> nth(rows, row, start);
          default -> throw Invariant.broken(function + " is not of a frame");
        };
    return source >= start && source < end ? (int) source : NO_ROW;
  }

  private long nth(WindowRows rows, int row, int start) {
    Vector numbers = rows.store().columnOf(row, arguments.get(1));
    int position = RowStore.positionOf(row);
    if (numbers.isNull(position)) {
      return NO_ROW;
    }
    long number = ((LongVector) numbers).getLong(position);
    if (number <= 0) {
      throw OrreryException.of(
          SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE_FUNCTION,
          "argument of nth_value must be greater than zero");
    }
    return start + number - 1;
  }
}
