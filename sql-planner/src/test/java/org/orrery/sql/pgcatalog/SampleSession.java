package org.orrery.sql.pgcatalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.system.SystemScheduler;
import org.orrery.base.setting.ServerFacts;
import org.orrery.base.setting.ServerSettings;
import org.orrery.base.setting.SessionSettings;
import org.orrery.base.setting.SettingsRegistry;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.ObjectNames;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.catalog.Catalog;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.RoleEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.Lab;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.sql.session.FakeTables;
import org.orrery.sql.session.OpenSessions;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;

/** A session of user postgres in database sample. */
final class SampleSession implements EvaluationContext, SessionInfo {

  private final SampleCatalog catalog = new SampleCatalog();
  private final SessionSettings settings =
      new SessionSettings(
          ServerSettings.at(
              SettingsRegistry.standard(new ServerFacts("0.1.0", "UTC"), List.of()), Map.of()),
          true);

  SampleCatalog sample() {
    return catalog;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public SearchPath searchPath() {
    return new SearchPath(List.of(11, SampleCatalog.PUBLIC));
  }

  @Override
  public SessionSettings settings() {
    return settings;
  }

  @Override
  public String currentUser() {
    return "postgres";
  }

  @Override
  public String databaseName() {
    return "sample";
  }

  @Override
  public int processId() {
    return 4711;
  }

  @Override
  public FormatSettings format() {
    FormatSettings defaults = FormatSettings.DEFAULT;
    return new FormatSettings(
        defaults.timeZone(),
        defaults.dateStyle(),
        defaults.dateOrder(),
        defaults.intervalStyle(),
        defaults.extraFloatDigits(),
        defaults.byteaHex(),
        0,
        new Names());
  }

  /** Relations, roles and types by their plain names. */
  private final class Names implements ObjectNames {

    @Override
    public @Nullable String nameOf(SqlType regType, long oid) {
      return regType == BuiltinTypes.REGTYPE ? TypeNames.formatType((int) oid, null) : null;
    }

    @Override
    public long oidOf(SqlType regType, String name) {
      if (regType == BuiltinTypes.REGROLE) {
        RoleEntry role = catalog.role(name);
        return role == null ? 0 : role.oid();
      }
      if (regType == BuiltinTypes.REGTYPE) {
        SqlType type = BuiltinTypes.byName(name);
        return type == null ? 0 : type.oid();
      }
      Relation relation = searchPath().relation(catalog, name);
      return relation == null ? 0 : relation.oid();
    }
  }

  @Override
  public long transactionMicros() {
    return 0;
  }

  @Override
  public long statementMicros() {
    return 0;
  }

  @Override
  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Rng rng() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void notice(Notice notice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkCancelled() {}

  @Override
  public <T> T session(Class<T> type) {
    if (type == ExecutionContext.class) {
      return type.cast(
          new ExecutionContext(
              this,
              new SampleTables(),
              new FakeTables().begin(Transaction.Isolation.READ_COMMITTED),
              new Snapshot(1, 0),
              new Object[0],
              new SystemScheduler(),
              Lab.pool(Long.MAX_VALUE).query()));
    }
    if (type == SessionDirectory.class) {
      return type.cast(new OpenSessions());
    }
    return type.cast(type == TableAccess.class ? new SampleTables() : this);
  }
}
