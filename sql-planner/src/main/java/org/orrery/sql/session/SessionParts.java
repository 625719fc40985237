package org.orrery.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.base.setting.IdentifierList;
import org.orrery.base.setting.SessionSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.cagg.InvalidationLog;
import org.orrery.sql.catalog.CatalogChange;
import org.orrery.sql.catalog.CatalogValue;
import org.orrery.sql.catalog.MaterializedViewEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SchemaEntry;
import org.orrery.sql.catalog.SearchPath;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.SystemSchemas;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.RangeListener;
import org.orrery.sql.parser.ast.PreparableStatement;
import org.orrery.sql.reference.ReferentialIntegrity;
import org.orrery.storage.api.SessionLocks;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;

/** The session as commands and functions see it. */
final class SessionParts implements SessionAccess {

  private final SqlSession session;
  private final SessionTransaction transaction;
  private final ReferentialIntegrity integrity;
  private final InvalidationLog invalidations;
  private @Nullable StatementContext statement;

  SessionParts(SqlSession session, SessionTransaction transaction) {
    this.session = session;
    this.transaction = transaction;
    this.integrity = new ReferentialIntegrity(this, transaction.deferred());
    this.invalidations = new InvalidationLog(this, transaction.changedRanges());
  }

  /** A statement begins. */
  void newStatement(long statementMicros) {
    statement = new StatementContext(session, transaction.startMicros(), statementMicros);
  }

  /** Settings may have changed within the statement. */
  void refresh() {
    newStatement(session.statementMicros());
  }

  /** The running statement. */
  StatementContext statement() {
    return Objects.requireNonNull(statement, "no statement runs");
  }

  /** An execution with parameters. */
  ExecutionContext execution(List<@Nullable Object> parameters) {
    return execution(parameters, snapshot());
  }

  @Override
  public ExecutionContext execution(List<@Nullable Object> parameters, Snapshot snapshot) {
    return new ExecutionContext(
        statement(),
        tables(),
        transaction(),
        snapshot,
        parameters.toArray(),
        session.node().scheduler(),
        session.node().memory().query());
  }

  @Override
  public ReferentialIntegrity integrity() {
    return integrity;
  }

  /** What changes of rows are collected for, until the transaction ends. */
  RangeListener changedRanges() {
    return transaction.changedRanges();
  }

  /** What must be done and hold before the transaction commits. */
  void beforeCommit() {
    integrity.checkDeferred();
    invalidations.write();
  }

  @Override
  public void refuseBlock(String command) {
    if (transaction.isBlock()) {
      throw OrreryException.of(
          SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", command);
    }
  }

  @Override
  public void nextTransaction() {
    transaction.commit(this::beforeCommit);
    transaction.ensure(session.statementMicros());
    transaction.markRun();
    refresh();
  }

  @Override
  public CatalogValue catalog() {
    return transaction.catalog();
  }

  @Override
  public SearchPath searchPath() {
    CatalogValue catalog = catalog();
    List<String> names = IdentifierList.split(session.settings().text("search_path"));
    var oids = new ArrayList<Integer>();
    if (names == null || !names.contains("pg_catalog")) {
      oids.add(SystemSchemas.PG_CATALOG);
    }
    if (names != null) {
      for (String name : names) {
        SchemaEntry schema = catalog.schema(name.equals("$user") ? currentUser() : name);
        if (schema != null) {
          oids.add(schema.oid());
        }
      }
    }
    return new SearchPath(oids);
  }

  @Override
  public SessionLocks locks() {
    return session.locks();
  }

  @Override
  public PlannedStatement plan(PreparableStatement query, List<@Nullable SqlType> parameterTypes) {
    return locked(() -> planner().plan(query, parameterTypes, planning()));
  }

  /** A plan whose relations are locked and have not changed since it was made. */
  PlannedStatement locked(Supplier<PlannedStatement> plans) {
    while (true) {
      PlannedStatement plan = plans.get();
      for (PlannedStatement.Dependency each : plan.dependencies()) {
        if (!(each.relation() instanceof SystemRelation)) {
          lock(each.relation(), each.mode());
        }
      }
      if (plan.isValidIn(catalog())) {
        plan.dependencies().forEach(each -> requirePopulated(each.relation()));
        return plan;
      }
    }
  }

  private void requirePopulated(Relation relation) {
    MaterializedViewEntry view = catalog().materializedView(relation.oid());
    if (view != null && !view.isPopulated()) {
      throw OrreryException.of(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "materialized view \"%s\" has not been populated",
              relation.name())
          .withHint("Use the REFRESH MATERIALIZED VIEW command.");
    }
  }

  @Override
  public TableAccess tables() {
    return session.node().tables();
  }

  @Override
  public Transaction transaction() {
    return transaction.storage();
  }

  @Override
  public Snapshot snapshot() {
    return transaction.snapshot();
  }

  @Override
  public SessionSettings settings() {
    return session.settings();
  }

  @Override
  public String currentUser() {
    String role = session.settings().text("role").toLowerCase(Locale.ROOT);
    return role.equals("none") ? session.settings().text("session_authorization") : role;
  }

  @Override
  public String databaseName() {
    return session.node().databaseName();
  }

  @Override
  public StatementPlanner planner() {
    return session.node().planner();
  }

  @Override
  public PlanningContext planning() {
    return new PlanningContext(catalog(), searchPath(), statement());
  }

  @Override
  public ExecutionContext execution() {
    return execution(List.of());
  }

  @Override
  public void apply(CatalogChange change) {
    transaction.apply(change);
  }

  @Override
  public void checkWritable(String command) {
    if (transaction.isReadOnly()) {
      throw OrreryException.of(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute %s in a read-only transaction",
          command);
    }
  }

  @Override
  public int processId() {
    return session.client().processId();
  }
}
