package org.orrery.sql.parser;

import static org.orrery.sql.parser.PgKeyword.*;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.parser.ast.Statement;
import org.orrery.sql.parser.ast.UtilityStatement.Transaction;
import org.orrery.sql.parser.ast.UtilityStatement.TransactionKind;
import org.orrery.sql.parser.ast.UtilityStatement.TransactionMode;

/** BEGIN, COMMIT, SAVEPOINT and the like. */
final class TransactionParser {

  private final TokenCursor cursor;

  TransactionParser(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /** The transaction statement that starts here, or null. */
  @Nullable Statement statement(int position) {
    return switch (cursor.keyword()) {
      case BEGIN -> {
        cursor.advance();
        optionalWord();
        yield begin(TransactionKind.BEGIN, position);
      }
      case START -> {
        cursor.advance();
        cursor.expect(TRANSACTION);
        yield begin(TransactionKind.START, position);
      }
      case COMMIT -> commit(position);
      case END -> {
        cursor.advance();
        optionalWord();
        yield end(TransactionKind.COMMIT, position);
      }
      case ROLLBACK -> rollback(position);
      case ABORT -> {
        cursor.advance();
        optionalWord();
        yield end(TransactionKind.ROLLBACK, position);
      }
      case SAVEPOINT -> {
        cursor.advance();
        yield named(TransactionKind.SAVEPOINT, cursor.colId(), position);
      }
      case RELEASE -> {
        cursor.advance();
        cursor.accept(SAVEPOINT);
        yield named(TransactionKind.RELEASE, cursor.colId(), position);
      }
      case PREPARE -> {
        if (!cursor.accept(PREPARE, TRANSACTION)) {
          yield null;
        }
        yield named(TransactionKind.PREPARE, cursor.expectString(), position);
      }
      default -> null;
    };
  }

  private void optionalWord() {
    if (!cursor.accept(WORK)) {
      cursor.accept(TRANSACTION);
    }
  }

  private Statement begin(TransactionKind kind, int position) {
    return new Transaction(kind, modes(), null, false, position);
  }

  private Statement named(TransactionKind kind, String name, int position) {
    return new Transaction(kind, List.of(), name, false, position);
  }

  private Statement end(TransactionKind kind, int position) {
    boolean chain = false;
    if (cursor.accept(AND)) {
      chain = !cursor.accept(NO);
      cursor.expect(CHAIN);
    }
    return new Transaction(kind, List.of(), null, chain, position);
  }

  private Statement commit(int position) {
    cursor.expect(COMMIT);
    if (cursor.accept(PREPARED)) {
      return named(TransactionKind.COMMIT_PREPARED, cursor.expectString(), position);
    }
    optionalWord();
    return end(TransactionKind.COMMIT, position);
  }

  private Statement rollback(int position) {
    cursor.expect(ROLLBACK);
    if (cursor.accept(PREPARED)) {
      return named(TransactionKind.ROLLBACK_PREPARED, cursor.expectString(), position);
    }
    optionalWord();
    if (cursor.accept(TO)) {
      cursor.accept(SAVEPOINT);
      return named(TransactionKind.ROLLBACK_TO, cursor.colId(), position);
    }
    return end(TransactionKind.ROLLBACK, position);
  }

  /** transaction_mode_list: at least one. */
  List<TransactionMode> requiredModes() {
    List<TransactionMode> modes = modes();
    if (modes.isEmpty()) {
      throw cursor.syntaxError();
    }
    return modes;
  }

  /** transaction_mode_list_or_empty: commas are optional. */
  private List<TransactionMode> modes() {
    var modes = new ArrayList<TransactionMode>();
    while (true) {
      TransactionMode mode = mode();
      if (mode == null) {
        if (!modes.isEmpty() && cursor.is(',')) {
          throw cursor.syntaxError();
        }
        return List.copyOf(modes);
      }
      modes.add(mode);
      if (cursor.accept(',') && !startsMode()) {
        throw cursor.syntaxError();
      }
    }
  }

  private boolean startsMode() {
    return cursor.is(ISOLATION) || cursor.is(READ) || cursor.is(DEFERRABLE) || cursor.is(NOT);
  }

  private @Nullable TransactionMode mode() {
    if (cursor.accept(ISOLATION)) {
      cursor.expect(LEVEL);
      return isolation();
    }
    if (cursor.accept(READ)) {
      if (cursor.accept(ONLY)) {
        return TransactionMode.READ_ONLY;
      }
      cursor.expect(WRITE);
      return TransactionMode.READ_WRITE;
    }
    if (cursor.accept(DEFERRABLE)) {
      return TransactionMode.DEFERRABLE;
    }
    if (cursor.accept(NOT)) {
      cursor.expect(DEFERRABLE);
      return TransactionMode.NOT_DEFERRABLE;
    }
    return null;
  }

  private TransactionMode isolation() {
    if (cursor.accept(SERIALIZABLE)) {
      return TransactionMode.SERIALIZABLE;
    }
    if (cursor.accept(REPEATABLE)) {
      cursor.expect(READ);
      return TransactionMode.REPEATABLE_READ;
    }
    cursor.expect(READ);
    if (cursor.accept(COMMITTED)) {
      return TransactionMode.READ_COMMITTED;
    }
    cursor.expect(UNCOMMITTED);
    return TransactionMode.READ_UNCOMMITTED;
  }
}
