package org.orrery.sql.parser.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OVER clause or an entry of WINDOW. {@code OVER w} has only {@code name}; {@code OVER (w …)}
 * has {@code reference}; an entry of WINDOW has its own {@code name}.
 *
 * @param frame null when no frame is written (RANGE UNBOUNDED PRECEDING by default)
 */
public record WindowDefinition(
    @Nullable String name,
    @Nullable String reference,
    List<Expression> partitionBy,
    List<SortItem> orderBy,
    @Nullable Frame frame,
    int position)
    implements AstNode {

  /** ROWS|RANGE|GROUPS BETWEEN start AND end EXCLUDE…. */
  public record Frame(
      FrameUnit unit, FrameBound start, FrameBound end, Exclusion exclusion, int position)
      implements AstNode {}

  /** A frame bound; {@code offset} is set for the two OFFSET kinds. */
  public record FrameBound(BoundKind kind, @Nullable Expression offset) {}

  /** What a frame counts. */
  public enum FrameUnit {
    ROWS,
    RANGE,
    GROUPS
  }

  /** The kinds of frame bounds. */
  public enum BoundKind {
    UNBOUNDED_PRECEDING,
    OFFSET_PRECEDING,
    CURRENT_ROW,
    OFFSET_FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  /** Which rows near the current one a frame leaves out. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }
}
