package org.orrery.sql.exec.operator;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.Plans;

/** WITH RECURSIVE: repeats the recursive part over the rows of the last round until none come. */
final class RecursiveUnionOperator implements Operator {

  private final PhysicalPlan.RecursiveUnion union;
  private final OperatorFactory factory;
  private final int[] variantSpools;
  private final QueryMemory.Share memory;
  private final QueryMemory.Share known;
  private final @Nullable KeyTable seen;
  private final int[] numbers = new int[Batch.ROWS_MAX];
  private final int[] selection = new int[Batch.ROWS_MAX];
  private @Nullable Operator current;
  private RowStore round;

  RecursiveUnionOperator(PhysicalPlan.RecursiveUnion union, OperatorFactory factory) {
    this.union = union;
    this.factory = factory;
    this.seen = union.isAll() || union.types().isEmpty() ? null : new KeyTable(union.types());
    this.variantSpools = Plans.variantSpools(union.recursive());
    this.memory = factory.context().memory().share("WITH RECURSIVE");
    this.known = factory.context().memory().share("WITH RECURSIVE");
    this.current = factory.create(union.initial());
    this.round = new RowStore(union.types());
  }

  @Override
  public @Nullable Batch next() {
    while (current != null) {
      factory.context().checkCancelled();
      Batch batch = current.next();
      if (batch == null) {
        startRound();
        continue;
      }
      Batch fresh = seen == null ? batch : unseen(seen, batch);
      if (fresh.size() > 0) {
        SpoolOperator.append(round, fresh, factory.context().memory(), memory);
        known.set(seen == null ? 0 : seen.retainedBytes());
        return fresh;
      }
    }
    return null;
  }

  private void startRound() {
    if (current != null) {
      current.close();
      current = null;
    }
    if (round.rowCount() > 0) {
      factory.context().store(union.number(), round, null);
      factory.context().forget(variantSpools);
      round = new RowStore(union.types());
      current = factory.create(union.recursive());
    }
  }

  private Batch unseen(KeyTable known, Batch batch) {
    int next = known.count();
    var all = IntStream.range(0, union.types().size()).boxed().toList();
    known.assign(OperatorFactory.columns(batch, all), batch.selection(), batch.size(), numbers);
    int kept = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (numbers[i] == next) {
        next++;
        selection[kept++] = batch.position(i);
      }
    }
    var result = new Batch(batch.columns(), batch.rowCount());
    result.select(selection, kept);
    return result;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
    round.close();
    memory.close();
    known.close();
  }
}
