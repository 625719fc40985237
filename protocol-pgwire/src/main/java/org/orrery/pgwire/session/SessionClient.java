package org.orrery.pgwire.session;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.pgwire.spi.ClientChannel;

/** A session's way to its client outside of results. */
final class SessionClient implements ClientChannel {

  private final ClientConnection connection;
  private final int processId;

  SessionClient(ClientConnection connection, int processId) {
    this.connection = connection;
    this.processId = processId;
  }

  @Override
  public void notice(Notice notice) {
    connection.encoder().notice(ErrorReports.of(notice));
    connection.outbound().flush();
  }

  @Override
  public void parameterStatus(String name, String value) {
    connection.encoder().parameterStatus(name, value);
  }

  @Override
  public int processId() {
    return processId;
  }

  @Override
  public @Nullable InetSocketAddress peer() {
    return connection.peer();
  }

  @Override
  public void terminate(OrreryException reason) {
    connection.terminate(reason);
  }
}
