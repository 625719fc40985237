package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.DdlStatement;
import org.orrery.sql.parser.ast.DdlStatement.FunctionBody;
import org.orrery.sql.parser.ast.DdlStatement.FunctionParameter;
import org.orrery.sql.parser.ast.DdlStatement.ParameterMode;
import org.orrery.sql.parser.ast.DdlStatement.TriggerEvent;
import org.orrery.sql.parser.ast.DdlStatement.TriggerTransition;
import org.orrery.sql.parser.ast.Expression;
import org.orrery.sql.parser.ast.Expression.BooleanLiteral;
import org.orrery.sql.parser.ast.Expression.Row;
import org.orrery.sql.parser.ast.Expression.StringLiteral;
import org.orrery.sql.parser.ast.Option;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.TypeName;
import org.orrery.sql.parser.ast.UtilityStatement.SetVariable;

/** CREATE FUNCTION, PROCEDURE and TRIGGER. */
final class RoutineParser {

  private final PgParser parser;
  private final TokenCursor cursor;

  RoutineParser(PgParser parser, TokenCursor cursor) {
    this.parser = parser;
    this.cursor = cursor;
  }

  // ---- functions

  Statement function(boolean orReplace, int position) {
    boolean procedure = cursor.accept(PROCEDURE);
    if (!procedure) {
      cursor.expect(FUNCTION);
    }
    QualifiedName name = parser.tables.functionName();
    cursor.expect('(');
    var parameters = new ArrayList<FunctionParameter>();
    if (!cursor.is(')')) {
      do {
        parameters.add(parameter(true));
      } while (cursor.accept(','));
    }
    cursor.expect(')');
    TypeName returns = null;
    if (!procedure && cursor.accept(RETURNS)) {
      if (cursor.accept(TABLE)) {
        tableColumns(parameters);
      } else {
        returns = parser.types.functionType();
      }
    }
    var options = new ArrayList<Option>();
    while (option(options)) {}
    return new DdlStatement.CreateFunction(
        name,
        orReplace,
        procedure,
        List.copyOf(parameters),
        returns,
        List.copyOf(options),
        body(),
        position);
  }

  private void tableColumns(List<FunctionParameter> parameters) {
    cursor.expect('(');
    do {
      int start = cursor.position();
      String name = cursor.nonReservedWord();
      TypeName type = parser.types.functionType();
      parameters.add(new FunctionParameter(ParameterMode.TABLE, name, type, null, start));
    } while (cursor.accept(','));
    cursor.expect(')');
  }

  /** func_arg: mode, name and type in PostgreSQL's several orders. */
  FunctionParameter parameter(boolean defaults) {
    int position = cursor.position();
    ParameterMode mode = mode();
    String name = null;
    if (cursor.isTypeFunctionName() && hasName()) {
      name = cursor.typeFunctionName();
      if (mode == null) {
        mode = mode();
      }
    }
    TypeName type = parser.types.functionType();
    Expression value = null;
    if (defaults && (cursor.accept(DEFAULT) || cursor.accept('='))) {
      value = parser.expressions.expression();
    }
    return new FunctionParameter(
        mode == null ? ParameterMode.IN : mode, name, type, value, position);
  }

  private @Nullable ParameterMode mode() {
    if (cursor.accept(IN)) {
      return cursor.accept(OUT) ? ParameterMode.INOUT : ParameterMode.IN;
    }
    if (cursor.accept(OUT)) {
      return ParameterMode.OUT;
    }
    if (cursor.accept(INOUT)) {
      return ParameterMode.INOUT;
    }
    return cursor.accept(VARIADIC) ? ParameterMode.VARIADIC : null;
  }

  /** Whether the word here is a parameter's name: another word follows that can start a type. */
  private boolean hasName() {
    if (cursor.is(DOUBLE) && cursor.isAhead(1, PRECISION)) {
      return false;
    }
    return cursor.isColIdAhead(1)
        || cursor.isTypeFunctionNameAhead(1)
        || cursor.isAhead(1, IN)
        || cursor.isAhead(1, VARIADIC);
  }

