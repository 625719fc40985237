package org.orrery.sql.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Notice;
import org.orrery.base.setting.SessionSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.pgcatalog.SessionInfo;
import org.orrery.sql.reference.ReferentialIntegrity;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.LockTag;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.SessionLocks.Scope;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;

/**
 * What commands and functions may do with the session they run in; functions get it by {@code
 * EvaluationContext.session(SessionAccess.class)}. Thread: the session's.
 */
public interface SessionAccess extends SessionInfo {

  /** The catalog as the session's transaction sees it now. */
  @Override
  CatalogValue catalog();

  /** Where unqualified names are looked up. */
  @Override
  SearchPath searchPath();

  /** The tables. */
  TableAccess tables();

  /** The running transaction. */
  Transaction transaction();

  /** A snapshot for work that starts now. */
  Snapshot snapshot();

  /** The session's settings. */
  @Override
  SessionSettings settings();

  /** Name of the user whose rights count. */
  @Override
  String currentUser();

  /** Name of the database. */
  @Override
  String databaseName();

  /** The planner. */
  StatementPlanner planner();

  /** What a plan made now may look at. */
  PlanningContext planning();

  /** An execution of an internal plan without parameters. */
  ExecutionContext execution();

  /** An execution of an internal plan. */
  ExecutionContext execution(List<@Nullable Object> parameters, Snapshot snapshot);

  /** The foreign keys of the session's writes. */
  ReferentialIntegrity integrity();

  /**
   * Refuses a command that commits on its way with {@code 25001} inside a transaction block.
   *
   * @param command what was asked, such as {@code refresh_continuous_aggregate()}
   */
  void refuseBlock(String command);

  /** Commits the implicit transaction and starts another; not inside a block. */
  void nextTransaction();

  /** Makes a catalog change part of the transaction. */
  void apply(CatalogChange change);

  /** Tells the client something that is no error. */
  default void notice(Notice notice) {
    planning().evaluation().notice(notice);
  }

  /**
   * Refuses a change in a read-only transaction with {@code 25006}.
   *
   * @param command what was asked, such as {@code CREATE TABLE}
   */
  void checkWritable(String command);

  /**
   * Locks a relation until the transaction ends. The catalog may be another one then.
   *
   * @throws org.orrery.base.error.OrreryException {@code 40P01}, {@code 55P03}, {@code 57014}
   */
  default void lock(Relation relation, LockMode mode) {
    locks().acquire(new LockTag.Relation(relation.oid()), mode, Scope.TRANSACTION, true);
  }

  /** Locks a chunk that is to be dropped until the transaction ends; throws as {@link #lock}. */
  default void lockChunk(long chunkId) {
    locks().acquire(new LockTag.Chunk(chunkId), LockMode.ACCESS_EXCLUSIVE, Scope.TRANSACTION, true);
  }

  /** The session's locks. */
  SessionLocks locks();

  /** Plans a statement and locks what it reads and writes, until the transaction ends. */
  PlannedStatement plan(PreparableStatement statement, List<@Nullable SqlType> parameterTypes);

  /** The session's process id. */
  @Override
  int processId();
}
