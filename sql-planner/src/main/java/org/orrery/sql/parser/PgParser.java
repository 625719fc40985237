package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.WithClause;

/**
 * PostgreSQL's grammar by recursive descent: one parser a statement family over one token cursor.
 *
 * <p>A syntax error is {@code 42601} at the first token that does not fit, in PostgreSQL's words;
 * nesting beyond {@value TokenCursor#DEPTH_MAX} levels is {@code 54001}. Cost: a few microseconds
 * for a short query; linear in the text.
 */
public final class PgParser {

  final TokenCursor cursor;
  final ExpressionParser expressions;
  final PrimaryParser primaries;
  final FunctionParser functions;
  final TypeParser types;
  final SelectParser selects;
  final WindowParser windows;
  final TableRefParser tables;
  final IndexElementParser indexElements;
  final OptionParser options;
  final DmlParser dml;

  private PgParser(String sql) {
    cursor = new TokenCursor(PgLexer.tokenize(sql));
    expressions = new ExpressionParser(this, cursor);
    primaries = new PrimaryParser(this, cursor);
    functions = new FunctionParser(this, cursor);
    types = new TypeParser(this, cursor);
    selects = new SelectParser(this, cursor);
    windows = new WindowParser(this, cursor);
    tables = new TableRefParser(this, cursor);
    indexElements = new IndexElementParser(this, cursor);
    options = new OptionParser(this, cursor);
    dml = new DmlParser(this, cursor);
  }

  /**
   * Parses a query string of any number of statements; empty ones are skipped.
   *
   * @throws OrreryException with the offset of the offending token in {@code sql}
   */
  public static List<ParsedStatement> parse(String sql) {
    return new PgParser(sql).statements();
  }

  private List<ParsedStatement> statements() {
    var list = new ArrayList<ParsedStatement>(1);
    while (true) {
      while (cursor.accept(';')) {}
      if (cursor.isEnd()) {
        return List.copyOf(list);
      }
      int start = cursor.position();
      Statement statement = statement();
      list.add(new ParsedStatement(statement, start, cursor.previousEnd()));
      if (!cursor.isEnd() && !cursor.is(';')) {
        throw cursor.syntaxError();
      }
    }
  }

  /** Any statement. */
  Statement statement() {
    if (startsPreparable()) {
      return preparable();
    }
    throw cursor.syntaxError();
  }

  private boolean startsPreparable() {
    return cursor.is('(')
        || cursor.is(SELECT)
        || cursor.is(WITH)
        || cursor.is(VALUES)
        || cursor.is(TABLE)
        || cursor.is(INSERT)
        || cursor.is(UPDATE)
        || cursor.is(DELETE)
        || cursor.is(MERGE);
  }

  /** PreparableStmt: a query or a data-modifying statement. */
  PreparableStatement preparable() {
    int position = cursor.position();
    WithClause with = selects.optionalWith();
    if (cursor.is(INSERT)) {
      return dml.insert(with, position);
    }
    if (cursor.is(UPDATE)) {
      return dml.update(with, position);
    }
    if (cursor.is(DELETE)) {
      return dml.delete(with, position);
    }
    if (cursor.is(MERGE)) {
      return dml.merge(with, position);
    }
    return selects.queryAfterWith(with, position);
  }
}
