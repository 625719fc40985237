package org.orrery.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.limit.HeapGuard;
import org.orrery.sql.parser.ast.OperatorName;
import org.orrery.sql.parser.ast.QualifiedName;

/**
 * A place in a token stream, with the small steps every parser is made of: look, accept, expect,
 * names by key word class, and the depth guard.
 */
final class TokenCursor {

  /**
   * Deepest nesting of expressions, queries and joins: takes the place of PostgreSQL's
   * stack_depth_limit. A level of function calls costs up to 1.7 kB of stack, so that parsing takes
   * about half of the JVM's default of 1 MB.
   */
  static final int DEPTH_MAX = 300;

  /**
   * Greatest height of a tree by chains such as {@code a || b || …}, UNION and JOIN, which cost the
   * parser no stack, but everything that walks the tree recursively.
   */
  static final int HEIGHT_MAX = 1_000;

  /** How often the heap is looked at, in nodes. */
  private static final int ENTERED_A_LOOK = 4096;

  /** What an expression costs from here to its operator, roughly. */
  private static final long NODE_BYTES = 512;

  private final TokenBuffer tokens;
  private int index;
  private int depth;
  private int entered;

  TokenCursor(TokenBuffer tokens) {
    this.tokens = tokens;
  }

  // ---- looking

  byte kind() {
    return tokens.kind(index);
  }

  byte kindAhead(int distance) {
    return tokens.kind(Math.min(index + distance, tokens.count() - 1));
  }

  /** UTF-16 offset of the current token. */
  int position() {
    return tokens.start(index);
  }

  /** UTF-16 offset after the token before the current one. */
  int previousEnd() {
    return index == 0 ? 0 : tokens.end(index - 1);
  }

  int code() {
    return tokens.code(index);
  }

  String text() {
    return tokens.text(index);
  }

  boolean isEnd() {
    return kind() == TokenBuffer.END;
  }

  boolean is(PgKeyword keyword) {
    return isAhead(0, keyword);
  }

  boolean isAhead(int distance, PgKeyword keyword) {
    int i = Math.min(index + distance, tokens.count() - 1);
    return tokens.kind(i) == TokenBuffer.KEYWORD && PgKeyword.ofIndex(tokens.code(i)) == keyword;
  }

  boolean is(char c) {
    return isAhead(0, c);
  }

  boolean isAhead(int distance, char c) {
    int i = Math.min(index + distance, tokens.count() - 1);
    return tokens.kind(i) == TokenBuffer.CHARACTER && tokens.code(i) == c;
  }

  boolean isOperator(String symbol) {
    return kind() == TokenBuffer.OPERATOR && text().equals(symbol);
  }

  boolean isKeyword() {
    return kind() == TokenBuffer.KEYWORD;
  }

  /** The current key word; only after {@link #isKeyword()}. */
  PgKeyword keyword() {
    return PgKeyword.ofIndex(code());
  }

  /** Whether the current token is the identifier or key word {@code word}. */
  boolean isWord(String word) {
    return (kind() == TokenBuffer.IDENTIFIER || isKeyword()) && text().equals(word);
  }

  // ---- moving

  void advance() {
    if (kind() == TokenBuffer.BAD) {
      throw syntaxError();
    }
    if (index < tokens.count() - 1) {
      index++;
    }
  }

  int mark() {
    return index;
  }

  void reset(int mark) {
    index = mark;
  }

  boolean accept(PgKeyword keyword) {
    if (!is(keyword)) {
      return false;
    }
    index++;
    return true;
  }

  /** Consumes two key words when both follow. */
  boolean accept(PgKeyword first, PgKeyword second) {
    if (!is(first) || !isAhead(1, second)) {
      return false;
    }
    index += 2;
    return true;
  }

  boolean accept(char c) {
    if (!is(c)) {
      return false;
    }
    index++;
    return true;
  }

  void expect(PgKeyword keyword) {
    if (!accept(keyword)) {
      throw syntaxError();
    }
  }

  void expect(PgKeyword first, PgKeyword second) {
    expect(first);
    expect(second);
  }

  void expect(char c) {
    if (!accept(c)) {
      throw syntaxError();
    }
  }

  String expectString() {
    if (kind() != TokenBuffer.STRING) {
      throw syntaxError();
    }
    String value = text();
    index++;
    return value;
  }

  int expectInteger() {
    if (kind() != TokenBuffer.INTEGER) {
      throw syntaxError();
    }
    int value = code();
    index++;
    return value;
  }

  /** IF NOT EXISTS, or nothing. */
  boolean acceptIfNotExists() {
    if (!accept(PgKeyword.IF)) {
      return false;
    }
    expect(PgKeyword.NOT);
    expect(PgKeyword.EXISTS);
    return true;
  }

  /** IF EXISTS, or nothing. */
  boolean acceptIfExists() {
    return is(PgKeyword.IF)
        && isAhead(1, PgKeyword.EXISTS)
        && accept(PgKeyword.IF, PgKeyword.EXISTS);
  }

  /** CASCADE, or RESTRICT, or nothing. */
  boolean acceptCascade() {
    if (accept(PgKeyword.CASCADE)) {
      return true;
    }
    accept(PgKeyword.RESTRICT);
    return false;
  }

  // ---- names

