package org.orrery.pgwire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.FormatSettings;
import org.orrery.pgwire.spi.BackendSession;
import org.orrery.pgwire.spi.ClientChannel;
import org.orrery.pgwire.spi.ColumnDescription;
import org.orrery.pgwire.spi.ResultSink;

/**
 * Knows {@code begin}, {@code commit}, {@code rollback}, {@code set …}, {@code series N [width]}
 * (rows of a number and a text), {@code echo $1}, {@code notice TEXT}, {@code status NAME VALUE},
 * {@code sleep} (until cancelled), {@code fail OFFSET}, {@code crash}, {@code recurse}, {@code
 * exhaust}, {@code copy in}, {@code copy bad} (fails at its first data) and {@code copy out N};
 * several are parted by semicolons.
 */
final class FakeSession implements BackendSession {

  private record Portal(String sql, List<byte @Nullable []> values, short[] formats, long[] at) {}

  private final FakeBackend backend;
  private final ClientChannel client;
  private final Semaphore cancelled = new Semaphore(0);
  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private TransactionStatus status = TransactionStatus.IDLE;
  private boolean isClosed;

  FakeSession(FakeBackend backend, ClientChannel client) {
    this.backend = backend;
    this.client = client;
  }

  @Override
  public Map<String, String> reportedSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server_version", "15.20 (Orrery test)");
    settings.put("server_encoding", "UTF8");
    settings.put("client_encoding", "UTF8");
    settings.put("DateStyle", "ISO, MDY");
    settings.put("integer_datetimes", "on");
    settings.put("standard_conforming_strings", "on");
    settings.put("TimeZone", "UTC");
    return settings;
  }

  @Override
  public TransactionStatus status() {
    return status;
  }

  @Override
  public void simpleQuery(String sql, ResultSink sink) {
    if (sql.isBlank()) {
      sink.emptyQuery();
      return;
    }
    for (String statement : sql.split(";")) {
      run(new Portal(statement.strip(), List.of(), new short[0], new long[1]), 0, sink);
    }
  }

  @Override
  public void parse(String statement, String sql, int[] parameterTypes) {
    if (sql.startsWith("syntax")) {
      throw OrreryException.of(SqlState.SYNTAX_ERROR, "syntax error").at(sql.indexOf('!'));
    }
    statements.put(statement, sql.strip());
  }

  @Override
  public void bind(
      String portal,
      String statement,
      short[] parameterFormats,
      List<byte @Nullable []> values,
      short[] resultFormats) {
    portals.put(portal, new Portal(statementText(statement), values, resultFormats, new long[1]));
  }

  private String statementText(String name) {
    String sql = statements.get(name);
    if (sql == null) {
      throw OrreryException.of(
          SqlState.INVALID_SQL_STATEMENT_NAME, "prepared statement \"%s\" does not exist", name);
    }
    return sql;
  }

  @Override
  public StatementDescription describeStatement(String statement) {
    String sql = statementText(statement);
    int[] types = sql.startsWith("echo") ? new int[] {TestTypes.TEXT.oid()} : new int[0];
    return new StatementDescription(types, columns(sql, new short[0]));
  }

  @Override
  public @Nullable List<ColumnDescription> describePortal(String portal) {
    Portal bound = portal(portal);
    return columns(bound.sql(), bound.formats());
  }

  private Portal portal(String name) {
    Portal portal = portals.get(name);
    if (portal == null) {
      throw OrreryException.of(SqlState.INVALID_CURSOR_NAME, "portal \"%s\" does not exist", name);
    }
    return portal;
  }

  private static @Nullable List<ColumnDescription> columns(String sql, short[] formats) {
    if (sql.startsWith("series")) {
      return List.of(
          new ColumnDescription("n", 16400, 1, TestTypes.INT4, -1, format(formats, 0)),
          new ColumnDescription("label", 0, 0, TestTypes.TEXT, -1, format(formats, 1)));
    }
    return sql.startsWith("echo")
        ? List.of(new ColumnDescription("echo", 0, 0, TestTypes.TEXT, -1, format(formats, 0)))
        : null;
  }

  private static short format(short[] formats, int index) {
    return switch (formats.length) {
      case 0 -> 0;
      case 1 -> formats[0];
      default -> formats[index];
    };
  }

  @Override
  public void execute(String portal, int rowsMax, ResultSink sink) {
    run(portal(portal), rowsMax, sink);
  }

  private void run(Portal portal, int rowsMax, ResultSink sink) {
    String sql = portal.sql();
    String[] words = sql.split(" ");
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "" -> sink.emptyQuery();
      case "begin" -> finish(TransactionStatus.IN_TRANSACTION, "BEGIN", sink);
      case "commit" -> finish(TransactionStatus.IDLE, "COMMIT", sink);
      case "rollback" -> finish(TransactionStatus.IDLE, "ROLLBACK", sink);
      case "set" -> sink.commandComplete("SET");
      case "series" -> series(portal, rowsMax, sink);
      case "echo" -> echo(portal, sink);
      case "notice" -> {
        client.notice(Notice.notice(sql.substring(7)));
        sink.commandComplete("DO");
      }
      case "status" -> {
        client.parameterStatus(words[1], words[2]);
        sink.commandComplete("SET");
      }
      case "sleep" -> {
        cancelled.acquireUninterruptibly();
        throw OrreryException.of(
            SqlState.QUERY_CANCELED, "canceling statement due to user request");
      }
      case "fail" ->
          throw OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"x\" does not exist")
              .withDetail("A detail.")
              .withHint("A hint.")
              .withContext("a context")
              .at(Integer.parseInt(words[1]));
      case "crash" -> throw new IllegalStateException("a fault");
      case "recurse" -> throw new StackOverflowError();
      case "exhaust" -> throw new OutOfMemoryError("a test");
      case "copy" -> copy(words, sink);
      default -> throw OrreryException.notSupported("%s", words[0]);
    }
  }

  private void finish(TransactionStatus next, String tag, ResultSink sink) {
    status = next;
    sink.commandComplete(tag);
  }

  private void echo(Portal portal, ResultSink sink) {
    sink.beginRows(Objects.requireNonNull(columns("echo", portal.formats())));
    var vector = new BytesVector(1);
    vector.set(0, portal.values().getFirst());
    sink.rows(new Batch(new Vector[] {vector}, 1), FormatSettings.DEFAULT);
    sink.commandComplete("SELECT 1");
  }

  private void series(Portal portal, int rowsMax, ResultSink sink) {
    String[] words = portal.sql().split(" ");
    long end = Long.parseLong(words[1]);
    String pad = words.length > 2 ? "x".repeat(Integer.parseInt(words[2])) : "";
    long at = portal.at()[0];
    long stop = rowsMax == 0 ? end : Math.min(end, at + rowsMax);
    sink.beginRows(Objects.requireNonNull(columns("series", portal.formats())));
    long sent = stop - at;
    while (at < stop) {
      int count = (int) Math.min(Batch.ROWS_MAX, stop - at);
      var numbers = new LongVector(count);
      var labels = new BytesVector(count);
      for (int row = 0; row < count; row++) {
        long n = at + row + 1;
        numbers.setLong(row, n);
        labels.set(row, n % 3 == 0 ? null : ("row " + n + pad).getBytes(StandardCharsets.UTF_8));
      }
      sink.rows(new Batch(new Vector[] {numbers, labels}, count), FormatSettings.DEFAULT);
      at += count;
      backend.rowsProduced = at;
      if (cancelled.tryAcquire()) {
        throw OrreryException.of(
            SqlState.QUERY_CANCELED, "canceling statement due to user request");
      }
    }
    portal.at()[0] = at;
    if (at < end) {
      sink.portalSuspended();
    } else {
      sink.commandComplete("SELECT " + sent);
    }
  }

  private void copy(String[] words, ResultSink sink) {
    if (words[1].equals("out")) {
      int rows = Integer.parseInt(words[2]);
      ResultSink.CopyOutput output = sink.copyOut(false, 1);
      for (int row = 1; row <= rows; row++) {
        byte[] line = ("line " + row + "\n").getBytes(StandardCharsets.UTF_8);
        output.write(line, 0, line.length);
      }
      output.finish();
      sink.commandComplete("COPY " + rows);
      return;
    }
    ResultSink.CopyInput input = sink.copyIn(false, 1);
    long lines = 0;
    for (byte[] piece = input.next(); piece != null; piece = input.next()) {
      if (words[1].equals("bad")) {
        throw OrreryException.of(SqlState.BAD_COPY_FILE_FORMAT, "missing data")
            .withContext("COPY t, line 1: \"bad\"");
      }
      backend.copyBytesTaken.addAndGet(piece.length);
      for (byte each : piece) {
        lines += each == '\n' ? 1 : 0;
      }
    }
    sink.commandComplete("COPY " + lines);
  }

  @Override
  public void closeStatement(String statement) {
    statements.remove(statement);
  }

  @Override
  public void closePortal(String portal) {
    portals.remove(portal);
  }

  @Override
  public void sync() {
    if (status == TransactionStatus.IDLE) {
      portals.clear();
    }
  }

  @Override
  public void failed() {
    backend.rollbacks.incrementAndGet();
    portals.clear();
    if (status == TransactionStatus.IN_TRANSACTION) {
      status = TransactionStatus.FAILED;
    }
  }

  @Override
  public void cancel() {
    backend.cancels.incrementAndGet();
    cancelled.release();
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      backend.openSessions.decrementAndGet();
    }
  }
}
