package org.orrery.server.session;

import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.pgwire.auth.ScramVerifiers;
import org.orrery.pgwire.spi.BackendSession;
import org.orrery.pgwire.spi.ClientChannel;
import org.orrery.pgwire.spi.SessionBackend;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.session.SessionClient;
import org.orrery.sql.session.SqlNode;

/** Gives the protocol SQL sessions, and says who may have one. */
public final class SqlBackend implements SessionBackend {

  private final SqlNode node;

  /** A backend of a node. */
  public SqlBackend(SqlNode node) {
    this.node = node;
  }

  /**
   * Trust from this machine as long as no role has a password; from then on, and from elsewhere,
   * SCRAM for everyone.
   */
  @Override
  public Credential credential(String user, boolean isLoopback) {
    if (isLoopback && !node.hasPasswords()) {
      return new Credential.Trust();
    }
    RoleEntry role = node.role(user);
    String verifier = role == null ? null : role.passwordVerifier();
    return new Credential.Scram(verifier == null ? null : ScramVerifiers.parse(verifier));
  }

  @Override
  public BackendSession open(Map<String, String> parameters, ClientChannel client) {
    return new SqlBackendSession(node.open(parameters, new Client(client)));
  }

  /** The client as SQL sees it. */
  private record Client(ClientChannel channel) implements SessionClient {
    @Override
    public void notice(Notice notice) {
      channel.notice(notice);
    }

    @Override
    public void parameterStatus(String name, String value) {
      channel.parameterStatus(name, value);
    }

    @Override
    public int processId() {
      return channel.processId();
    }

    @Override
    public @Nullable String address() {
      InetSocketAddress peer = channel.peer();
      return peer == null ? null : peer.getAddress().getHostAddress();
    }

    @Override
    public int port() {
      InetSocketAddress peer = channel.peer();
      return peer == null ? -1 : peer.getPort();
    }

    @Override
    public void terminate(OrreryException reason) {
      channel.terminate(reason);
    }
  }
}
