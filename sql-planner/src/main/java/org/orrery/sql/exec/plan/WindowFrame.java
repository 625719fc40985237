package org.orrery.sql.exec.plan;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition that a window call reads for a row: from {@code start} to {@code end},
 * both included.
 *
 * @param <E> what an offset is: an expression of the plan's level
 * @param isRows whether the current row is itself alone (ROWS), not with its peers (RANGE)
 */
public record WindowFrame<E>(boolean isRows, Bound<E> start, Bound<E> end) {

  /** The frame of a window that says none: up to the current row's last peer. */
  public static <E> WindowFrame<E> byDefault() {
    return new WindowFrame<>(
        false,
        new Bound<>(BoundKind.UNBOUNDED_PRECEDING, null),
        new Bound<>(BoundKind.CURRENT_ROW, null));
  }

  /** The frame with other offsets. */
  public <F> WindowFrame<F> map(Function<E, F> change) {
    return new WindowFrame<>(isRows, start.map(change), end.map(change));
  }

  /**
   * An end of a frame.
   *
   * @param offset rows away from the current one, int8 without inputs; only for the two kinds with
   *     an offset
   */
  public record Bound<E>(BoundKind kind, @Nullable E offset) {

    private <F> Bound<F> map(Function<E, F> change) {
      return new Bound<>(kind, offset == null ? null : change.apply(offset));
    }
  }

  /** Where an end of a frame lies. */
  public enum BoundKind {
    UNBOUNDED_PRECEDING,
    OFFSET_PRECEDING,
    CURRENT_ROW,
    OFFSET_FOLLOWING,
    UNBOUNDED_FOLLOWING
  }
}
