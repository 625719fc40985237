package org.orrery.server.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.pgwire.spi.BackendSession;
import org.orrery.pgwire.spi.ColumnDescription;
import org.orrery.pgwire.spi.IdleLimit;
import org.orrery.pgwire.spi.ResultSink;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.SqlSession;

/** A SQL session as the protocol sees it. */
final class SqlBackendSession implements BackendSession {

  private final SqlSession session;

  SqlBackendSession(SqlSession session) {
    this.session = session;
  }

  @Override
  public Map<String, String> reportedSettings() {
    return session.reportedSettings();
  }

  @Override
  public TransactionStatus status() {
    return switch (session.status()) {
      case IDLE -> TransactionStatus.IDLE;
      case IN_TRANSACTION -> TransactionStatus.IN_TRANSACTION;
      case FAILED -> TransactionStatus.FAILED;
    };
  }

  @Override
  public void simpleQuery(String sql, ResultSink sink) {
    session.simpleQuery(sql, new SinkReceiver(sink));
  }

  @Override
  public void parse(String statement, String sql, int[] parameterTypes) {
    session.parse(statement, sql, parameterTypes);
  }

  @Override
  public void bind(
      String portal,
      String statement,
      short[] parameterFormats,
      List<byte @Nullable []> values,
      short[] resultFormats) {
    session.bind(portal, statement, parameterFormats, values, resultFormats);
  }

  @Override
  public StatementDescription describeStatement(String statement) {
    SqlSession.StatementDescription description = session.describeStatement(statement);
    int[] types = description.parameterTypes().stream().mapToInt(type -> type.oid()).toArray();
    List<ResultColumn> columns = description.columns();
    return new StatementDescription(types, columns == null ? null : SinkReceiver.columns(columns));
  }

  @Override
  public @Nullable List<ColumnDescription> describePortal(String portal) {
    List<ResultColumn> columns = session.describePortal(portal);
    return columns == null ? null : SinkReceiver.columns(columns);
  }

  @Override
  public void execute(String portal, int rowsMax, ResultSink sink) {
    session.execute(portal, rowsMax, new SinkReceiver(sink));
  }

  @Override
  public void closeStatement(String statement) {
    session.closeStatement(statement);
  }

  @Override
  public void closePortal(String portal) {
    session.closePortal(portal);
  }

  @Override
  public void sync() {
    session.sync();
  }

  @Override
  public void failed() {
    session.failed();
  }

  @Override
  public @Nullable IdleLimit idleLimit() {
    SqlSession.IdleTimeout timeout = session.idleTimeout();
    return timeout == null ? null : new IdleLimit(timeout.nanos(), timeout.reason());
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
  }
}
