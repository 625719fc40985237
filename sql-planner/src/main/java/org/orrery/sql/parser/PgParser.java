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
  final DdlParser ddl;
  final AlterParser alters;
  final AlterTableParser alterTables;
  final ConstraintParser constraints;
  final SequenceParser sequences;
  final RoutineParser routines;
  final ObjectParser objects;
  final RoleParser roles;
  final SettingParser settings;
  final TransactionParser transactions;
  final CopyParser copies;
  final UtilityParser utilities;

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
    ddl = new DdlParser(this, cursor);
    alters = new AlterParser(this, cursor);
    alterTables = new AlterTableParser(this, cursor);
    constraints = new ConstraintParser(this, cursor);
    sequences = new SequenceParser(this, cursor);
    routines = new RoutineParser(this, cursor);
    objects = new ObjectParser(this, cursor);
    roles = new RoleParser(this, cursor);
    settings = new SettingParser(this, cursor);
    transactions = new TransactionParser(cursor);
    copies = new CopyParser(this, cursor);
    utilities = new UtilityParser(this, cursor);
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
    if (!cursor.isKeyword()) {
      throw cursor.syntaxError();
    }
    int position = cursor.position();
    Statement transaction = transactions.statement(position);
    return transaction != null ? transaction : utility(position);
  }

  private Statement utility(int position) {
    return switch (cursor.keyword()) {
      case CREATE -> ddl.create(position);
      case ALTER -> alters.alter(position);
      case DROP -> objects.drop(position);
      case TRUNCATE -> objects.truncate(position);
      case COMMENT -> objects.comment(position);
      case SECURITY -> objects.securityLabel(position);
      case REFRESH -> ddl.refresh(position);
      case GRANT, REVOKE -> roles.grant(position);
      case REASSIGN -> roles.reassign(position);
      case SET -> settings.set(position);
      case RESET -> settings.reset(position);
      case SHOW -> settings.show(position);
      case COPY -> copies.copy(position);
      case EXPLAIN -> utilities.explain(position);
      case PREPARE -> utilities.prepare(position);
      case EXECUTE -> utilities.execute(position);
      case DEALLOCATE -> utilities.deallocate(position);
      case DECLARE -> utilities.declare(position);
      case FETCH, MOVE -> utilities.fetch(position);
      case CLOSE -> utilities.close(position);
      case LOCK -> utilities.lock(position);
      case VACUUM -> utilities.vacuum(position);
      case ANALYZE, ANALYSE -> utilities.analyze(position);
      case CLUSTER -> utilities.cluster(position);
      case REINDEX -> utilities.reindex(position);
      case DISCARD -> utilities.discard(position);
      case LISTEN -> utilities.listen(position);
      case UNLISTEN -> utilities.unlisten(position);
      case NOTIFY -> utilities.notification(position);
      case CALL -> utilities.call(position);
      case DO -> utilities.anonymousBlock(position);
      case LOAD -> utilities.load(position);
      case CHECKPOINT -> utilities.checkpoint(position);
      case IMPORT -> {
        cursor.advance();
        cursor.expect(FOREIGN, SCHEMA);
        yield objects.unsupported("IMPORT FOREIGN SCHEMA", position);
      }
      default -> throw cursor.syntaxError();
    };
  }

  boolean startsPreparable() {
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
