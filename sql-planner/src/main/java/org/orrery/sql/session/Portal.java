package org.orrery.sql.session;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.parser.ast.Statement;

/**
 * A statement bound to its parameters, or a cursor. Gives its rows in pieces. Thread: the
 * session's.
 */
final class Portal implements AutoCloseable {

  private final String name;
  private final @Nullable Statement statement;
  private final @Nullable List<ResultColumn> columns;
  private final boolean isHeld;
  private final boolean isCursor;
  private final String sql;
  private @Nullable Execution execution;
  private @Nullable Batch batch;
  private int given;
  private boolean isDone;

  Portal(
      String name,
      String sql,
      @Nullable Statement statement,
      @Nullable List<ResultColumn> columns,
      @Nullable Execution execution,
      boolean isCursor,
      boolean isHeld) {
    this.name = name;
    this.sql = sql;
    this.statement = statement;
    this.columns = columns;
    this.execution = execution;
    this.isCursor = isCursor;
    this.isHeld = isHeld;
  }

  String name() {
    return name;
  }

  String sql() {
    return sql;
  }

  /** What it runs; null for an empty statement. */
  @Nullable Statement statement() {
    return statement;
  }

  /** Columns with the formats asked for; null for no rows. */
  @Nullable List<ResultColumn> columns() {
    return columns;
  }

  /** Whether DECLARE made it. */
  boolean isCursor() {
    return isCursor;
  }

  /** Whether it outlives its transaction. */
  boolean isHeld() {
    return isHeld;
  }

  /** Whether it has run to its end. */
  boolean isDone() {
    return isDone;
  }

  /** The running statement; null before its first execution. */
  @Nullable Execution execution() {
    return execution;
  }

  void start(Execution started) {
    execution = started;
  }

  /**
   * Gives up to {@code rowsMax} further rows.
   *
   * @param output takes them
   * @return rows given; the portal {@link #isDone} when there are no more
   */
  long run(long rowsMax, Consumer<Batch> output) {
    Execution running = Objects.requireNonNull(execution);
    long sent = 0;
    while (!isDone) {
      if (batch == null || given == batch.size()) {
        // One more look even when the limit is reached would run ahead; PostgreSQL does not.
        if (sent == rowsMax) {
          return sent;
        }
        batch = running.next();
        given = 0;
        if (batch == null) {
          isDone = true;
          break;
        }
      }
      if (sent == rowsMax) {
        return sent;
      }
      int count = (int) Math.min(rowsMax - sent, batch.size() - given);
      output.accept(slice(batch, given, count));
      given += count;
      sent += count;
    }
    return sent;
  }

  private static Batch slice(Batch batch, int first, int count) {
    if (first == 0 && count == batch.size()) {
      return batch;
    }
    var positions = new int[count];
    for (int i = 0; i < count; i++) {
      positions[i] = batch.position(first + i);
    }
    var part = new Batch(batch.columns(), batch.rowCount());
    part.select(positions, count);
    return part;
  }

  /** Runs to the end and keeps the rows, so that nothing of the transaction is needed any more. */
  void materialize(List<SqlType> types) {
    var rows = new RowStore(types);
    run(Long.MAX_VALUE, rows::append);
    close();
    isDone = false;
    batch = null;
    given = 0;
    execution = UtilityExecution.rows("SELECT", columns == null ? List.of() : columns, rows);
  }

  @Override
  public void close() {
    if (execution != null) {
      execution.close();
    }
  }
}
