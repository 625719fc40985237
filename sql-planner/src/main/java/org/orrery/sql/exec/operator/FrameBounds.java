package org.orrery.sql.exec.operator;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.exec.plan.WindowFrame.BoundKind;

/** A frame with its offsets evaluated. */
final class FrameBounds {

  private final boolean isRows;
  private final BoundKind startKind;
  private final BoundKind endKind;
  private final long startOffset;
  private final long endOffset;

  FrameBounds(WindowFrame<Expr> frame, ExpressionCompiler expressions) {
    isRows = frame.isRows();
    startKind = frame.start().kind();
    endKind = frame.end().kind();
    startOffset = offset(frame.start().offset(), "starting", expressions);
    endOffset = offset(frame.end().offset(), "ending", expressions);
  }

  private static long offset(
      @Nullable Expr expression, String side, ExpressionCompiler expressions) {
    if (expression == null) {
      return 0;
    }
    Object value = ExpressionCompiler.evaluateOnce(expressions.compile(expression));
    if (value == null) {
      throw OrreryException.of(
          SqlState.NULL_VALUE_NOT_ALLOWED, "frame %s offset must not be null", side);
    }
    long offset = (Long) value;
    if (offset < 0) {
      throw OrreryException.of(
          SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "frame %s offset must not be negative",
          side);
    }
    return offset;
  }

  /** Whether every frame starts with its partition, so that frames only grow. */
  boolean startsWithPartition() {
    return startKind == BoundKind.UNBOUNDED_PRECEDING;
  }

  /** First row of a row's frame. */
  int start(WindowRows rows, int partition, int row) {
    int first = rows.partitionStart(partition);
    int end = rows.partitionEnd(partition);
    return switch (startKind) {
      case UNBOUNDED_PRECEDING -> first;
      case OFFSET_PRECEDING -> (int) Math.max(first, row - startOffset);
      case CURRENT_ROW -> isRows ? row : rows.peerStart(row);
      case OFFSET_FOLLOWING -> startOffset >= end - row ? end : row + (int) startOffset;
      case UNBOUNDED_FOLLOWING -> end;
    };
  }

  /** The row after the last of a row's frame; not above its start when the frame is empty. */
  int end(WindowRows rows, int partition, int row) {
    int first = rows.partitionStart(partition);
    int end = rows.partitionEnd(partition);
    return switch (endKind) {
      case UNBOUNDED_PRECEDING -> first;
      case OFFSET_PRECEDING -> (int) Math.max(first, row + 1 - endOffset);
      case CURRENT_ROW -> isRows ? row + 1 : rows.peerEnd(row);
      case OFFSET_FOLLOWING -> endOffset >= end - row - 1 ? end : row + 1 + (int) endOffset;
      case UNBOUNDED_FOLLOWING -> end;
    };
  }
}
