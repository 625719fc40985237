package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Assignment;
import org.orrery.sql.parser.ast.AssignmentTarget;
import org.orrery.sql.parser.ast.AssignmentTarget.Indirection;
import org.orrery.sql.parser.ast.DeleteStatement;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.IndexElement;
import org.orrery.sql.parser.ast.InsertStatement;
import org.orrery.sql.parser.ast.InsertStatement.ConflictTarget;
import org.orrery.sql.parser.ast.InsertStatement.OnConflict;
import org.orrery.sql.parser.ast.InsertStatement.Overriding;
import org.orrery.sql.parser.ast.MergeStatement;
import org.orrery.sql.parser.ast.MergeStatement.MergeAction;
import org.orrery.sql.parser.ast.MergeStatement.MergeWhen;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TableRef.Alias;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.parser.ast.UpdateStatement;
import org.orrery.sql.parser.ast.WithClause;

/** INSERT, UPDATE, DELETE and MERGE, each after its WITH clause. */
final class DmlParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  DmlParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  // ---- INSERT

  InsertStatement insert(@Nullable WithClause with, int position) {
    cursor.expect(INSERT, INTO);
    QualifiedName table = cursor.qualifiedName();
    String alias = cursor.accept(AS) ? cursor.colId() : null;
    List<AssignmentTarget> columns = List.of();
    Overriding overriding = Overriding.NOT_SET;
    SelectStatement source = null;
    if (cursor.accept(DEFAULT)) {
      cursor.expect(VALUES);
    } else {
      if (cursor.is('(') && !queryInParentheses()) {
        columns = targets();
      }
      overriding = overriding();
      if (!parser.selects.startsQuery() && !cursor.is('(') && !cursor.is(VALUES)) {
        throw cursor.syntaxError();
      }
      source = parser.selects.query();
    }
    OnConflict onConflict = onConflict();
    List<TargetItem> returning = parser.selects.returning();
    return new InsertStatement(
        with, table, alias, columns, overriding, source, onConflict, returning, position);
  }

  /** Whether the parentheses here hold a query rather than columns. */
  private boolean queryInParentheses() {
    int mark = cursor.mark();
    while (cursor.accept('(')) {}
    boolean query = parser.selects.startsQuery();
    cursor.reset(mark);
    return query;
  }

  private Overriding overriding() {
    if (!cursor.accept(OVERRIDING)) {
      return Overriding.NOT_SET;
    }
    boolean system = cursor.accept(SYSTEM);
    if (!system) {
      cursor.expect(USER);
    }
    cursor.expect(VALUE);
    return system ? Overriding.SYSTEM : Overriding.USER;
  }

  /** (target, …). */
  private List<AssignmentTarget> targets() {
    cursor.expect('(');
    var targets = new ArrayList<AssignmentTarget>();
    do {
      targets.add(target());
    } while (cursor.accept(','));
    cursor.expect(')');
    return List.copyOf(targets);
  }

  private AssignmentTarget target() {
    int position = cursor.position();
    String column = cursor.colId();
    var indirection = new ArrayList<Indirection>(0);
    while (true) {
      int start = cursor.position();
      if (cursor.is('[')) {
        indirection.add(new Indirection(null, parser.primaries.subscript(), start));
      } else if (cursor.accept('.')) {
        indirection.add(new Indirection(cursor.colLabel(), null, start));
      } else {
        return new AssignmentTarget(column, List.copyOf(indirection), position);
      }
    }
  }

  private @Nullable OnConflict onConflict() {
    int position = cursor.position();
    if (!cursor.accept(ON)) {
      return null;
    }
    cursor.expect(CONFLICT);
    ConflictTarget target = conflictTarget();
    cursor.expect(DO);
    if (cursor.accept(NOTHING)) {
      return new OnConflict(target, false, List.of(), null, position);
    }
    cursor.expect(UPDATE, SET);
    List<Assignment> assignments = assignments();
    Expression where = parser.expressions.optionalWhere();
    return new OnConflict(target, true, assignments, where, position);
  }

  private @Nullable ConflictTarget conflictTarget() {
    int position = cursor.position();
    if (cursor.accept(ON)) {
      cursor.expect(CONSTRAINT);
      return new ConflictTarget(List.of(), null, cursor.colId(), position);
    }
    if (!cursor.is('(')) {
      return null;
    }
    List<IndexElement> elements = parser.indexElements.list();
    return new ConflictTarget(elements, parser.expressions.optionalWhere(), null, position);
  }

  // ---- UPDATE and DELETE

  /** set_clause_list. */
  List<Assignment> assignments() {
    var list = new ArrayList<Assignment>();
    do {
      int position = cursor.position();
      boolean multiple = cursor.is('(');
      List<AssignmentTarget> targets = multiple ? targets() : List.of(target());
      cursor.expect('=');
      list.add(new Assignment(targets, multiple, parser.expressions.expression(), position));
    } while (cursor.accept(','));
    return List.copyOf(list);
  }

  UpdateStatement update(@Nullable WithClause with, int position) {
    cursor.expect(UPDATE);
    TableRef.Relation table = targetRelation();
    cursor.expect(SET);
    List<Assignment> assignments = assignments();
    List<TableRef> from = cursor.accept(FROM) ? parser.tables.tableRefs() : List.of();
    Expression where = whereOrCurrent();
    List<TargetItem> returning = parser.selects.returning();
    return new UpdateStatement(with, table, assignments, from, where, returning, position);
  }

  DeleteStatement delete(@Nullable WithClause with, int position) {
    cursor.expect(DELETE, FROM);
    TableRef.Relation table = targetRelation();
    List<TableRef> using = cursor.accept(USING) ? parser.tables.tableRefs() : List.of();
    Expression where = whereOrCurrent();
    List<TargetItem> returning = parser.selects.returning();
    return new DeleteStatement(with, table, using, where, returning, position);
  }

  /** relation_expr_opt_alias: SET is never an alias here without AS. */
  private TableRef.Relation targetRelation() {
    TableRef.Relation relation = parser.tables.relation();
    int position = cursor.position();
    boolean as = cursor.accept(AS);
    if (!as && (!cursor.isColId() || cursor.is(SET))) {
      return relation;
    }
    var alias = new Alias(cursor.colId(), List.of(), position);
    return new TableRef.Relation(
        relation.name(), relation.only(), alias, null, relation.position());
  }

  private @Nullable Expression whereOrCurrent() {
    if (cursor.is(WHERE) && cursor.isAhead(1, CURRENT) && cursor.isAhead(2, OF)) {
      cursor.advance();
      int position = cursor.position();
      cursor.expect(CURRENT, OF);
      return new Expression.CurrentOf(cursor.colId(), position);
    }
    return parser.expressions.optionalWhere();
  }

  // ---- MERGE

  MergeStatement merge(@Nullable WithClause with, int position) {
    cursor.expect(MERGE, INTO);
    TableRef.Relation table = targetRelation();
    cursor.expect(USING);
    TableRef source = parser.tables.tableRef();
    cursor.expect(ON);
    Expression condition = parser.expressions.expression();
    var whens = new ArrayList<MergeWhen>();
    do {
      whens.add(mergeWhen());
    } while (cursor.is(WHEN));
    return new MergeStatement(with, table, source, condition, List.copyOf(whens), position);
  }

  private MergeWhen mergeWhen() {
    int position = cursor.position();
    cursor.expect(WHEN);
    boolean matched = !cursor.accept(NOT);
    cursor.expect(MATCHED);
    Expression condition = cursor.accept(AND) ? parser.expressions.expression() : null;
    cursor.expect(THEN);
    return new MergeWhen(matched, condition, mergeAction(matched), position);
  }

  private MergeAction mergeAction(boolean matched) {
    int position = cursor.position();
    if (cursor.accept(DO)) {
      cursor.expect(NOTHING);
      return new MergeAction.DoNothing(position);
    }
    if (!matched) {
      return mergeInsert(position);
    }
    if (cursor.accept(DELETE)) {
      return new MergeAction.Delete(position);
    }
    cursor.expect(UPDATE, SET);
    return new MergeAction.Update(assignments(), position);
  }

  private MergeAction mergeInsert(int position) {
    cursor.expect(INSERT);
    List<AssignmentTarget> columns = cursor.is('(') ? targets() : List.of();
    Overriding overriding = overriding();
    if (columns.isEmpty() && overriding == Overriding.NOT_SET && cursor.accept(DEFAULT, VALUES)) {
      return new MergeAction.Insert(columns, overriding, null, position);
    }
    cursor.expect(VALUES);
    cursor.expect('(');
    List<Expression> values = parser.expressions.expressions();
    cursor.expect(')');
    return new MergeAction.Insert(columns, overriding, values, position);
  }
}
