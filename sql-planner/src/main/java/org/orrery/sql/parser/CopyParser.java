package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.ColumnRef;
import org.orrery.sql.parser.ast.Expression.Row;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement.Copy;

/** COPY, with the options of PostgreSQL 9.0 and before turned into today's. */
final class CopyParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  CopyParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  Statement copy(int position) {
    cursor.expect(COPY);
    var options = new ArrayList<Option>();
    QualifiedName table = null;
    List<String> columns = List.of();
    PreparableStatement query = null;
    boolean from = false;
    if (cursor.accept('(')) {
      query = parser.preparable();
      cursor.expect(')');
      cursor.expect(TO);
    } else {
      int binaryAt = cursor.position();
      if (cursor.accept(BINARY)) {
        options.add(DdlParser.text("format", "binary", binaryAt));
      }
      table = cursor.qualifiedName();
      columns = cursor.optionalColumnList();
      from = cursor.accept(FROM);
      if (!from) {
        cursor.expect(TO);
      }
    }
    boolean program = cursor.accept(PROGRAM);
    String file = file(program);
    options(options, table != null);
    int whereAt = cursor.position();
    Expression where = parser.expressions.optionalWhere();
    if (where != null && !from) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "WHERE clause not allowed with COPY TO")
          .at(whereAt);
    }
    return new Copy(
        table, columns, query, from, file, program, List.copyOf(options), where, position);
  }

  private @Nullable String file(boolean program) {
    if (!program && (cursor.accept(STDIN) || cursor.accept(STDOUT))) {
      return null;
    }
    return cursor.expectString();
  }

  private void options(List<Option> options, boolean table) {
    int position = cursor.position();
    if (table && (cursor.is(DELIMITERS) || cursor.is(USING))) {
      cursor.accept(USING);
      cursor.expect(DELIMITERS);
      options.add(DdlParser.text("delimiter", cursor.expectString(), position));
    }
    cursor.accept(WITH);
    if (cursor.is('(')) {
      options.addAll(parser.options.copyOptions());
      return;
    }
    while (oldOption(options)) {}
  }

  /** copy_opt_item. */
  private boolean oldOption(List<Option> options) {
    int position = cursor.position();
    if (!cursor.isKeyword()) {
      return false;
    }
    switch (cursor.keyword()) {
      case BINARY, CSV -> {
        options.add(DdlParser.text("format", cursor.text(), position));
        cursor.advance();
      }
      case FREEZE, HEADER -> {
        var on = new BooleanLiteral(true, position);
        options.add(new Option(null, cursor.colLabel(), on, position));
      }
      case DELIMITER, NULL, QUOTE, ESCAPE -> {
        String name = cursor.colLabel();
        cursor.accept(AS);
        options.add(DdlParser.text(name, cursor.expectString(), position));
      }
      case ENCODING -> {
        cursor.advance();
        options.add(DdlParser.text("encoding", cursor.expectString(), position));
      }
      case FORCE -> {
        cursor.advance();
        options.add(force(position));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Option force(int position) {
    if (cursor.accept(QUOTE)) {
      int start = cursor.position();
      if (cursor.accept('*')) {
        return new Option(null, "force_quote", new ColumnRef(List.of(), true, start), position);
      }
      return new Option(null, "force_quote", names(), position);
    }
    boolean not = cursor.accept(NOT);
    cursor.expect(NULL);
    return new Option(null, not ? "force_not_null" : "force_null", names(), position);
  }

  private Expression names() {
    int position = cursor.position();
    var words = new ArrayList<Expression>();
    for (String name : cursor.nameList()) {
      words.add(new StringLiteral(name, position));
    }
    return new Row(List.copyOf(words), true, position);
  }
}
