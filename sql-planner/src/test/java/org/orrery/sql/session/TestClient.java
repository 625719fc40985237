package org.orrery.sql.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.seam.sim.SimRng;
import org.orrery.base.seam.system.SystemClock;
import org.orrery.base.seam.system.SystemScheduler;
import org.orrery.base.setting.ServerFacts;
import org.orrery.base.setting.ServerSettings;
import org.orrery.base.setting.SettingsRegistry;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.catalog.SharedCatalog;
import org.orrery.sql.catalog.SystemRelationProvider;
import org.orrery.sql.exec.Lab;
import org.orrery.sql.function.BuiltinFunctions;

/**
 * A client of a session over {@link FakeTables} that writes down what it is told, one line each:
 * rows as {@code a|b}, then tags; notices with their severity; errors as {@code ERROR 42P01 …}.
 */
public final class TestClient implements ResultReceiver, SessionClient {

  private final SqlSession session;
  private final List<String> lines = new ArrayList<>();
  private final ByteSink copied = new ByteSink(64);
  private byte[] copyInput = new byte[0];
  private List<ResultColumn> columns = List.of();

  private TestClient(SqlNode node) {
    this.session = node.open(Map.of("user", "postgres"), this);
  }

  /** A node over tables. */
  public static SqlNode node(FakeTables tables) {
    return node(tables, BuiltinFunctions.create());
  }

  /** A node over tables with functions. */
  public static SqlNode node(FakeTables tables, BuiltinFunctions functions) {
    SettingsRegistry registry =
        SettingsRegistry.standard(new ServerFacts("0.1.0", "UTC"), List.of());
    return new SqlNode(
        tables,
        SharedCatalog.open(tables, functions, SystemRelationProvider.NONE),
        new FakePlanner(),
        ServerSettings.at(registry, Map.of()),
        new SystemClock(),
        new SimRng(1),
        new SystemScheduler(),
        Lab.pool(Long.MAX_VALUE),
        new OpenSessions(),
        "postgres");
  }

  /** A client with a session of its own. */
  public static TestClient of(SqlNode node) {
    return new TestClient(node);
  }

  SqlSession session() {
    return session;
  }

  /** Runs a simple query; what the client was told, lines joined by " / ". */
  public String run(String sql) {
    lines.clear();
    try {
      session.simpleQuery(sql, this);
    } catch (OrreryException e) {
      error(e);
      session.failed();
    }
    return String.join(" / ", lines);
  }

  /** Runs a COPY FROM STDIN with these bytes. */
  public String copyIn(String sql, byte[] input) {
    copyInput = input;
    return run(sql);
  }

  /** Runs a COPY FROM STDIN with this text. */
  public String copyIn(String sql, String input) {
    return copyIn(sql, input.getBytes(StandardCharsets.UTF_8));
  }

  /** Runs a COPY TO STDOUT; the bytes. */
  public byte[] copyOut(String sql) {
    copied.truncate(0);
    String answer = run(sql);
    if (answer.contains("ERROR")) {
      throw new IllegalStateException(answer);
    }
    return copied.toByteArray();
  }

  private void error(OrreryException e) {
    var text = new StringBuilder("ERROR " + e.state().code() + " " + e.message());
    append(text, "DETAIL", e.detail());
    append(text, "HINT", e.hint());
    append(text, "CONTEXT", e.context());
    lines.add(text.toString());
  }

  private static void append(StringBuilder text, String label, @Nullable String value) {
    if (value != null) {
      text.append(" [").append(label).append(": ").append(value).append(']');
    }
  }

  @Override
  public void notice(Notice notice) {
    var text = new StringBuilder(notice.severity() + ": " + notice.message());
    append(text, "DETAIL", notice.detail());
    append(text, "HINT", notice.hint());
    lines.add(text.toString());
  }

  @Override
  public void terminate(OrreryException reason) {
    lines.add("TERMINATED " + reason.state().code());
  }

  @Override
  public void parameterStatus(String name, String value) {
    lines.add("SET " + name + "=" + value);
  }

  @Override
  public int processId() {
    return 1;
  }

  @Override
  public void beginRows(List<ResultColumn> newColumns) {
    columns = newColumns;
  }

  @Override
  public void rows(Batch batch, FormatSettings settings) {
    for (int i = 0; i < batch.size(); i++) {
      var line = new ByteSink(64);
      for (int column = 0; column < columns.size(); column++) {
        if (column > 0) {
          line.writeByte('|');
        }
        int row = batch.position(i);
        if (!batch.column(column).isNull(row)) {
          columns.get(column).type().codec().formatText(batch.column(column), row, settings, line);
        }
      }
      lines.add(line.toString());
    }
  }

  @Override
  public void commandComplete(String tag) {
    lines.add(tag);
  }

  @Override
  public void emptyQuery() {
    lines.add("EMPTY");
  }

  @Override
  public void portalSuspended() {
    lines.add("SUSPENDED");
  }

  @Override
  public CopySource copyIn(boolean isBinary, int columnCount) {
    // One byte at a time, so that every boundary is met.
    return new CopySource() {
      private int next;

      @Override
      public byte @Nullable [] next() {
        return next == copyInput.length ? null : new byte[] {copyInput[next++]};
      }
    };
  }

  @Override
  public CopyTarget copyOut(boolean isBinary, int columnCount) {
    return new CopyTarget() {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        copied.writeBytes(bytes, offset, length);
      }

      @Override
      public void finish() {}
    };
  }

  /** What the client was told since the last simple query. */
  List<String> lines() {
    return lines;
  }
}
