package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.kernel.Waiting;
import org.orrery.sql.pgcatalog.SessionActivity;
import org.orrery.sql.pgcatalog.SessionDirectory;
import org.orrery.sql.pgcatalog.SessionInfo;

/** Functions that stop another session's statement, or the session. */
final class SignalFunctions {

  private static final long LOOK_MILLIS = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private SignalFunctions() {}

  static void addTo(Contributions to) {
    to.answer("pg_cancel_backend(int4)", (context, a, row) -> cancel(context, intAt(a, 0, row)));
    to.answer(
        "pg_terminate_backend(int4,int8)",
        (context, a, row) -> terminate(context, intAt(a, 0, row), longAt(a, 1, row)));
  }

  private static boolean cancel(EvaluationContext context, int processId) {
    SessionActivity session = session(context, processId);
    if (session == null) {
      return false;
    }
    check(
        context,
        session,
        "must be a superuser to cancel superuser query",
        "must be a member of the role whose query is being canceled or member of"
            + " pg_signal_backend");
    context.session(SessionDirectory.class).cancel(processId);
    return true;
  }

  private static boolean terminate(EvaluationContext context, int processId, long waitMillis) {
    if (waitMillis < 0) {
      throw OrreryException.of(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"timeout\" must not be negative");
    }
    SessionActivity session = session(context, processId);
    if (session == null) {
      return false;
    }
    check(
        context,
        session,
        "must be a superuser to terminate superuser process",
        "must be a member of the role whose process is being terminated or member of"
            + " pg_signal_backend");
    SessionDirectory sessions = context.session(SessionDirectory.class);
    sessions.terminate(processId);
    for (long left = waitMillis; left > 0 && sessions.activity(processId) != null; ) {
      long millis = Math.min(left, LOOK_MILLIS);
      Waiting.sleep(context, millis * NANOS_PER_MILLI);
      left -= millis;
    }
    if (waitMillis > 0 && sessions.activity(processId) != null) {
      context.notice(
          Notice.warning(
              SqlState.WARNING,
              "backend with PID %d did not terminate within %d milliseconds"
                  .formatted(processId, waitMillis)));
      return false;
    }
    return true;
  }

  private static @Nullable SessionActivity session(EvaluationContext context, int processId) {
    SessionActivity session = context.session(SessionDirectory.class).activity(processId);
    if (session == null) {
      context.notice(
          Notice.warning(
              SqlState.WARNING, "PID " + processId + " is not a PostgreSQL backend process"));
    }
    return session;
  }

  private static void check(
      EvaluationContext context, SessionActivity session, String ofSuperuser, String ofOther) {
    SessionInfo asking = SessionInfo.of(context);
    if (asking.maySee(session.userName())) {
      return;
    }
    RoleEntry role = asking.catalog().role(session.userName());
    boolean isSuperuser = role != null && role.isSuperuser();
    throw OrreryException.of(
        SqlState.INSUFFICIENT_PRIVILEGE, "%s", isSuperuser ? ofSuperuser : ofOther);
  }
}
