package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SequenceOptions;
import org.orrery.sql.parser.ast.TypeName;

/** The clauses of sequences and identity columns, in any order. */
final class SequenceParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  SequenceParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** All clauses that follow, perhaps none. */
  SequenceOptions options() {
    var builder = new Builder();
    while (builder.clause()) {}
    return builder.build();
  }

  /** The clauses of ALTER COLUMN on an identity: each but RESTART follows a SET of its own. */
  SequenceOptions identityOptions(IdentityListener generated) {
    var builder = new Builder();
    while (cursor.is(RESTART) || cursor.is(SET)) {
      if (cursor.accept(SET) && cursor.accept(GENERATED)) {
        generated.onGenerated();
      } else if (!builder.clause()) {
        throw cursor.syntaxError();
      }
    }
    return builder.build();
  }

  /** Reads what follows SET GENERATED. */
  @FunctionalInterface
  interface IdentityListener {
    void onGenerated();
  }

  /** Whether a clause starts here. */
  boolean startsClause() {
    if (!cursor.isKeyword()) {
      return false;
    }
    return switch (cursor.keyword()) {
      case AS, CACHE, CYCLE, INCREMENT, MAXVALUE, MINVALUE, NO, OWNED, SEQUENCE, START, RESTART ->
          true;
      default -> false;
    };
  }

  private String number() {
    Expression number = parser.expressions.signedNumber();
    return number instanceof Expression.NumericLiteral n
        ? n.text()
        : Integer.toString(((Expression.IntegerLiteral) number).value());
  }

  private final class Builder {
    private @Nullable TypeName type;
    private @Nullable String increment;
    private @Nullable String min;
    private boolean noMin;
    private @Nullable String max;
    private boolean noMax;
    private @Nullable String start;
    private @Nullable String cache;
    private @Nullable Boolean cycle;
    private boolean restart;
    private @Nullable String restartWith;
    private @Nullable QualifiedName ownedBy;
    private @Nullable QualifiedName sequenceName;

    boolean clause() {
      int position = cursor.position();
      if (!startsClause()) {
        return false;
      }
      PgKeyword word = cursor.keyword();
      cursor.advance();
      switch (word) {
        case AS -> type = once(type == null, parser.types.typeName(), position);
        case CACHE -> cache = once(cache == null, number(), position);
        case CYCLE -> cycle = once(cycle == null, true, position);
        case INCREMENT -> {
          cursor.accept(BY);
          increment = once(increment == null, number(), position);
        }
        case MAXVALUE -> max = once(max == null && !noMax, number(), position);
        case MINVALUE -> min = once(min == null && !noMin, number(), position);
        case NO -> negated(position);
        case OWNED -> {
          cursor.expect(BY);
          ownedBy = once(ownedBy == null, cursor.anyName(), position);
        }
        case SEQUENCE -> {
          cursor.expect(NAME);
          sequenceName = once(sequenceName == null, cursor.anyName(), position);
        }
        case START -> {
          cursor.accept(WITH);
          start = once(start == null, number(), position);
        }
        default -> restart(position);
      }
      return true;
    }

    private void negated(int position) {
      if (cursor.accept(MAXVALUE)) {
        noMax = once(max == null && !noMax, true, position);
      } else if (cursor.accept(MINVALUE)) {
        noMin = once(min == null && !noMin, true, position);
      } else {
        cursor.expect(CYCLE);
        cycle = once(cycle == null, false, position);
      }
    }

    private void restart(int position) {
      restart = once(!restart, true, position);
      if (cursor.accept(WITH)
          || cursor.is('-')
          || cursor.kind() == TokenBuffer.INTEGER
          || cursor.kind() == TokenBuffer.NUMBER) {
        restartWith = number();
      }
    }

    private <T> T once(boolean first, T value, int position) {
      if (!first) {
        throw OrreryException.of(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
            .at(position);
      }
      return value;
    }

    SequenceOptions build() {
      return new SequenceOptions(
          type,
          increment,
          min,
          noMin,
          max,
          noMax,
          start,
          cache,
          cycle,
          restart,
          restartWith,
          ownedBy,
          sequenceName);
    }
  }
}
