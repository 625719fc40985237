package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.SortItem;
import org.orrery.sql.parser.ast.WindowDefinition;
import org.orrery.sql.parser.ast.WindowDefinition.BoundKind;
import org.orrery.sql.parser.ast.WindowDefinition.Exclusion;
import org.orrery.sql.parser.ast.WindowDefinition.Frame;
import org.orrery.sql.parser.ast.WindowDefinition.FrameBound;
import org.orrery.sql.parser.ast.WindowDefinition.FrameUnit;

/** OVER and WINDOW. */
final class WindowParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  WindowParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** WINDOW name AS (…), …; or an empty list. */
  List<WindowDefinition> windowClause() {
    if (!cursor.accept(WINDOW)) {
      return List.of();
    }
    var windows = new ArrayList<WindowDefinition>();
    do {
      String name = cursor.colId();
      cursor.expect(AS);
      windows.add(specification(name, cursor.position()));
    } while (cursor.accept(','));
    return List.copyOf(windows);
  }

  /** What follows OVER: a name or a specification. */
  WindowDefinition over() {
    int position = cursor.position();
    if (cursor.is('(')) {
      return specification(null, position);
    }
    return new WindowDefinition(cursor.colId(), null, List.of(), List.of(), null, position);
  }

  private WindowDefinition specification(@Nullable String name, int position) {
    cursor.expect('(');
    String reference = null;
    if (cursor.isColId() && !startsClause()) {
      reference = cursor.colId();
    }
    List<Expression> partitionBy = List.of();
    if (cursor.accept(PARTITION)) {
      cursor.expect(BY);
      partitionBy = parser.expressions.expressions();
    }
    List<SortItem> orderBy = parser.selects.optionalOrderBy();
    Frame frame = frame();
    cursor.expect(')');
    return new WindowDefinition(name, reference, partitionBy, orderBy, frame, position);
  }

  /** PARTITION, ROWS, RANGE and GROUPS may be names, but PostgreSQL takes them as clauses here. */
  private boolean startsClause() {
    return cursor.is(PARTITION) || cursor.is(ROWS) || cursor.is(RANGE) || cursor.is(GROUPS);
  }

  private @Nullable Frame frame() {
    int position = cursor.position();
    FrameUnit unit;
    if (cursor.accept(ROWS)) {
      unit = FrameUnit.ROWS;
    } else if (cursor.accept(RANGE)) {
      unit = FrameUnit.RANGE;
    } else if (cursor.accept(GROUPS)) {
      unit = FrameUnit.GROUPS;
    } else {
      return null;
    }
    int startPosition = cursor.position();
    if (!cursor.accept(BETWEEN)) {
      FrameBound start = bound();
      check(start, new FrameBound(BoundKind.CURRENT_ROW, null), startPosition, startPosition);
      FrameBound end = new FrameBound(BoundKind.CURRENT_ROW, null);
      return new Frame(unit, start, end, exclusion(), position);
    }
    startPosition = cursor.position();
    FrameBound start = bound();
    cursor.expect(AND);
    int endPosition = cursor.position();
    FrameBound end = bound();
    check(start, end, startPosition, endPosition);
    return new Frame(unit, start, end, exclusion(), position);
  }

  private FrameBound bound() {
    if (cursor.is(UNBOUNDED) && (cursor.isAhead(1, PRECEDING) || cursor.isAhead(1, FOLLOWING))) {
      cursor.advance();
      boolean preceding = cursor.is(PRECEDING);
      cursor.advance();
      return new FrameBound(
          preceding ? BoundKind.UNBOUNDED_PRECEDING : BoundKind.UNBOUNDED_FOLLOWING, null);
    }
    if (cursor.accept(CURRENT, ROW)) {
      return new FrameBound(BoundKind.CURRENT_ROW, null);
    }
    Expression offset = parser.expressions.expression();
    if (cursor.accept(PRECEDING)) {
      return new FrameBound(BoundKind.OFFSET_PRECEDING, offset);
    }
    cursor.expect(FOLLOWING);
    return new FrameBound(BoundKind.OFFSET_FOLLOWING, offset);
  }

  private static void check(FrameBound start, FrameBound end, int startAt, int endAt) {
    if (start.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
      throw error("frame start cannot be UNBOUNDED FOLLOWING", startAt);
    }
    if (end.kind() == BoundKind.UNBOUNDED_PRECEDING) {
      throw error("frame end cannot be UNBOUNDED PRECEDING", endAt);
    }
    boolean endPrecedes = end.kind() == BoundKind.OFFSET_PRECEDING;
    if (start.kind() == BoundKind.CURRENT_ROW && endPrecedes) {
      throw error("frame starting from current row cannot have preceding rows", endAt);
    }
    if (start.kind() == BoundKind.OFFSET_FOLLOWING) {
      if (startAt == endAt) {
        throw error("frame starting from following row cannot end with current row", startAt);
      }
      if (endPrecedes || end.kind() == BoundKind.CURRENT_ROW) {
        throw error("frame starting from following row cannot have preceding rows", endAt);
      }
    }
  }

  private static OrreryException error(String message, int position) {
    return OrreryException.of(SqlState.WINDOWING_ERROR, "%s", message).at(position);
  }

  private Exclusion exclusion() {
    if (!cursor.accept(EXCLUDE)) {
      return Exclusion.NO_OTHERS;
    }
    if (cursor.accept(CURRENT)) {
      cursor.expect(ROW);
      return Exclusion.CURRENT_ROW;
    }
    if (cursor.accept(GROUP)) {
      return Exclusion.GROUP;
    }
    if (cursor.accept(TIES)) {
      return Exclusion.TIES;
    }
    cursor.expect(NO);
    cursor.expect(OTHERS);
    return Exclusion.NO_OTHERS;
  }
}
