package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.IntegerLiteral;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Expression.TypeCast;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.UtilityStatement;
import org.orrery.sql.parser.ast.UtilityStatement.ResetVariable;
import org.orrery.sql.parser.ast.UtilityStatement.SetVariable;
import org.orrery.sql.parser.ast.UtilityStatement.VariableStatement;

/** SET, RESET and SHOW. */
final class SettingParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  SettingParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  // ---- SET

  Statement set(int position) {
    cursor.expect(SET);
    if (cursor.accept(CONSTRAINTS)) {
      return constraints(position);
    }
    boolean local = cursor.accept(LOCAL);
    if (!local && cursor.is(SESSION) && !cursor.isAhead(1, AUTHORIZATION)) {
      cursor.advance();
      if (cursor.accept(CHARACTERISTICS)) {
        cursor.expect(AS);
        cursor.expect(TRANSACTION);
        return new UtilityStatement.SetTransaction(
            true, parser.transactions.requiredModes(), null, position);
      }
    }
    if (cursor.is(TRANSACTION) && !followedByValue()) {
      cursor.advance();
      if (cursor.accept(SNAPSHOT)) {
        return new UtilityStatement.SetTransaction(
            false, List.of(), cursor.expectString(), position);
      }
      return new UtilityStatement.SetTransaction(
          false, parser.transactions.requiredModes(), null, position);
    }
    return rest(local, position);
  }

  /** SET … or RESET … as ALTER ROLE, DATABASE, SYSTEM and CREATE FUNCTION hold it. */
  VariableStatement change(int position) {
    if (cursor.accept(RESET)) {
      return new ResetVariable(resetName(), position);
    }
    cursor.expect(SET);
    return rest(false, position);
  }

  private boolean followedByValue() {
    return cursor.isAhead(1, TO) || cursor.isAhead(1, '=');
  }

  private SetVariable rest(boolean local, int position) {
    if (cursor.isKeyword() && !followedByValue()) {
      switch (cursor.keyword()) {
        case TIME -> {
          cursor.advance();
          cursor.expect(ZONE);
          return timeZone(local, position);
        }
        case CATALOG ->
            throw OrreryException.notSupported("current database cannot be changed")
                .at(cursor.position());
        case SCHEMA -> {
          cursor.advance();
          return value(local, "search_path", string(cursor.position()), position);
        }
        case NAMES -> {
          cursor.advance();
          return names(local, position);
        }
        case ROLE -> {
          cursor.advance();
          return value(local, "role", wordOrString(), position);
        }
        case SESSION -> {
          cursor.expect(SESSION, AUTHORIZATION);
          return cursor.accept(DEFAULT)
              ? toDefault(local, "session_authorization", position)
              : value(local, "session_authorization", wordOrString(), position);
        }
        case XML -> {
          cursor.expect(XML, OPTION);
          return value(local, "xmloption", wordOrString(), position);
        }
        default -> {}
      }
    }
    return generic(local, position);
  }

  private SetVariable generic(boolean local, int position) {
    String name = variableName();
    if (cursor.accept(FROM)) {
      cursor.expect(CURRENT);
      return new SetVariable(local, name, List.of(), false, true, position);
    }
    if (!cursor.accept('=')) {
      cursor.expect(TO);
    }
    if (cursor.accept(DEFAULT)) {
      return toDefault(local, name, position);
    }
    var values = new ArrayList<Expression>(1);
    do {
      values.add(settingValue());
    } while (cursor.accept(','));
    return new SetVariable(local, name, List.copyOf(values), false, false, position);
  }

  private static SetVariable toDefault(boolean local, String name, int position) {
    return new SetVariable(local, name, List.of(), true, false, position);
  }

  private static SetVariable value(boolean local, String name, Expression value, int position) {
    return new SetVariable(local, name, List.of(value), false, false, position);
  }

  private Expression string(int position) {
    return new StringLiteral(cursor.expectString(), position);
  }

  private Expression wordOrString() {
    int position = cursor.position();
    return new StringLiteral(cursor.wordOrString(), position);
  }

  private SetVariable names(boolean local, int position) {
    if (cursor.kind() == TokenBuffer.STRING) {
      return value(local, "client_encoding", string(cursor.position()), position);
    }
    cursor.accept(DEFAULT);
    return toDefault(local, "client_encoding", position);
  }

  private Expression settingValue() {
    int position = cursor.position();
    if (cursor.accept(TRUE)) {
      return new StringLiteral("true", position);
    }
    if (cursor.accept(FALSE)) {
      return new StringLiteral("false", position);
    }
    return switch (cursor.kind()) {
      case TokenBuffer.INTEGER, TokenBuffer.NUMBER, TokenBuffer.CHARACTER ->
          parser.expressions.signedNumber();
      default -> new StringLiteral(parser.options.booleanOrWord(), position);
    };
  }

  private SetVariable timeZone(boolean local, int position) {
    if (cursor.accept(DEFAULT) || cursor.accept(LOCAL)) {
      return toDefault(local, "timezone", position);
    }
    int start = cursor.position();
    if (cursor.is(INTERVAL)) {
      return value(local, "timezone", interval(start), position);
    }
    if (cursor.kind() == TokenBuffer.IDENTIFIER) {
      return value(local, "timezone", new StringLiteral(cursor.colId(), start), position);
    }
    Expression zone =
        cursor.kind() == TokenBuffer.STRING ? string(start) : parser.expressions.signedNumber();
    return value(local, "timezone", zone, position);
  }

  private Expression interval(int position) {
    cursor.expect(INTERVAL);
    List<Expression> modifiers = List.of();
    if (cursor.accept('(')) {
      int at = cursor.position();
      modifiers = List.of(new IntegerLiteral(cursor.expectInteger(), at));
      cursor.expect(')');
    }
    Expression text = string(cursor.position());
    TypeName type = parser.types.intervalType(position, modifiers);
    return new TypeCast(text, type, position);
  }

  private Statement constraints(int position) {
    List<QualifiedName> names = cursor.accept(ALL) ? List.of() : cursor.qualifiedNameList();
    boolean deferred = cursor.accept(DEFERRED);
    if (!deferred) {
      cursor.expect(IMMEDIATE);
    }
    return new UtilityStatement.SetConstraints(names, deferred, position);
  }

  /** var_name. */
  private String variableName() {
    return cursor.anyName().display();
  }

  // ---- RESET and SHOW

  Statement reset(int position) {
    cursor.expect(RESET);
    return new ResetVariable(resetName(), position);
  }

  private @org.jspecify.annotations.Nullable String resetName() {
    return cursor.accept(ALL) ? null : specialOrName();
  }

  private String specialOrName() {
    if (cursor.accept(TIME, ZONE)) {
      return "timezone";
    }
    if (cursor.accept(TRANSACTION, ISOLATION)) {
      cursor.expect(LEVEL);
      return "transaction_isolation";
    }
    if (cursor.accept(SESSION, AUTHORIZATION)) {
      return "session_authorization";
    }
    return variableName();
  }

  Statement show(int position) {
    cursor.expect(SHOW);
    String name = cursor.accept(ALL) ? null : specialOrName();
    return new UtilityStatement.ShowVariable(name, position);
  }
}
