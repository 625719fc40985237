package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.setting.SessionSettings;
import org.orrery.base.setting.SettingSource;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.parser.ParsedStatement;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement;
import org.orrery.sql.pgcatalog.SequenceValues;
import org.orrery.sql.pgcatalog.SessionActivity;
import org.orrery.sql.session.SessionTransaction.State;
import org.orrery.storage.api.SessionLocks;

/**
 * One client's session. All methods but {@link #cancel} are called on one thread, one at a time,
 * may block, and throw {@link OrreryException}; after an error the caller calls {@link #failed}
 * once. Statements and portals are named as in the protocol; the empty name is the unnamed one.
 */
public final class SqlSession implements AutoCloseable {

  private final SqlNode node;
  private final SessionClient client;
  private final SessionSettings settings;
  private final String userName;
  private final SessionTransaction transaction;
  private final Statements statements;
  private final Portals portals;
  private final StatementRouter router;
  private final SessionParts access;
  private final Cancellation cancellation;
  private final SessionLocks locks;
  private final SequenceValues sequenceValues = new SequenceValues();
  private final ActivityReport activity;
  private long statementMicros;

  SqlSession(SqlNode node, RoleEntry role, Map<String, String> parameters, SessionClient client) {
    this.node = node;
    this.client = client;
    this.userName = role.name();
    this.settings = new SessionSettings(node.settings(), role.isSuperuser());
    settings.setFact("is_superuser", role.isSuperuser() ? "on" : "off");
    settings.setInitial("session_authorization", role.name(), SettingSource.CLIENT);
    parameters.forEach(this::setInitial);
    this.cancellation = new Cancellation(node.clock());
    this.locks =
        node.tables().locks().open(new SessionWaits(client.processId(), settings, cancellation));
    this.transaction = new SessionTransaction(node.tables(), node.catalog(), settings, locks);
    this.access = new SessionParts(this, transaction);
    this.statements = new Statements(this);
    this.portals = new Portals();
    this.router = new StatementRouter(this, statements, portals, transaction);
    this.statementMicros = node.clock().wallMicros();
    this.activity = new ActivityReport(client, role, settings, node.clock());
  }

  private void setInitial(String name, String value) {
    switch (name) {
      case "user", "database", "options", "replication" -> {}
      default -> {
        if (!name.startsWith("_pq_.")) {
          settings.setInitial(name, value, SettingSource.CLIENT);
        }
      }
    }
  }

  /** Settings to report after log-in, in the order to send them. */
  public Map<String, String> reportedSettings() {
    return new LinkedHashMap<>(settings.drainReports());
  }

  /** Where the transaction is. */
  public TransactionStatus status() {
    return switch (transaction.state()) {
      case NONE, IMPLICIT -> TransactionStatus.IDLE;
      case BLOCK -> TransactionStatus.IN_TRANSACTION;
      case FAILED -> TransactionStatus.FAILED;
    };
  }

  /**
   * Runs a simple query: each statement of {@code sql} in turn, in one implicit transaction unless
   * they control transactions themselves.
   */
  public void simpleQuery(String sql, ResultReceiver receiver) {
    arrived(sql);
    cancellation.begin(0);
    try {
      closeStatement("");
      List<ParsedStatement> parsed = PgParser.parse(sql);
      if (parsed.isEmpty()) {
        receiver.emptyQuery();
      }
      for (int i = 0; i < parsed.size(); i++) {
        ParsedStatement statement = parsed.get(i);
        String text = sql.substring(statement.start(), statement.end());
        simpleStatement(statement.statement(), text, i == parsed.size() - 1, receiver);
      }
      finishImplicit();
    } finally {
      cancellation.end();
    }
    rest();
  }

  /** A request with this text has arrived. */
  private void arrived(String sql) {
    statementMicros = node.clock().wallMicros();
    activity.running(sql, statementMicros);
  }

  /** The request is served. */
  private void rest() {
    report();
    activity.resting(status(), transaction.startMicros());
  }

  private void simpleStatement(
      Statement statement, String text, boolean isLast, ResultReceiver receiver) {
    beginStatement(statement);
    String tag;
    try (Execution execution = router.start(statement, text, List.of(), receiver)) {
      List<ResultColumn> columns = execution.columns();
      if (columns != null) {
        receiver.beginRows(router.withCursorFormats(statement, columns));
      }
      var portal = new Portal("", text, statement, columns, execution, false, false);
      var format = access.statement().format();
      long rows = portal.run(Long.MAX_VALUE, batch -> receiver.rows(batch, format));
      tag = execution.tag(rows);
    }
    endStatement();
    if (isLast) {
      finishImplicit();
    }
    report();
    receiver.commandComplete(tag);
  }

