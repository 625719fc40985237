package org.orrery.sql.command;

import java.util.List;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.parser.PgParser;
import org.orrery.sql.parser.ast.SelectStatement;
import org.orrery.sql.parser.ast.TableRef;
import org.orrery.sql.parser.ast.UtilityStatement.Lock;
import org.orrery.sql.session.PlannedStatement.Dependency;
import org.orrery.sql.session.SessionAccess;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks.Scope;

/** LOCK TABLE. */
final class LockCommand {

  private final SessionAccess session;

  LockCommand(SessionAccess session) {
    this.session = session;
  }

  String run(Lock lock, boolean isBlock) {
    if (!isBlock) {
      throw OrreryException.of(
          SqlState.NO_ACTIVE_SQL_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
    }
    LockMode mode = LockMode.ofWords(lock.mode());
    for (TableRef.Relation target : lock.tables()) {
      Relation relation = Names.relation(session, target.name());
      if (lock.noWait()) {
        lockNow(relation, mode);
      } else {
        relation = Names.relation(session, target.name(), mode);
      }
      if (relation instanceof ViewEntry view) {
        lockRead(view, mode, lock.noWait());
      }
    }
    return "LOCK TABLE";
  }

  private void lockNow(Relation relation, LockMode mode) {
    var tag = new LockTag.Relation(relation.oid());
    if (!session.locks().acquire(tag, mode, Scope.TRANSACTION, false)) {
      throw OrreryException.of(
          SqlState.LOCK_NOT_AVAILABLE, "could not obtain lock on relation \"%s\"", relation.name());
    }
  }

  /** What a view reads is locked like the view. */
  private void lockRead(ViewEntry view, LockMode mode, boolean noWait) {
    if (!(PgParser.parse(view.sql()).getFirst().statement() instanceof SelectStatement query)) {
      return;
    }
    for (Dependency each : session.plan(query, List.of()).dependencies()) {
      if (noWait) {
        lockNow(each.relation(), mode);
      } else {
        session.lock(each.relation(), mode);
      }
    }
  }
}
