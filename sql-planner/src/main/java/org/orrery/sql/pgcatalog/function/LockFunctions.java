package org.orrery.sql.pgcatalog.function;

import static org.orrery.sql.function.kernel.Kernels.intAt;
import static org.orrery.sql.function.kernel.Kernels.longAt;

import java.util.List;
import org.orrery.base.error.Notice;
import org.orrery.base.error.SqlState;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.function.kernel.Kernels;
import org.orrery.sql.pgcatalog.RowWriter;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.SessionLocks.Scope;
import org.orrery.storage.api.TableAccess;

/** Advisory locks, by one key of 64 bits or two of 32, and who waits for whom. */
final class LockFunctions {

  /** The one value of {@code void}. */
  private static final long VOID = 0;

  private LockFunctions() {}

  static void addTo(Contributions to) {
    for (String keys : List.of("(int8)", "(int4,int4)")) {
      for (boolean isShared : new boolean[] {false, true}) {
        LockMode mode = isShared ? LockMode.SHARE : LockMode.EXCLUSIVE;
        String suffix = (isShared ? "_shared" : "") + keys;
        lock(to, "pg_advisory_lock" + suffix, mode, Scope.SESSION);
        lock(to, "pg_advisory_xact_lock" + suffix, mode, Scope.TRANSACTION);
        tryLock(to, "pg_try_advisory_lock" + suffix, mode, Scope.SESSION);
        tryLock(to, "pg_try_advisory_xact_lock" + suffix, mode, Scope.TRANSACTION);
        to.answer(
            "pg_advisory_unlock" + suffix, (context, a, row) -> unlock(context, tag(a, row), mode));
      }
    }
    to.count(
        "pg_advisory_unlock_all()",
        (context, _, _) -> {
          locks(context).releaseSession();
          return VOID;
        });
    to.scalar(
        "pg_blocking_pids(int4)",
        Kernels.rows(
            (context, a, row, result) ->
                RowWriter.put(
                    BuiltinTypes.INT4_ARRAY,
                    context.session(TableAccess.class).locks().blockers(intAt(a, 0, row)),
                    (BytesVector) result,
                    row)));
  }

  private static SessionLocks locks(EvaluationContext context) {
    return context.session(SessionLocks.class);
  }

  private static LockTag tag(Vector[] keys, int row) {
    if (keys.length == 2) {
      return new LockTag.Advisory(intAt(keys, 0, row), intAt(keys, 1, row), 2);
    }
    long key = longAt(keys, 0, row);
    return new LockTag.Advisory((int) (key >>> 32), (int) key, 1);
  }

  private static void lock(Contributions to, String signature, LockMode mode, Scope scope) {
    to.count(
        signature,
        (context, a, row) -> {
          locks(context).acquire(tag(a, row), mode, scope, true);
          return VOID;
        });
  }

  private static void tryLock(Contributions to, String signature, LockMode mode, Scope scope) {
    to.answer(
        signature, (context, a, row) -> locks(context).acquire(tag(a, row), mode, scope, false));
  }

  private static boolean unlock(EvaluationContext context, LockTag tag, LockMode mode) {
    boolean isReleased = locks(context).release(tag, mode);
    if (!isReleased) {
      context.notice(
          Notice.warning(SqlState.WARNING, "you don't own a lock of type " + mode.shown()));
    }
    return isReleased;
  }
}
