package org.orrery.sql.session;

import java.util.Map;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.Notice;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.setting.SessionSettings;
import org.orrery.data.type.FormatSettings;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.exec.KeyListener;
import org.orrery.sql.exec.RangeListener;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.pgcatalog.SequenceValues;
import org.orrery.sql.pgcatalog.SessionDirectory;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.TableAccess;

/** The session as functions of one statement see it. */
final class StatementContext implements EvaluationContext {

  private final SqlSession session;
  private final FormatSettings format;
  private final Map<Class<?>, Object> parts;
  private final long transactionMicros;
  private final long statementMicros;

  StatementContext(SqlSession session, long transactionMicros, long statementMicros) {
    this.session = session;
    this.transactionMicros = transactionMicros;
    this.statementMicros = statementMicros;
    SessionAccess access = session.access();
    this.format =
        SessionFormats.of(
            session.settings(),
            transactionMicros,
            new CatalogNames(access::catalog, access::searchPath));
    this.parts =
        Map.of(
            SessionAccess.class,
            access,
            SessionInfo.class,
            access,
            SessionSettings.class,
            session.settings(),
            SessionDirectory.class,
            session.node().sessions(),
            TableAccess.class,
            access.tables(),
            SessionLocks.class,
            access.locks(),
            SequenceValues.class,
            session.sequenceValues(),
            KeyListener.class,
            access.integrity(),
            RangeListener.class,
            session.access().changedRanges());
  }

  @Override
  public FormatSettings format() {
    return format;
  }

  @Override
  public long transactionMicros() {
    return transactionMicros;
  }

  @Override
  public long statementMicros() {
    return statementMicros;
  }

  @Override
  public Clock clock() {
    return session.node().clock();
  }

  @Override
  public Rng rng() {
    return session.node().rng();
  }

  @Override
  public void notice(Notice notice) {
    session.notice(notice);
  }

  @Override
  public void checkCancelled() {
    session.checkCancelled();
  }

  @Override
  public <T> T session(Class<T> type) {
    SessionAccess access = session.access();
    if (type == Catalog.class) {
      return type.cast(access.catalog());
    }
    if (type == SearchPath.class) {
      return type.cast(access.searchPath());
    }
    Object part = parts.get(type);
    if (part == null) {
      throw Invariant.broken("a session has no " + type.getSimpleName());
    }
    return type.cast(part);
  }
}