  /** Checks and starts what every statement needs before it runs. */
  private void beginStatement(Statement statement) {
    checkNotFailed(statement);
    cancellation.begin(settings.number("statement_timeout"));
    transaction.ensure(statementMicros);
    activity.inTransaction(transaction.startMicros());
    access.newStatement(statementMicros);
  }

  private void endStatement() {
    if (transaction.state() == State.NONE) {
      // A COMMIT or ROLLBACK closed the transaction, and its portals with it.
      portals.endTransaction();
    }
  }

  private void checkNotFailed(@Nullable Statement statement) {
    if (transaction.state() != State.FAILED) {
      return;
    }
    boolean endsBlock =
        statement instanceof UtilityStatement.Transaction control
            && switch (control.kind()) {
              case COMMIT, ROLLBACK, ROLLBACK_TO, PREPARE -> true;
              default -> false;
            };
    if (!endsBlock && statement != null) {
      throw OrreryException.of(
          SqlState.IN_FAILED_SQL_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
  }

  /** Parse: prepares one statement. {@code parameterTypes} are OIDs, 0 for "infer". */
  public void parse(String name, String sql, int[] parameterTypes) {
    arrived(sql);
    cancellation.begin(settings.number("statement_timeout"));
    try {
      List<ParsedStatement> parsed = PgParser.parse(sql);
      if (parsed.size() > 1) {
        throw OrreryException.of(
            SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
      }
      Statement statement = parsed.isEmpty() ? null : parsed.getFirst().statement();
      checkNotFailed(statement);
      transaction.ensure(statementMicros);
      access.newStatement(statementMicros);
      statements.prepare(name, sql, statement, statements.types(parameterTypes), false);
    } finally {
      cancellation.end();
    }
  }

  /**
   * Bind: makes a portal. Format codes are 0 (text) or 1 (binary): none for all text, one for all
   * values, else one each.
   */
  public void bind(
      String portal,
      String statement,
      short[] parameterFormats,
      List<byte @Nullable []> values,
      short[] resultFormats) {
    PreparedStatement prepared = statements.get(statement);
    checkNotFailed(prepared.statement());
    transaction.ensure(node.clock().wallMicros());
    access.newStatement(statementMicros);
    List<@Nullable Object> parameters =
        Parameters.read(prepared, parameterFormats, values, access.statement().format());
    List<ResultColumn> columns = router.columns(prepared);
    List<ResultColumn> formatted =
        columns == null ? null : Parameters.formats(columns, resultFormats);
    portals.put(
        new Portal(portal, prepared.sql(), prepared.statement(), formatted, null, false, false),
        prepared,
        parameters);
  }

  /** Describe of a statement. */
  public StatementDescription describeStatement(String name) {
    PreparedStatement prepared = statements.get(name);
    if (transaction.state() == State.FAILED && prepared.columns() != null) {
      checkNotFailed(prepared.statement());
    }
    return new StatementDescription(prepared.parameterTypes(), router.columns(prepared));
  }

  /**
   * A described statement.
   *
   * @param columns null when the statement returns no rows
   */
  public record StatementDescription(
      List<org.orrery.data.type.SqlType> parameterTypes, @Nullable List<ResultColumn> columns) {}

  /** Describe of a portal: its columns with their formats, or null when it returns no rows. */
  public @Nullable List<ResultColumn> describePortal(String name) {
    return portals.get(name).columns();
  }

  /** Execute: runs the portal, or goes on with a suspended one; {@code rowsMax} 0 for all. */
  public void execute(String name, int rowsMax, ResultReceiver receiver) {
    Portal portal = portals.get(name);
    Statement statement = portal.statement();
    if (statement == null) {
      receiver.emptyQuery();
      return;
    }
    arrived(portal.sql());
    beginStatement(statement);
    try {
      Execution execution = portal.execution();
      if (execution == null) {
        execution =
            router.startPrepared(
                portals.prepared(name), statement, portals.parameters(name), receiver);
        portal.start(execution);
      } else if (portal.isDone() && portal.columns() == null) {
        throw OrreryException.of(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"%s\" cannot be run", name);
      }
      List<ResultColumn> columns = portal.columns();
      if (columns != null) {
        receiver.beginRows(columns);
      }
      var format = access.statement().format();
      long limit = rowsMax <= 0 ? Long.MAX_VALUE : rowsMax;
      long rows = portal.run(limit, batch -> receiver.rows(batch, format));
      if (!portal.isDone()) {
        receiver.portalSuspended();
        return;
      }
      String tag = execution.tag(rows);
      endStatement();
      receiver.commandComplete(tag);
    } finally {
      cancellation.end();
    }
    report();
  }

  /** Close of a statement; fine when there is none of that name. */
  public void closeStatement(String name) {
    statements.close(name);
  }

  /** Close of a portal; fine when there is none of that name. */
  public void closePortal(String name) {
    portals.close(name);
  }

  /** Sync: ends the implicit transaction, committing it. */
  public void sync() {
    cancellation.begin(0);
    try {
      finishImplicit();
    } finally {
      cancellation.end();
    }
    rest();
  }

  private void finishImplicit() {
    if (transaction.state() == State.IMPLICIT) {
      portals.beforeCommit();
      portals.endTransaction();
      transaction.commit(access::beforeCommit);
    }
  }

  /** An error was sent to the client: an open transaction fails, an implicit one rolls back. */
  public void failed() {
    cancellation.end();
    int portalMark = transaction.portalMark();
    if (portalMark > 0) {
      portals.closeFrom(portalMark);
    } else {
      portals.endTransaction();
    }
    transaction.fail();
    rest();
  }

  /**
   * How long the client may be silent now.
   *
   * @param reason ends the session after that
   */
  public record IdleTimeout(long nanos, OrreryException reason) {}

  /** How long the client may be silent now; null for no limit. */
  public @Nullable IdleTimeout idleTimeout() {
    boolean isBlock = transaction.isBlock();
    long millis =
        settings.number(isBlock ? "idle_in_transaction_session_timeout" : "idle_session_timeout");
    if (millis == 0) {
      return null;
    }
    OrreryException reason =
        isBlock
            ? OrreryException.of(
                SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                "terminating connection due to idle-in-transaction timeout")
            : OrreryException.of(
                SqlState.IDLE_SESSION_TIMEOUT,
                "terminating connection due to idle-session timeout");
    return new IdleTimeout(millis * 1_000_000, reason);
  }

  /** Asks the running request to stop with {@code 57014}. Any thread; harmless when idle. */
  public void cancel() {
    cancellation.request();
    locks.wake();
  }

  /** Rolls back, frees everything. Idempotent. */
  @Override
  public void close() {
    try {
      portals.closeAll();
      transaction.rollback();
    } finally {
      locks.close();
      node.sessions().remove(this);
    }
  }

  /** What the session does now. Any thread. */
  SessionActivity activity() {
    return activity.latest();
  }

  /** Prepared statements, for {@code pg_prepared_statements}: name, text, types, from SQL, time. */
  public List<PreparedStatement> preparedStatements() {
    return new ArrayList<>(statements.all());
  }

  private void report() {
    settings.drainReports().forEach(client::parameterStatus);
  }

  void notice(Notice notice) {
    if (isWanted(notice.severity())) {
      client.notice(notice);
    }
  }

  private boolean isWanted(Notice.Severity severity) {
    if (severity == Notice.Severity.INFO) {
      return true;
    }
    Notice.Severity least =
        switch (settings.text("client_min_messages")) {
          case "notice" -> Notice.Severity.NOTICE;
          case "warning" -> Notice.Severity.WARNING;
          case "log" -> Notice.Severity.LOG;
          case "error", "fatal", "panic" -> null;
          default -> Notice.Severity.DEBUG;
        };
    return least != null && severity.compareTo(least) >= 0;
  }

  /** Throws {@code 57014} when the statement was cancelled or timed out. Any thread. */
  void checkCancelled() {
    cancellation.check();
  }

  SqlNode node() {
    return node;
  }

  SessionParts access() {
    return access;
  }

  SessionSettings settings() {
    return settings;
  }

  SequenceValues sequenceValues() {
    return sequenceValues;
  }

  SessionLocks locks() {
    return locks;
  }

  String userName() {
    return userName;
  }

  SessionClient client() {
    return client;
  }

  long statementMicros() {
    return statementMicros;
  }
}
