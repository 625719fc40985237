package org.orrery.pgwire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.seam.Rng;
import org.orrery.pgwire.auth.ScramVerifiers;
import org.orrery.pgwire.spi.BackendSession;
import org.orrery.pgwire.spi.ClientChannel;
import org.orrery.pgwire.spi.SessionBackend;

/** A database of a few commands; see {@link FakeSession}. */
public final class FakeBackend implements SessionBackend {

  public static final String PASSWORD = "s\u00e9same \u212bngstr\u00f6m";

  private final ScramVerifier verifier;
  final Map<String, String> lastParameters = new ConcurrentHashMap<>();
  final AtomicInteger openSessions = new AtomicInteger();
  final AtomicInteger cancels = new AtomicInteger();
  final AtomicInteger rollbacks = new AtomicInteger();
  volatile long rowsProduced;
  final AtomicLong copyBytesTaken = new AtomicLong();

  public FakeBackend(Rng rng) {
    this.verifier = ScramVerifiers.create(PASSWORD, rng);
  }

  @Override
  public Credential credential(String user, boolean isLoopback) {
    return switch (user) {
      case "scram" -> new Credential.Scram(verifier);
      case "nobody" -> new Credential.Scram(null);
      case "rejected" -> new Credential.Reject("no entry for user \"rejected\"");
      default -> new Credential.Trust();
    };
  }

  @Override
  public BackendSession open(Map<String, String> parameters, ClientChannel client) {
    lastParameters.clear();
    lastParameters.putAll(parameters);
    String database = parameters.getOrDefault("database", "");
    if (database.equals("missing")) {
      throw OrreryException.of(
          SqlState.INVALID_CATALOG_NAME, "database \"%s\" does not exist", database);
    }
    openSessions.incrementAndGet();
    return new FakeSession(this, client);
  }
}
