package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.ColumnRef;
import org.orrery.sql.parser.ast.Expression.Row;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Option;

/** Lists of options: WITH (a.b = value) of relations, and (name value) of utility statements. */
final class OptionParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  OptionParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** WITH (…), or nothing. */
  List<Option> optionalWith() {
    return cursor.accept(WITH) ? relationOptions() : List.of();
  }

  /** reloptions: (name [= value], namespace.name [= value], …). */
  List<Option> relationOptions() {
    cursor.expect('(');
    var options = new ArrayList<Option>();
    do {
      int position = cursor.position();
      String namespace = null;
      String name = cursor.colLabel();
      if (cursor.accept('.')) {
        namespace = name;
        name = cursor.colLabel();
      }
      Expression value = cursor.accept('=') ? value() : null;
      options.add(new Option(namespace, name, value, position));
    } while (cursor.accept(','));
    cursor.expect(')');
    return List.copyOf(options);
  }

  /** def_arg: a word, type name, operator, number or string. */
  private Expression value() {
    int position = cursor.position();
    if (cursor.kind() == TokenBuffer.STRING) {
      return new StringLiteral(cursor.expectString(), position);
    }
    if (cursor.accept(TRUE)) {
      return new BooleanLiteral(true, position);
    }
    if (cursor.accept(FALSE)) {
      return new BooleanLiteral(false, position);
    }
    if (isNumber()) {
      return parser.expressions.signedNumber();
    }
    if (cursor.isSymbol()) {
      return new StringLiteral(cursor.symbol(), position);
    }
    return word(position);
  }

  private boolean isNumber() {
    byte kind = cursor.is('-') || cursor.is('+') ? cursor.kindAhead(1) : cursor.kind();
    return kind == TokenBuffer.INTEGER || kind == TokenBuffer.NUMBER;
  }

  /** A word that may be a qualified name or a type with modifiers, as text. */
  private Expression word(int position) {
    var text = new StringBuilder(cursor.colLabel());
    while (cursor.accept('.')) {
      text.append('.').append(cursor.colLabel());
    }
    while (cursor.isColLabel() && !cursor.is(WITH)) {
      text.append(' ').append(cursor.colLabel());
    }
    if (cursor.accept('(')) {
      text.append('(').append(cursor.expectInteger()).append(')');
      cursor.expect(')');
    }
    while (cursor.is('[') && cursor.isAhead(1, ']')) {
      cursor.advance();
      cursor.advance();
      text.append("[]");
    }
    return new StringLiteral(text.toString(), position);
  }

  /** (name [value], …) of EXPLAIN, VACUUM, ANALYZE, REINDEX and CLUSTER. */
  List<Option> utilityOptions() {
    return options(false);
  }

  /** (name [value], …) of COPY, whose names may be reserved words such as NULL. */
  List<Option> copyOptions() {
    return options(true);
  }

  private List<Option> options(boolean reserved) {
    cursor.expect('(');
    var options = new ArrayList<Option>();
    do {
      int position = cursor.position();
      boolean anyWord = reserved || cursor.is(ANALYZE) || cursor.is(ANALYSE);
      String name = anyWord ? cursor.colLabel() : cursor.nonReservedWord();
      options.add(new Option(null, name, utilityValue(), position));
    } while (cursor.accept(','));
    cursor.expect(')');
    return List.copyOf(options);
  }

  private @Nullable Expression utilityValue() {
    int position = cursor.position();
    if (cursor.is(',') || cursor.is(')')) {
      return null;
    }
    if (cursor.accept('*')) {
      return new ColumnRef(List.of(), true, position);
    }
    if (isNumber()) {
      return parser.expressions.signedNumber();
    }
    if (cursor.accept('(')) {
      var words = new ArrayList<Expression>();
      do {
        int start = cursor.position();
        words.add(new StringLiteral(booleanOrWord(), start));
      } while (cursor.accept(','));
      cursor.expect(')');
      return new Row(List.copyOf(words), true, position);
    }
    if (cursor.accept(TRUE)) {
      return new BooleanLiteral(true, position);
    }
    if (cursor.accept(FALSE)) {
      return new BooleanLiteral(false, position);
    }
    return new StringLiteral(booleanOrWord(), position);
  }

  /** opt_boolean_or_string: ON is the one reserved word. */
  String booleanOrWord() {
    return cursor.accept(ON) ? "on" : cursor.wordOrString();
  }
}
