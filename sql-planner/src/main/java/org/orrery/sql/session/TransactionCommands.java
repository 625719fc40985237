package org.orrery.sql.session;

import java.util.List;
import java.util.Objects;
import org.orrery.base.error.Notice;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.parser.ast.UtilityStatement.SetTransaction;
import org.orrery.sql.parser.ast.UtilityStatement.Transaction;
import org.orrery.sql.parser.ast.UtilityStatement.TransactionMode;
import org.orrery.sql.session.SessionTransaction.State;

/** BEGIN, COMMIT, SAVEPOINT, SET TRANSACTION and the like, with PostgreSQL's tags and warnings. */
final class TransactionCommands {

  private final SqlSession session;
  private final Portals portals;
  private final SessionTransaction transaction;

  TransactionCommands(SqlSession session, Portals portals, SessionTransaction transaction) {
    this.session = session;
    this.portals = portals;
    this.transaction = transaction;
  }

  Execution run(Transaction statement) {
    String tag =
        switch (statement.kind()) {
          case BEGIN -> begin(statement, "BEGIN");
          case START -> begin(statement, "START TRANSACTION");
          case COMMIT -> commit(statement);
          case ROLLBACK -> rollback(statement);
          case SAVEPOINT -> {
            checkBlock("SAVEPOINT");
            transaction.savepoint(name(statement), portals.mark());
            yield "SAVEPOINT";
          }
          case RELEASE -> {
            checkBlock("RELEASE SAVEPOINT");
            transaction.release(name(statement));
            yield "RELEASE";
          }
          case ROLLBACK_TO -> {
            checkBlock("ROLLBACK TO SAVEPOINT");
            portals.closeFrom(transaction.portalMark(name(statement)));
            transaction.rollbackTo(name(statement));
            yield "ROLLBACK";
          }
          case PREPARE -> prepare();
          case COMMIT_PREPARED -> throw noPrepared(statement, "COMMIT PREPARED");
          case ROLLBACK_PREPARED -> throw noPrepared(statement, "ROLLBACK PREPARED");
        };
    return UtilityExecution.done(tag);
  }

  private static String name(Transaction statement) {
    return Objects.requireNonNull(statement.name());
  }

  private void checkBlock(String command) {
    if (!transaction.isBlock()) {
      throw OrreryException.of(
          SqlState.NO_ACTIVE_SQL_TRANSACTION, "%s can only be used in transaction blocks", command);
    }
  }

  private String begin(Transaction statement, String tag) {
    if (transaction.isBlock()) {
      session.notice(
          Notice.warning(
              SqlState.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
      apply(statement.modes());
    } else {
      // The modes come first: refused ones leave no block behind.
      apply(statement.modes());
      transaction.beginBlock();
    }
    return tag;
  }

  private String commit(Transaction statement) {
    boolean isFailed = transaction.state() == State.FAILED;
    warnUnlessBlock(statement);
    if (isFailed) {
      portals.endTransaction();
      transaction.rollback();
    } else {
      portals.beforeCommit();
      portals.endTransaction();
      transaction.commit(session.access()::beforeCommit);
    }
    chain(statement);
    return isFailed ? "ROLLBACK" : "COMMIT";
  }

  private String rollback(Transaction statement) {
    warnUnlessBlock(statement);
    portals.endTransaction();
    transaction.rollback();
    chain(statement);
    return "ROLLBACK";
  }

  /** PREPARE TRANSACTION, as PostgreSQL answers it when no transaction may be prepared. */
  private String prepare() {
    boolean isOpen = transaction.state() == State.BLOCK;
    if (!transaction.isBlock()) {
      warnNoTransaction();
    }
    portals.endTransaction();
    try {
      if (isOpen) {
        session.access().integrity().checkDeferred();
        throw OrreryException.of(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "prepared transactions are disabled")
            .withHint("Set max_prepared_transactions to a nonzero value.");
      }
    } finally {
      transaction.rollback();
    }
    return "ROLLBACK";
  }

  private OrreryException noPrepared(Transaction statement, String command) {
    return transaction.isBlock()
        ? OrreryException.of(
            SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", command)
        : OrreryException.of(
            SqlState.UNDEFINED_OBJECT,
            "prepared transaction with identifier \"%s\" does not exist",
            name(statement));
  }

  private void warnNoTransaction() {
    session.notice(
        Notice.warning(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
  }

  private void warnUnlessBlock(Transaction statement) {
    if (transaction.isBlock()) {
      return;
    }
    if (statement.chain()) {
      throw OrreryException.of(
          SqlState.NO_ACTIVE_SQL_TRANSACTION,
          "%s AND CHAIN can only be used in transaction blocks",
          statement.kind().name());
    }
    warnNoTransaction();
  }

  private void chain(Transaction statement) {
    if (statement.chain()) {
      transaction.ensure(session.node().clock().wallMicros());
      transaction.beginBlock();
    }
  }

  /** SET TRANSACTION and SET SESSION CHARACTERISTICS. */
  Execution setModes(SetTransaction statement) {
    if (statement.snapshot() != null) {
      throw OrreryException.notSupported("SET TRANSACTION SNAPSHOT is not supported")
          .at(statement.position());
    }
    if (statement.characteristics()) {
      statement.modes().forEach(this::setDefault);
    } else {
      if (!transaction.isBlock()) {
        session.notice(
            Notice.warning(
                SqlState.NO_ACTIVE_SQL_TRANSACTION,
                "SET TRANSACTION can only be used in transaction blocks"));
      }
      apply(statement.modes());
    }
    return UtilityExecution.done("SET");
  }

  private void setDefault(TransactionMode mode) {
    switch (mode) {
      case READ_UNCOMMITTED -> isolationDefault(IsolationLevel.READ_UNCOMMITTED);
      case READ_COMMITTED -> isolationDefault(IsolationLevel.READ_COMMITTED);
      case REPEATABLE_READ -> isolationDefault(IsolationLevel.REPEATABLE_READ);
      case SERIALIZABLE -> isolationDefault(IsolationLevel.SERIALIZABLE);
      case READ_ONLY -> session.settings().set("default_transaction_read_only", "on", false);
      case READ_WRITE -> session.settings().set("default_transaction_read_only", "off", false);
      case DEFERRABLE, NOT_DEFERRABLE -> {
        // What could be deferred are conflicts that snapshots do not look for.
      }
    }
  }

  private void isolationDefault(IsolationLevel level) {
    String text = transaction.checked(level).shown();
    session.settings().set("default_transaction_isolation", text, false);
  }

  private void apply(List<TransactionMode> modes) {
    for (TransactionMode mode : modes) {
      switch (mode) {
        case READ_UNCOMMITTED -> transaction.changeIsolation(IsolationLevel.READ_UNCOMMITTED);
        case READ_COMMITTED -> transaction.changeIsolation(IsolationLevel.READ_COMMITTED);
        case REPEATABLE_READ -> transaction.changeIsolation(IsolationLevel.REPEATABLE_READ);
        case SERIALIZABLE -> transaction.changeIsolation(IsolationLevel.SERIALIZABLE);
        case READ_ONLY -> transaction.changeReadOnly(true);
        case READ_WRITE -> transaction.changeReadOnly(false);
        case DEFERRABLE, NOT_DEFERRABLE -> {
          // As above.
        }
      }
    }
  }
}
