package org.orrery.sql.exec;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.Notice;
import org.orrery.base.seam.Clock;
import org.orrery.base.seam.Rng;
import org.orrery.base.seam.Scheduler;
import org.orrery.data.Batch;
import org.orrery.data.type.FormatSettings;
import org.orrery.data.type.SqlType;
import org.orrery.sql.function.EvaluationContext;
import org.orrery.storage.api.Snapshot;
import org.orrery.storage.api.TableAccess;
import org.orrery.storage.api.Transaction;

/**
 * One execution of a plan: its parameters, snapshot and transaction, and what operators share. Used
 * by the execution's thread, except where a method says otherwise.
 */
public final class ExecutionContext implements EvaluationContext, AutoCloseable {

  private final EvaluationContext session;
  private final TableAccess access;
  private final Transaction transaction;
  private final Snapshot snapshot;
  private final @Nullable Object[] parameters;
  private final Scheduler scheduler;
  private final QueryMemory memory;
  private final Map<Integer, OuterRow> outerRows = new HashMap<>();
  private final Map<Integer, Stored> spools = new HashMap<>();
  private final Queue<QueryMemory.Share> shares = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();

  /**
   * A new execution.
   *
   * @param session what functions may know
   * @param access the tables
   * @param transaction the session's transaction
   * @param snapshot what this statement sees
   * @param parameters values as of {@link org.orrery.data.Vector#get}
   * @param scheduler threads for parallel operators
   * @param memory what operators may hold
   */
  public ExecutionContext(
      EvaluationContext session,
      TableAccess access,
      Transaction transaction,
      Snapshot snapshot,
      @Nullable Object[] parameters,
      Scheduler scheduler,
      QueryMemory memory) {
    this.session = session;
    this.access = access;
    this.transaction = transaction;
    this.snapshot = snapshot;
    this.parameters = parameters.clone();
    this.scheduler = scheduler;
    this.memory = memory;
  }

  /** The same execution once more, with another snapshot. */
  public ExecutionContext restarted(Snapshot newSnapshot) {
    return new ExecutionContext(
        session, access, transaction, newSnapshot, parameters, scheduler, memory);
  }

  /** Rows kept under a number, and what says so to the memory. */
  private record Stored(RowStore rows, QueryMemory.@Nullable Share memory) {
    void close() {
      rows.close();
      if (memory != null) {
        memory.close();
      }
    }
  }

  /** A row that an enclosing operator bound for its inner plan. */
  record OuterRow(Batch batch, int position) {}

  /** The tables. */
  public TableAccess access() {
    return access;
  }

  /** The session's transaction. */
  public Transaction transaction() {
    return transaction;
  }

  /** What this statement sees. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** Threads for parallel operators. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** What operators hold, and may. Any thread. */
  public QueryMemory memory() {
    return memory;
  }

  /** Value of a parameter, from 0. */
  public @Nullable Object parameter(int index) {
    return parameters[index];
  }

  /** Binds the row that {@code Outer} expressions of this correlation read. */
  public void bindOuter(int correlation, Batch batch, int position) {
    outerRows.put(correlation, new OuterRow(batch, position));
  }

  /** Value of a bound row's column. */
  public @Nullable Object outer(int correlation, int index, SqlType type) {
    OuterRow row = outerRows.get(correlation);
    if (row == null) {
      throw Invariant.broken("no row is bound for correlation " + correlation);
    }
    return row.batch().column(index).get(row.position());
  }

  /** Rows kept under a number (a spool's, or a recursive union's last round), or null. */
  public @Nullable RowStore stored(int number) {
    Stored stored = spools.get(number);
    return stored == null ? null : stored.rows;
  }

  /**
   * Keeps rows under a number in the place of those before, until they are forgotten or the
   * execution ends.
   *
   * @param share what counts them; null when the caller does
   */
  public void store(int number, RowStore rows, QueryMemory.@Nullable Share share) {
    forget(new int[] {number});
    spools.put(number, new Stored(rows, share));
  }

  /** A number that is computed once for the whole execution. Any thread. */
  public long once(String name, LongSupplier computation) {
    return numbers.computeIfAbsent(name, _ -> computation.getAsLong());
  }

  /** Drops rows kept under these numbers, so that they are computed again. */
  public void forget(int[] numbers) {
    for (int number : numbers) {
      Stored stored = spools.remove(number);
      if (stored != null) {
        stored.close();
      }
    }
  }

  /** A share that lasts as long as the execution. Any thread. */
  public QueryMemory.Share shareOfExecution(String what) {
    QueryMemory.Share share = memory.share(what);
    shares.add(share);
    return share;
  }

  /** Ends the execution: gives back what its operators shared. Idempotent. */
  @Override
  public void close() {
    shares.forEach(QueryMemory.Share::close);
    shares.clear();
    spools.values().forEach(Stored::close);
    spools.clear();
  }

  /** Whether work may be spread over threads: nothing is bound that another thread would need. */
  public boolean isParallelSafe() {
    return outerRows.isEmpty();
  }

  @Override
  public FormatSettings format() {
    return session.format();
  }

  @Override
  public long transactionMicros() {
    return session.transactionMicros();
  }

  @Override
  public long statementMicros() {
    return session.statementMicros();
  }

  @Override
  public Clock clock() {
    return session.clock();
  }

  @Override
  public Rng rng() {
    return session.rng();
  }

  @Override
  public void notice(Notice notice) {
    session.notice(notice);
  }

  /** Any thread. */
  @Override
  public void checkCancelled() {
    session.checkCancelled();
  }

  @Override
  public <T> T session(Class<T> type) {
    return type == ExecutionContext.class ? type.cast(this) : session.session(type);
  }
}
