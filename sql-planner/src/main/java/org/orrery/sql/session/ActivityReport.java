package org.orrery.sql.session;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.orrery.base.seam.Clock;
import org.orrery.base.setting.SessionSettings;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.pgcatalog.SessionActivity;
import org.orrery.sql.pgcatalog.SessionActivity.State;

/**
 * What a session tells others of itself. The session's thread reports, any thread reads; each
 * report is one immutable value.
 */
final class ActivityReport {

  private final SessionClient client;
  private final RoleEntry role;
  private final SessionSettings settings;
  private final Clock clock;
  private volatile SessionActivity latest;

  ActivityReport(SessionClient client, RoleEntry role, SessionSettings settings, Clock clock) {
    this.client = client;
    this.role = role;
    this.settings = settings;
    this.clock = clock;
    long now = clock.wallMicros();
    this.latest = activity(now, 0, 0, now, State.IDLE, "");
  }

  private SessionActivity activity(
      long startMicros,
      long transactionMicros,
      long queryMicros,
      long changeMicros,
      State state,
      String query) {
    return new SessionActivity(
        client.processId(),
        role.oid(),
        role.name(),
        settings.text("application_name"),
        client.address(),
        client.port(),
        startMicros,
        transactionMicros,
        queryMicros,
        changeMicros,
        state,
        query);
  }

  /** The newest report. */
  SessionActivity latest() {
    return latest;
  }

  /** A request with this text has arrived. */
  void running(String query, long micros) {
    SessionActivity last = latest;
    latest =
        activity(
            last.startMicros(), last.transactionMicros(), micros, micros, State.ACTIVE, cut(query));
  }

  /** The statement runs in a transaction that began then. */
  void inTransaction(long transactionMicros) {
    SessionActivity last = latest;
    if (last.transactionMicros() != transactionMicros) {
      latest =
          activity(
              last.startMicros(),
              transactionMicros,
              last.queryMicros(),
              last.changeMicros(),
              last.state(),
              last.query());
    }
  }

  /** The request is served; the transaction began then when one is open. */
  void resting(TransactionStatus status, long transactionMicros) {
    State state =
        switch (status) {
          case IDLE -> State.IDLE;
          case IN_TRANSACTION -> State.IDLE_IN_TRANSACTION;
          case FAILED -> State.IDLE_IN_FAILED_TRANSACTION;
        };
    SessionActivity last = latest;
    latest =
        activity(
            last.startMicros(),
            status == TransactionStatus.IDLE ? 0 : transactionMicros,
            last.queryMicros(),
            clock.wallMicros(),
            state,
            last.query());
  }

  /** The first {@code track_activity_query_size - 1} bytes, at the border of a character. */
  private String cut(String query) {
    int bytesMax = (int) settings.number("track_activity_query_size") - 1;
    if (query.length() <= bytesMax / 3) {
      return query;
    }
    CharBuffer characters = CharBuffer.wrap(query);
    var _ =
        StandardCharsets.UTF_8.newEncoder().encode(characters, ByteBuffer.allocate(bytesMax), true);
    return query.substring(0, characters.position());
  }
}
