package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;

/**
 * Locks the rows that its input was made of, in order, and leaves out those that cannot be locked.
 * All is locked before the first row is given, so that the statement can start again until then;
 * but no more rows than {@code rowsNeeded}.
 */
final class LockRowsOperator implements Operator {

  private final PhysicalPlan.LockRows plan;
  private final Operator input;
  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final long rowsNeeded;
  private RowStore.@Nullable Reader locked;

  LockRowsOperator(
      PhysicalPlan.LockRows plan, Operator input, ExecutionContext context, long rowsNeeded) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.memory = context.memory().share("FOR UPDATE");
    this.rowsNeeded = rowsNeeded;
  }

  @Override
  public @Nullable Batch next() {
    if (locked == null) {
      locked = lockAll().reader();
    }
    return locked.next();
  }

  private RowStore lockAll() {
    var rows = new RowStore(plan.types());
    long count = 0;
    while (count < rowsNeeded) {
      Batch batch = input.next();
      if (batch == null) {
        break;
      }
      for (int from = 0; from < batch.size() && count < rowsNeeded; ) {
        context.checkCancelled();
        int to = (int) Math.min(batch.size(), from + (rowsNeeded - count));
        Batch part = lock(batch, from, to);
        rows.append(part);
        count += part.size();
        from = to;
      }
      memory.set(rows.retainedBytes());
    }
    return rows;
  }

  /** The rows {@code [from, to)} of a batch that are locked now. */
  private Batch lock(Batch batch, int from, int to) {
    boolean[] isLocked = new boolean[to - from];
    Arrays.fill(isLocked, true);
    for (PhysicalPlan.LockRows.Table table : plan.tables()) {
      long[] chunks = ((LongVector) batch.column(table.chunkColumn())).values();
      long[] names = ((LongVector) batch.column(table.rowColumn())).values();
      Map<Long, List<Integer>> byChunk = new LinkedHashMap<>();
      for (int i = 0; i < isLocked.length; i++) {
        if (isLocked[i]) {
          long chunk = chunks[batch.position(from + i)];
          byChunk.computeIfAbsent(chunk, _ -> new ArrayList<>()).add(i);
        }
      }
      byChunk.forEach(
          (chunk, rows) -> {
            long[] ids = rows.stream().mapToLong(i -> names[batch.position(from + i)]).toArray();
            boolean[] done =
                context
                    .transaction()
                    .lock(
                        table.schema(),
                        context.snapshot(),
                        chunk,
                        ids,
                        ids.length,
                        table.lock(),
                        table.policy());
            for (int i = 0; i < done.length; i++) {
              isLocked[rows.get(i)] = done[i];
            }
          });
    }
    int[] positions = new int[isLocked.length];
    int count = 0;
    for (int i = 0; i < isLocked.length; i++) {
      if (isLocked[i]) {
        positions[count++] = batch.position(from + i);
      }
    }
    var part = new Batch(batch.columns(), batch.rowCount());
    part.select(positions, count);
    return part;
  }

  @Override
  public void close() {
    input.close();
    memory.close();
  }
}
