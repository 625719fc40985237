package org.orrery.sql.session;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.SqlType;
import org.orrery.sql.command.CommandRunner;
import org.orrery.sql.copy.CopyCommand;
import org.orrery.sql.exec.plan.Plans;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement;
import org.orrery.storage.api.RowLock;

/** Sends each statement to what runs it. Thread: the session's. */
final class StatementRouter {

  private final SqlSession session;
  private final Statements statements;
  private final Portals portals;
  private final SessionTransaction transaction;
  private final TransactionCommands transactions;
  private final SettingCommands settings;
  private final CursorCommands cursors;
  private final ExplainCommand explain;
  private final CommandRunner commands;

  StatementRouter(
      SqlSession session, Statements statements, Portals portals, SessionTransaction transaction) {
    this.session = session;
    this.statements = statements;
    this.portals = portals;
    this.transaction = transaction;
    this.transactions = new TransactionCommands(session, portals, transaction);
    this.settings = new SettingCommands(session, transaction);
    this.cursors = new CursorCommands(session, statements, portals, transaction, this);
    this.explain = new ExplainCommand(session, statements);
    this.commands = new CommandRunner(session.access());
  }

  /** The columns a prepared statement gives; null for no rows. */
  @Nullable List<ResultColumn> columns(PreparedStatement prepared) {
    Statement statement = prepared.statement();
    return statement instanceof PreparableStatement
        ? prepared.columns()
        : statement == null ? null : utilityColumns(statement);
  }

  private @Nullable List<ResultColumn> utilityColumns(Statement statement) {
    return switch (statement) {
      case UtilityStatement.ShowVariable show -> settings.columns(show);
      case UtilityStatement.Explain _ -> ExplainCommand.COLUMNS;
      case UtilityStatement.Fetch fetch when !fetch.move() -> cursors.columns(fetch.cursor());
      case UtilityStatement.Execute execute -> columns(statements.get(execute.name()));
      default -> null;
    };
  }

  /** Columns of a FETCH from a binary cursor keep the cursor's formats; all others are text. */
  List<ResultColumn> withCursorFormats(Statement statement, List<ResultColumn> columns) {
    if (statement instanceof UtilityStatement.Fetch fetch) {
      return Objects.requireNonNullElse(cursors.columns(fetch.cursor()), columns);
    }
    return columns;
  }

  /** Starts a prepared statement with its parameters. */
  Execution startPrepared(
      PreparedStatement prepared,
      Statement statement,
      List<@Nullable Object> parameters,
      ResultReceiver receiver) {
    if (statement instanceof PreparableStatement preparable) {
      return query(statements.plan(prepared, preparable), parameters);
    }
    return start(statement, prepared.sql(), parameters, receiver);
  }

  /** Starts a statement. Utility statements run to their end here. */
  Execution start(
      Statement statement, String sql, List<@Nullable Object> parameters, ResultReceiver receiver) {
    return switch (statement) {
      case PreparableStatement preparable -> {
        if (CommandRunner.isSelectInto(preparable)) {
          yield UtilityExecution.done(run(statement));
        }
        PlannedStatement plan = statements.plan(preparable, sql, List.of());
        if (plan.parameterTypes().size() > parameters.size()) {
          throw OrreryException.of(
              SqlState.UNDEFINED_PARAMETER, "there is no parameter $%d", parameters.size() + 1);
        }
        yield query(plan, parameters);
      }
      case UtilityStatement utility -> utility(utility, sql, receiver);
      default -> UtilityExecution.done(run(statement));
    };
  }

  private Execution utility(UtilityStatement statement, String sql, ResultReceiver receiver) {
    return switch (statement) {
      case UtilityStatement.Transaction control -> transactions.run(control);
      case UtilityStatement.SetTransaction modes -> transactions.setModes(modes);
      case UtilityStatement.VariableStatement variable -> settings.run(variable);
      case UtilityStatement.ShowVariable show -> settings.show(show);
      case UtilityStatement.Prepare prepare -> cursors.prepare(prepare, sql);
      case UtilityStatement.Execute execute -> cursors.execute(execute, receiver);
      case UtilityStatement.Deallocate deallocate -> cursors.deallocate(deallocate);
      case UtilityStatement.DeclareCursor declare -> cursors.declare(declare, sql);
      case UtilityStatement.Fetch fetch -> cursors.fetch(fetch);
      case UtilityStatement.ClosePortal close -> cursors.close(close);
      case UtilityStatement.Discard discard -> cursors.discard(discard);
      case UtilityStatement.Explain explained -> explain.run(explained);
      case UtilityStatement.Copy copy -> {
        transaction.markRun();
        portals.beforeWrite();
        yield UtilityExecution.done(
            new CopyCommand(session.access(), statements::planInternal).run(copy, receiver));
      }
      default -> UtilityExecution.done(run(statement));
    };
  }

  private String run(Statement statement) {
    transaction.markRun();
    return commands.run(statement, transaction.isBlock());
  }

  /** Starts a planned statement. */
  Execution query(PlannedStatement plan, List<@Nullable Object> parameters) {
    SessionParts access = session.access();
    if (plan.kind() != PlannedStatement.Kind.SELECT) {
      access.checkWritable(plan.kind().command());
      portals.beforeWrite();
    }
    RowLock lock = transaction.isReadOnly() ? Plans.rowLock(plan.plan()) : null;
    if (lock != null) {
      access.checkWritable("SELECT " + lock.sql());
    }
    transaction.markRun();
    return new QueryExecution(plan, access.execution(parameters));
  }

  /** Types of a statement's columns. */
  static List<SqlType> types(List<ResultColumn> columns) {
    return columns.stream().map(ResultColumn::type).toList();
  }
}
