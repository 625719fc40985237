package org.orrery.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.session.ResultColumn;
import org.orrery.sql.session.ResultReceiver;
import org.orrery.sql.session.SessionClient;
import org.orrery.sql.session.SqlNode;
import org.orrery.sql.session.SqlSession;

/** A superuser's session inside of the process, whose rows nobody reads. Thread: the creator's. */
final class LocalSession implements AutoCloseable {

  private static final int COPY_BYTES = 64 * 1024;

  private final SqlSession session;

  LocalSession(SqlNode node) {
    var parameters = Map.of("user", SystemSchemas.POSTGRES, "database", node.databaseName());
    this.session = node.open(parameters, new Silent());
  }

  /** Runs statements, in one transaction unless they say otherwise. */
  void execute(String sql) {
    run(sql, new Discarding(InputStream.nullInputStream()));
  }

  /**
   * Runs one COPY FROM STDIN.
   *
   * @return its command tag
   */
  String copy(String sql, InputStream data) {
    var receiver = new Discarding(data);
    run(sql, receiver);
    return receiver.tag;
  }

  private void run(String sql, Discarding receiver) {
    try {
      session.simpleQuery(sql, receiver);
    } catch (OrreryException e) {
      session.failed();
      throw e;
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private static final class Silent implements SessionClient {
    @Override
    public void notice(Notice notice) {}

    @Override
    public void parameterStatus(String name, String value) {}

    @Override
    public int processId() {
      return 0;
    }

    @Override
    public void terminate(OrreryException reason) {
      // Its creator ends it; nobody else knows of it.
    }
  }

  private static final class Discarding implements ResultReceiver {
    private final InputStream data;
    private String tag = "";

    Discarding(InputStream data) {
      this.data = data;
    }

    @Override
    public void beginRows(List<ResultColumn> columns) {}

    @Override
    public void rows(Batch batch, FormatSettings settings) {}

    @Override
    public void commandComplete(String completed) {
      tag = completed;
    }

    @Override
    public void emptyQuery() {}

    @Override
    public void portalSuspended() {}

    @Override
    public CopySource copyIn(boolean isBinary, int columnCount) {
      return new Pieces(data);
    }

    @Override
    public CopyTarget copyOut(boolean isBinary, int columnCount) {
      throw OrreryException.notSupported("COPY TO STDOUT is not possible here");
    }
  }

  private record Pieces(InputStream data) implements ResultReceiver.CopySource {
    @Override
    public byte @Nullable [] next() {
      try {
        byte[] piece = data.readNBytes(COPY_BYTES);
        return piece.length == 0 ? null : piece;
      } catch (IOException e) {
        throw OrreryException.of(SqlState.IO_ERROR, "could not read the data to copy").causedBy(e);
      }
    }
  }
}
