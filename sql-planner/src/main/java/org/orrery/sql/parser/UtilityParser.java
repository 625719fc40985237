package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.UtilityStatement;
import org.orrery.sql.parser.ast.UtilityStatement.FetchDirection;
import org.orrery.sql.parser.ast.UtilityStatement.VacuumTarget;

/** EXPLAIN, prepared statements, cursors, maintenance and notifications. */
final class UtilityParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  UtilityParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  // ---- EXPLAIN

  Statement explain(int position) {
    cursor.expect(EXPLAIN);
    var options = new ArrayList<Option>();
    if (cursor.is('(') && isOptionList()) {
      options.addAll(parser.options.utilityOptions());
    } else {
      if (cursor.is(ANALYZE) || cursor.is(ANALYSE)) {
        options.add(flag("analyze"));
      }
      if (cursor.is(VERBOSE)) {
        options.add(flag("verbose"));
      }
    }
    return new UtilityStatement.Explain(List.copyOf(options), explained(), position);
  }

  private boolean isOptionList() {
    int mark = cursor.mark();
    cursor.advance();
    boolean options = !cursor.is('(') && !parser.selects.startsQuery();
    cursor.reset(mark);
    return options;
  }

  /** The option of the key word here. */
  private Option flag(String name) {
    int position = cursor.position();
    cursor.advance();
    return new Option(null, name, new BooleanLiteral(true, position), position);
  }

  private Statement explained() {
    int position = cursor.position();
    if (parser.startsPreparable()) {
      return parser.preparable();
    }
    if (cursor.is(DECLARE) || cursor.is(CREATE) || cursor.is(REFRESH) || cursor.is(EXECUTE)) {
      Statement statement = parser.statement();
      return switch (statement) {
        case org.orrery.sql.parser.ast.DdlStatement.CreateTableAs as -> as;
        case org.orrery.sql.parser.ast.DdlStatement.RefreshMaterializedView refresh -> refresh;
        case UtilityStatement.DeclareCursor declare -> declare;
        case UtilityStatement.Execute execute -> execute;
        default -> throw SelectParser.clauseError("syntax error at or near \"CREATE\"", position);
      };
    }
    throw cursor.syntaxError();
  }

  // ---- prepared statements

  Statement prepare(int position) {
    cursor.expect(PREPARE);
    String name = cursor.colId();
    var types = new ArrayList<TypeName>();
    if (cursor.accept('(')) {
      do {
        types.add(parser.types.typeName());
      } while (cursor.accept(','));
      cursor.expect(')');
    }
    cursor.expect(AS);
    return new UtilityStatement.Prepare(name, List.copyOf(types), parser.preparable(), position);
  }

  UtilityStatement.Execute execute(int position) {
    cursor.expect(EXECUTE);
    String name = cursor.colId();
    List<Expression> arguments = List.of();
    if (cursor.accept('(')) {
      arguments = parser.expressions.expressions();
      cursor.expect(')');
    }
    return new UtilityStatement.Execute(name, arguments, position);
  }

  Statement deallocate(int position) {
    cursor.expect(DEALLOCATE);
    cursor.accept(PREPARE);
    return new UtilityStatement.Deallocate(nameOrAll(), position);
  }

  private @Nullable String nameOrAll() {
    return cursor.accept(ALL) ? null : cursor.colId();
  }

  // ---- cursors

  Statement declare(int position) {
    cursor.expect(DECLARE);
    String name = cursor.colId();
    boolean binary = false;
    Boolean insensitive = null;
    Boolean scroll = null;
    while (!cursor.is(CURSOR)) {
      if (cursor.accept(NO)) {
        cursor.expect(SCROLL);
        scroll = false;
      } else if (cursor.accept(SCROLL)) {
        scroll = true;
      } else if (cursor.accept(BINARY)) {
        binary = true;
      } else if (cursor.accept(ASENSITIVE)) {
        insensitive = false;
      } else {
        cursor.expect(INSENSITIVE);
        insensitive = true;
      }
    }
    cursor.expect(CURSOR);
    boolean hold = false;
    if (cursor.accept(WITH)) {
      cursor.expect(HOLD);
      hold = true;
    } else if (cursor.accept(WITHOUT)) {
      cursor.expect(HOLD);
    }
    cursor.expect(FOR);
    return new UtilityStatement.DeclareCursor(
        name, binary, insensitive, scroll, hold, parser.selects.query(), position);
  }

  Statement fetch(int position) {
    boolean move = cursor.accept(MOVE);
    if (!move) {
      cursor.expect(FETCH);
    }
    FetchDirection direction = FetchDirection.FORWARD;
    long count = 1;
    if (cursor.accept(NEXT)) {
      // forward by one
    } else if (cursor.accept(PRIOR)) {
      direction = FetchDirection.BACKWARD;
    } else if (cursor.accept(FIRST)) {
      direction = FetchDirection.ABSOLUTE;
    } else if (cursor.accept(LAST)) {
      direction = FetchDirection.ABSOLUTE;
      count = -1;
    } else if (cursor.accept(ABSOLUTE)) {
      direction = FetchDirection.ABSOLUTE;
      count = signedInteger();
    } else if (cursor.accept(RELATIVE)) {
      direction = FetchDirection.RELATIVE;
      count = signedInteger();
    } else {
      if (cursor.accept(BACKWARD)) {
        direction = FetchDirection.BACKWARD;
      } else {
        cursor.accept(FORWARD);
      }
      count = optionalCount();
    }
    if (!cursor.accept(FROM)) {
      cursor.accept(IN);
    }
    return new UtilityStatement.Fetch(move, direction, count, cursor.colId(), position);
  }

  private long optionalCount() {
    if (cursor.accept(ALL)) {
      return UtilityStatement.Fetch.ALL;
    }
    boolean number = cursor.kind() == TokenBuffer.INTEGER || cursor.is('-') || cursor.is('+');
    return number ? signedInteger() : 1;
  }

  private int signedInteger() {
    boolean negative = cursor.accept('-');
    if (!negative) {
      cursor.accept('+');
    }
    int value = cursor.expectInteger();
    return negative ? -value : value;
  }

  Statement close(int position) {
    cursor.expect(CLOSE);
    return new UtilityStatement.ClosePortal(nameOrAll(), position);
  }

  // ---- maintenance

  Statement vacuum(int position) {
    cursor.expect(VACUUM);
    var options = new ArrayList<Option>();
    if (cursor.is('(')) {
      options.addAll(parser.options.utilityOptions());
    } else {
      for (PgKeyword word : List.of(FULL, FREEZE, VERBOSE)) {
        if (cursor.is(word)) {
          options.add(flag(word.word()));
        }
      }
      if (cursor.is(ANALYZE) || cursor.is(ANALYSE)) {
        options.add(flag("analyze"));
      }
    }
    return new UtilityStatement.Vacuum(false, List.copyOf(options), vacuumTargets(), position);
  }

  Statement analyze(int position) {
    cursor.advance();
    var options = new ArrayList<Option>();
    if (cursor.is('(')) {
      options.addAll(parser.options.utilityOptions());
    } else if (cursor.is(VERBOSE)) {
      options.add(flag("verbose"));
    }
    return new UtilityStatement.Vacuum(true, List.copyOf(options), vacuumTargets(), position);
  }

  private List<VacuumTarget> vacuumTargets() {
    if (!cursor.isColId()) {
      return List.of();
    }
    var targets = new ArrayList<VacuumTarget>();
    do {
      int start = cursor.position();
      QualifiedName table = cursor.qualifiedName();
      targets.add(new VacuumTarget(table, cursor.optionalColumnList(), start));
    } while (cursor.accept(','));
    return List.copyOf(targets);
  }

  Statement cluster(int position) {
    cursor.expect(CLUSTER);
    var options = new ArrayList<Option>();
    if (cursor.is('(')) {
      options.addAll(parser.options.utilityOptions());
    } else if (cursor.is(VERBOSE)) {
      options.add(flag("verbose"));
    }
    if (!cursor.isColId()) {
      return new UtilityStatement.Cluster(null, null, List.copyOf(options), position);
    }
    QualifiedName name = cursor.qualifiedName();
    if (cursor.accept(ON)) {
      // CLUSTER index ON table, the order before PostgreSQL 8.3
      QualifiedName table = cursor.qualifiedName();
      return new UtilityStatement.Cluster(table, name.name(), List.copyOf(options), position);
    }
    String index = cursor.accept(USING) ? cursor.colId() : null;
    return new UtilityStatement.Cluster(name, index, List.copyOf(options), position);
  }

  Statement reindex(int position) {
    cursor.expect(REINDEX);
    List<Option> options = cursor.is('(') ? parser.options.utilityOptions() : List.of();
    boolean known =
        cursor.is(INDEX)
            || cursor.is(TABLE)
            || cursor.is(SCHEMA)
            || cursor.is(DATABASE)
            || cursor.is(SYSTEM);
    if (!known) {
      throw cursor.syntaxError();
    }
    String kind = cursor.colLabel();
    boolean concurrently = cursor.accept(CONCURRENTLY);
    QualifiedName name = cursor.qualifiedName();
    return new UtilityStatement.Reindex(kind, name, concurrently, options, position);
  }

  Statement lock(int position) {
    cursor.expect(LOCK);
    cursor.accept(TABLE);
    List<TableRef.Relation> tables = parser.objects.relations();
    String mode = "access exclusive";
    if (cursor.accept(IN)) {
      mode = lockMode();
      cursor.expect(MODE);
    }
    return new UtilityStatement.Lock(tables, mode, cursor.accept(NOWAIT), position);
  }

  private String lockMode() {
    if (cursor.accept(ACCESS)) {
      return "access " + shareOrExclusive();
    }
    if (cursor.accept(ROW)) {
      return "row " + shareOrExclusive();
    }
    if (cursor.accept(EXCLUSIVE)) {
      return "exclusive";
    }
    cursor.expect(SHARE);
    if (cursor.accept(UPDATE)) {
      cursor.expect(EXCLUSIVE);
      return "share update exclusive";
    }
    if (cursor.accept(ROW)) {
      cursor.expect(EXCLUSIVE);
      return "share row exclusive";
    }
    return "share";
  }

  private String shareOrExclusive() {
    if (cursor.accept(SHARE)) {
      return "share";
    }
    cursor.expect(EXCLUSIVE);
    return "exclusive";
  }

  // ---- the rest

  Statement discard(int position) {
    cursor.expect(DISCARD);
    UtilityStatement.DiscardTarget target;
    if (cursor.accept(ALL)) {
      target = UtilityStatement.DiscardTarget.ALL;
    } else if (cursor.accept(PLANS)) {
      target = UtilityStatement.DiscardTarget.PLANS;
    } else if (cursor.accept(SEQUENCES)) {
      target = UtilityStatement.DiscardTarget.SEQUENCES;
    } else {
      if (!cursor.accept(TEMP)) {
        cursor.expect(TEMPORARY);
      }
      target = UtilityStatement.DiscardTarget.TEMP;
    }
    return new UtilityStatement.Discard(target, position);
  }

  Statement listen(int position) {
    cursor.expect(LISTEN);
    return new UtilityStatement.Listen(cursor.colId(), position);
  }

  Statement unlisten(int position) {
    cursor.expect(UNLISTEN);
    return new UtilityStatement.Unlisten(cursor.accept('*') ? null : cursor.colId(), position);
  }

  Statement notification(int position) {
    cursor.expect(NOTIFY);
    String channel = cursor.colId();
    String payload = cursor.accept(',') ? cursor.expectString() : null;
    return new UtilityStatement.Notify(channel, payload, position);
  }

  Statement call(int position) {
    cursor.expect(CALL);
    int start = cursor.position();
    QualifiedName name = parser.tables.functionName();
    return new UtilityStatement.Call(parser.functions.application(name.parts(), start), position);
  }

  Statement anonymousBlock(int position) {
    cursor.expect(DO);
    String language = null;
    String body = null;
    while (!cursor.isEnd() && !cursor.is(';')) {
      if (cursor.accept(LANGUAGE)) {
        language = cursor.wordOrString();
      } else {
        body = cursor.expectString();
      }
    }
    if (body == null) {
      throw cursor.syntaxError();
    }
    return new UtilityStatement.Do(language, body, position);
  }

  Statement load(int position) {
    cursor.expect(LOAD);
    return new UtilityStatement.Load(cursor.expectString(), position);
  }

  Statement checkpoint(int position) {
    cursor.expect(CHECKPOINT);
    return new UtilityStatement.Checkpoint(position);
  }
}
