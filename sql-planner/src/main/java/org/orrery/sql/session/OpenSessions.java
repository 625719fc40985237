package org.orrery.sql.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.pgcatalog.SessionActivity;
import org.orrery.sql.pgcatalog.SessionDirectory;

/** The sessions that clients have open, by process id. */
public final class OpenSessions implements SessionDirectory {

  private final Map<Integer, SqlSession> byProcess = new ConcurrentHashMap<>();

  /** Adds a session; one inside of the process has no id and stays unseen. */
  void add(SqlSession session) {
    int processId = session.client().processId();
    if (processId != 0) {
      byProcess.put(processId, session);
    }
  }

  void remove(SqlSession session) {
    byProcess.remove(session.client().processId(), session);
  }

  @Override
  public List<SessionActivity> activities() {
    Collection<SqlSession> open = byProcess.values();
    return open.stream()
        .map(SqlSession::activity)
        .sorted(Comparator.comparingInt(SessionActivity::processId))
        .toList();
  }

  @Override
  public @Nullable SessionActivity activity(int processId) {
    SqlSession session = byProcess.get(processId);
    return session == null ? null : session.activity();
  }

  @Override
  public void cancel(int processId) {
    SqlSession session = byProcess.get(processId);
    if (session != null) {
      session.cancel();
    }
  }

  @Override
  public void terminate(int processId) {
    SqlSession session = byProcess.get(processId);
    if (session != null) {
      session
          .client()
          .terminate(
              OrreryException.of(
                  SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
    }
  }
}