  private boolean isName(int distance, boolean columnNames, boolean functionNames) {
    int i = Math.min(index + distance, tokens.count() - 1);
    return switch (tokens.kind(i)) {
      case TokenBuffer.IDENTIFIER -> true;
      case TokenBuffer.KEYWORD ->
          switch (PgKeyword.ofIndex(tokens.code(i)).category()) {
            case UNRESERVED -> true;
            case COLUMN_NAME -> columnNames;
            case TYPE_OR_FUNCTION -> functionNames;
            case RESERVED -> false;
          };
      default -> false;
    };
  }

  boolean isColId() {
    return isName(0, true, false);
  }

  boolean isColIdAhead(int distance) {
    return isName(distance, true, false);
  }

  boolean isTypeFunctionName() {
    return isName(0, false, true);
  }

  boolean isTypeFunctionNameAhead(int distance) {
    return isName(distance, false, true);
  }

  boolean isColLabel() {
    return kind() == TokenBuffer.IDENTIFIER || isKeyword();
  }

  boolean isBareColLabel() {
    return kind() == TokenBuffer.IDENTIFIER || (isKeyword() && keyword().isBareLabel());
  }

  private String name(boolean allowed) {
    if (!allowed) {
      throw syntaxError();
    }
    String text = text();
    index++;
    return text;
  }

  /** A name of a table, column or alias (ColId). */
  String colId() {
    return name(isColId());
  }

  /** A name of a type or function (type_function_name). */
  String typeFunctionName() {
    return name(isTypeFunctionName());
  }

  /** Any word (ColLabel). */
  String colLabel() {
    return name(isColLabel());
  }

  /** Any word but those that reserve more than a column's name (NonReservedWord). */
  String nonReservedWord() {
    return name(isName(0, true, true));
  }

  /** A word or a string constant (NonReservedWord_or_Sconst). */
  String wordOrString() {
    return kind() == TokenBuffer.STRING ? expectString() : nonReservedWord();
  }

  /** ColId [. ColLabel]…: a name of up to three parts. */
  QualifiedName qualifiedName() {
    int start = position();
    QualifiedName name = anyName();
    if (name.parts().size() > 3) {
      throw OrreryException.of(
              SqlState.SYNTAX_ERROR,
              "improper qualified name (too many dotted names): %s",
              name.display())
          .at(start);
    }
    return name;
  }

  /** ColId [. ColLabel]… of any length. */
  QualifiedName anyName() {
    int start = position();
    String first = colId();
    if (!is('.')) {
      return new QualifiedName(List.of(first), start);
    }
    var parts = new ArrayList<String>(3);
    parts.add(first);
    while (accept('.')) {
      parts.add(colLabel());
    }
    return new QualifiedName(List.copyOf(parts), start);
  }

  /** ColId, ColId, …. */
  List<String> nameList() {
    var names = new ArrayList<String>();
    do {
      names.add(colId());
    } while (accept(','));
    return List.copyOf(names);
  }

  /** (ColId, …), or an empty list when no parenthesis follows. */
  List<String> optionalColumnList() {
    if (!accept('(')) {
      return List.of();
    }
    List<String> names = nameList();
    expect(')');
    return names;
  }

  /** qualified_name, qualified_name, …. */
  List<QualifiedName> qualifiedNameList() {
    var names = new ArrayList<QualifiedName>();
    do {
      names.add(qualifiedName());
    } while (accept(','));
    return List.copyOf(names);
  }

  /** The operator in OPERATOR(schema.op) after the opening word, parentheses included. */
  OperatorName qualifiedOperator() {
    expect('(');
    var schema = new ArrayList<String>(1);
    while (isColId()) {
      schema.add(colId());
      expect('.');
    }
    String symbol = symbol();
    expect(')');
    return new OperatorName(List.copyOf(schema), symbol);
  }

  /** Whether an operator (not a key word) is here: all_Op. */
  boolean isSymbol() {
    return switch (kind()) {
      case TokenBuffer.OPERATOR -> true;
      case TokenBuffer.CHARACTER -> "+-*/%^<>=".indexOf(code()) >= 0;
      default -> false;
    };
  }

  /** The operator here: all_Op. */
  String symbol() {
    if (!isSymbol()) {
      throw syntaxError();
    }
    String symbol = kind() == TokenBuffer.OPERATOR ? text() : Character.toString((char) code());
    index++;
    return symbol;
  }

  // ---- depth and errors

  /** One level deeper; 54001 beyond {@link #DEPTH_MAX}, 53200 when the heap is full of syntax. */
  void enter() {
    if (++depth > DEPTH_MAX) {
      throw tooDeep();
    }
    if (++entered % ENTERED_A_LOOK == 0) {
      HeapGuard.require(ENTERED_A_LOOK * NODE_BYTES);
    }
  }

  void leave() {
    depth--;
  }

  static OrreryException tooDeep() {
    return OrreryException.of(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
        .withHint("Write the statement with less nesting or in several steps.");
  }

  /** The error of a token that does not fit, which is the current one. */
  OrreryException syntaxError() {
    OrreryException lexical = tokens.lexicalError;
    if (kind() == TokenBuffer.BAD && lexical != null) {
      return lexical;
    }
    return syntaxError("syntax error");
  }

  /** A parser error of other wording, at the current token. */
  OrreryException syntaxError(String message) {
    return PgLexer.lexicalError(tokens.sql, message, tokens.start(index), tokens.end(index));
  }
}