  private boolean option(List<Option> options) {
    int start = cursor.position();
    if (!cursor.isKeyword()) {
      return false;
    }
    switch (cursor.keyword()) {
      case AS -> {
        cursor.advance();
        var parts = new ArrayList<Expression>();
        do {
          int at = cursor.position();
          parts.add(new StringLiteral(cursor.expectString(), at));
        } while (cursor.accept(','));
        options.add(new Option(null, "as", new Row(List.copyOf(parts), true, start), start));
      }
      case LANGUAGE -> {
        cursor.advance();
        options.add(DdlParser.text("language", cursor.wordOrString(), start));
      }
      case TRANSFORM -> {
        cursor.advance();
        do {
          cursor.expect(FOR, TYPE);
          options.add(DdlParser.text("transform", parser.types.typeName().name(), start));
        } while (cursor.accept(','));
      }
      case WINDOW -> flag(options, "window", true);
      default -> {
        return commonOption(options);
      }
    }
    return true;
  }

  /** common_func_opt_item. */
  private boolean commonOption(List<Option> options) {
    int start = cursor.position();
    switch (cursor.keyword()) {
      case IMMUTABLE, STABLE, VOLATILE -> {
        options.add(DdlParser.text("volatility", cursor.text(), start));
        cursor.advance();
      }
      case STRICT -> flag(options, "strict", true);
      case CALLED, RETURNS -> {
        boolean strict = cursor.is(RETURNS);
        cursor.advance();
        if (strict) {
          cursor.expect(NULL);
        }
        cursor.expect(ON, NULL);
        cursor.expect(INPUT);
        options.add(new Option(null, "strict", new BooleanLiteral(strict, start), start));
      }
      case EXTERNAL, SECURITY -> {
        cursor.accept(EXTERNAL);
        cursor.expect(SECURITY);
        boolean definer = cursor.accept(DEFINER);
        if (!definer) {
          cursor.expect(INVOKER);
        }
        options.add(new Option(null, "security", new BooleanLiteral(definer, start), start));
      }
      case LEAKPROOF -> flag(options, "leakproof", true);
      case NOT -> {
        cursor.advance();
        cursor.expect(LEAKPROOF);
        options.add(new Option(null, "leakproof", new BooleanLiteral(false, start), start));
      }
      case COST, ROWS -> {
        String name = cursor.colLabel();
        options.add(new Option(null, name, parser.expressions.signedNumber(), start));
      }
      case SUPPORT -> {
        cursor.advance();
        options.add(DdlParser.text("support", cursor.anyName().display(), start));
      }
      case PARALLEL -> {
        cursor.advance();
        options.add(DdlParser.text("parallel", cursor.colId(), start));
      }
      case SET, RESET -> {
        options.add(new Option(null, "set", setting(start), start));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** SET of a function: its name followed by its values, as a Row; RESET has no name. */
  private Expression setting(int start) {
    var parts = new ArrayList<Expression>();
    if (parser.settings.change(start) instanceof SetVariable set) {
      parts.add(new StringLiteral(set.name(), start));
      parts.addAll(set.values());
    }
    return new Row(List.copyOf(parts), true, start);
  }

  private void flag(List<Option> options, String name, boolean value) {
    int start = cursor.position();
    cursor.advance();
    options.add(new Option(null, name, new BooleanLiteral(value, start), start));
  }

  private @Nullable FunctionBody body() {
    if (cursor.accept(RETURN)) {
      return new FunctionBody(parser.expressions.expression(), List.of());
    }
    if (!cursor.accept(BEGIN)) {
      return null;
    }
    cursor.expect(ATOMIC);
    var statements = new ArrayList<Statement>();
    while (!cursor.accept(END)) {
      if (cursor.accept(';')) {
        continue;
      }
      if (cursor.accept(RETURN)) {
        return returning(statements);
      }
      statements.add(parser.statement());
      cursor.expect(';');
    }
    return new FunctionBody(null, List.copyOf(statements));
  }

  private FunctionBody returning(List<Statement> before) {
    Expression value = parser.expressions.expression();
    cursor.expect(';');
    cursor.expect(END);
    return new FunctionBody(value, List.copyOf(before));
  }

  // ---- triggers

  Statement trigger(boolean orReplace, int position) {
    boolean constraint = cursor.accept(CONSTRAINT);
    cursor.expect(TRIGGER);
    String name = cursor.colId();
    String timing = timing(constraint);
    List<TriggerEvent> events = events();
    cursor.expect(ON);
    QualifiedName table = cursor.qualifiedName();
    QualifiedName referenced = constraint && cursor.accept(FROM) ? cursor.qualifiedName() : null;
    var deferral =
        constraint
            ? parser.constraints.deferral()
            : new ConstraintParser.DeferralClause(null, false);
    List<TriggerTransition> transitions = transitions();
    boolean eachRow = false;
    if (cursor.accept(FOR)) {
      cursor.accept(EACH);
      eachRow = cursor.accept(ROW);
      if (!eachRow) {
        cursor.expect(STATEMENT);
      }
    }
    Expression when = null;
    if (cursor.accept(WHEN)) {
      cursor.expect('(');
      when = parser.expressions.expression();
      cursor.expect(')');
    }
    cursor.expect(EXECUTE);
    if (!cursor.accept(FUNCTION)) {
      cursor.expect(PROCEDURE);
    }
    QualifiedName function = parser.tables.functionName();
    return new DdlStatement.CreateTrigger(
        name,
        orReplace,
        constraint,
        timing,
        events,
        table,
        referenced,
        transitions,
        eachRow,
        deferral.deferrable(),
        deferral.deferred(),
        when,
        function,
        triggerArguments(),
        position);
  }

  private String timing(boolean constraint) {
    if (cursor.accept(AFTER)) {
      return "after";
    }
    if (constraint) {
      throw cursor.syntaxError();
    }
    if (cursor.accept(BEFORE)) {
      return "before";
    }
    cursor.expect(INSTEAD, OF);
    return "instead of";
  }

  private List<TriggerEvent> events() {
    var events = new ArrayList<TriggerEvent>();
    do {
      if (!cursor.is(INSERT) && !cursor.is(DELETE) && !cursor.is(TRUNCATE) && !cursor.is(UPDATE)) {
        throw cursor.syntaxError();
      }
      boolean update = cursor.is(UPDATE);
      String event = cursor.colLabel();
      List<String> columns = update && cursor.accept(OF) ? cursor.nameList() : List.of();
      events.add(new TriggerEvent(event, columns));
    } while (cursor.accept(OR));
    return List.copyOf(events);
  }

  private List<TriggerTransition> transitions() {
    if (!cursor.accept(REFERENCING)) {
      return List.of();
    }
    var transitions = new ArrayList<TriggerTransition>();
    while (cursor.is(OLD) || cursor.is(NEW)) {
      boolean newRows = cursor.is(NEW);
      cursor.advance();
      boolean table = cursor.accept(TABLE);
      if (!table) {
        cursor.expect(ROW);
      }
      cursor.accept(AS);
      transitions.add(new TriggerTransition(newRows, table, cursor.colId()));
    }
    return List.copyOf(transitions);
  }

  private List<String> triggerArguments() {
    cursor.expect('(');
    var arguments = new ArrayList<String>();
    if (!cursor.is(')')) {
      do {
        switch (cursor.kind()) {
          case TokenBuffer.STRING, TokenBuffer.NUMBER, TokenBuffer.INTEGER -> {
            arguments.add(cursor.text());
            cursor.advance();
          }
          default -> arguments.add(cursor.colLabel());
        }
      } while (cursor.accept(','));
    }
    cursor.expect(')');
    return List.copyOf(arguments);
  }
}
