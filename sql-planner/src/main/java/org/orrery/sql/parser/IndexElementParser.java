package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QualifiedName;

/** The columns and expressions of indexes, conflict targets, partition keys and EXCLUDE. */
final class IndexElementParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  IndexElementParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  /** (element, …). */
  List<IndexElement> list() {
    cursor.expect('(');
    var elements = new ArrayList<IndexElement>();
    do {
      elements.add(element());
    } while (cursor.accept(','));
    cursor.expect(')');
    return List.copyOf(elements);
  }

  /** index_elem: a column, a function call, or an expression in parentheses. */
  IndexElement element() {
    int position = cursor.position();
    String column = null;
    Expression expression = null;
    if (cursor.accept('(')) {
      expression = parser.expressions.expression();
      cursor.expect(')');
    } else if (cursor.isColId() && !cursor.isAhead(1, '(') && !cursor.isAhead(1, '.')) {
      column = cursor.colId();
    } else {
      expression = parser.tables.functionExpression();
    }
    QualifiedName collation = cursor.accept(COLLATE) ? cursor.anyName() : null;
    QualifiedName operatorClass = null;
    List<Option> options = List.of();
    if (cursor.isColId() && !cursor.is(NULLS)) {
      operatorClass = cursor.anyName();
      if (cursor.is('(')) {
        options = parser.options.relationOptions();
      }
    }
    return new IndexElement(
        column,
        expression,
        collation,
        operatorClass,
        options,
        parser.selects.direction(),
        parser.selects.nulls(),
        position);
  }
}
