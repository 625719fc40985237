package org.orrery.sql.exec.operator;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.Plans;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * INSERT, UPDATE and DELETE. The input is read to its end before anything is written by UPDATE and
 * DELETE, so that a statement never sees its own rows.
 */
final class ModifyOperator implements Operator {

  private final PhysicalPlan.Modify plan;
  private final OperatorFactory factory;
  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final QueryMemory.Share answer;
  private final int tableWidth;
  private final boolean keepsKeys;
  private final ComputedColumns computed;
  private final RowConstraints constraints;
  private final KeyWatch watch;
  private final RangeWatch ranges;
  private final @Nullable ConflictInserter conflicts;
  private final @Nullable List<Evaluator> returning;
  private final RowStore returned;
  private RowStore.@Nullable Reader reader;
  private long rowsWritten;

  ModifyOperator(PhysicalPlan.Modify plan, OperatorFactory factory) {
    this.plan = plan;
    this.factory = factory;
    this.context = factory.context();
    this.memory = context.memory().share("A write");
    this.answer = context.memory().share("RETURNING");
    this.keepsKeys = keepsKeys(plan);
    this.tableWidth = plan.target().columnTypes().size();
    this.computed = new ComputedColumns(tableWidth, plan.target().computed(), factory);
    this.constraints =
        new RowConstraints(
            plan.target().schema(),
            plan.target().relationName(),
            plan.target().columnTypes(),
            plan.target().checks(),
            factory);
    this.watch = new KeyWatch(plan.target().watched(), plan.target().columnTypes(), context);
    this.ranges =
        new RangeWatch(plan.target().schema().tableOid(), plan.target().tracked(), context);
    var onConflict = plan.onConflict();
    this.conflicts =
        onConflict == null
            ? null
            : new ConflictInserter(
                plan.target(),
                onConflict,
                computed,
                constraints,
                watch,
                ranges,
                factory,
                plan.returning() != null);
    this.returning =
        plan.returning() == null ? null : factory.expressions().compileAll(plan.returning());
    this.returned = new RowStore(plan.types());
  }

  @Override
  public @Nullable Batch next() {
    if (reader == null) {
      if (plan.kind() == PhysicalPlan.Modify.Kind.INSERT) {
        insertAll();
        if (conflicts != null) {
          conflicts.finish(this::written);
        }
      } else {
        try (KeptRows rows = distinctRows()) {
          modify(rows);
        }
      }
      context.transaction().flush();
      watch.report();
      finish();
      reader = returned.reader();
    }
    return reader.next();
  }

  /** A statement must not see its own rows, so an input that reads the same table is read first. */
  private void insertAll() {
    if (Plans.scansStorage(plan.input(), plan.target().schema().storageId())) {
      try (KeptRows rows = keptRows(batch -> batch, () -> null)) {
        rows.forEach(
            batch -> {
              context.checkCancelled();
              insert(batch);
            });
      }
      return;
    }
    try (Operator input = factory.create(plan.input())) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        context.checkCancelled();
        insert(batch);
      }
    }
  }

  /** The rows of the input that {@code chosen} leaves of each batch, and those of {@code more}. */
  private KeptRows keptRows(UnaryOperator<Batch> chosen, Supplier<@Nullable Batch> more) {
    var rows = new KeptRows(context.memory(), memory, plan.input().types());
    try (Operator input = factory.create(plan.input())) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        context.checkCancelled();
        rows.append(chosen.apply(batch));
      }
      for (Batch batch = more.get(); batch != null; batch = more.get()) {
        rows.append(batch);
      }
      rows.finish();
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /**
   * All input rows, but only the first for each row of the table: a join may give several, of which
   * PostgreSQL applies one.
   */
  private KeptRows distinctRows() {
    if (Plans.givesRowsOnce(plan.input())) {
      return keptRows(batch -> batch, () -> null);
    }
    List<Integer> name = List.of(tableWidth, tableWidth + 1);
    try (var unique = new UniqueRows(plan.input().types(), name, context, "A write")) {
      return keptRows(unique::firstOf, unique::next);
    }
  }

  private void finish() {
    if (returning == null) {
      var count = new LongVector(1);
      count.setLong(0, rowsWritten);
      returned.append(new Batch(new Vector[] {count}, 1));
    }
  }

  private void insert(Batch batch) {
    if (conflicts != null) {
      conflicts.insert(batch, this::written);
    } else {
      Batch rows = computed.generated(batch);
      append(rows);
      watch.inserted(rows);
      ranges.changed(rows);
      written(rows);
    }
  }

  private void written(Batch batch) {
    rowsWritten += batch.size();
    collectReturning(batch);
  }

  private void append(Batch batch) {
    Batch rows = computed.stored(batch);
    constraints.check(rows);
    if (keepsKeys) {
      context.transaction().appendSuccessors(plan.target().schema(), rows);
    } else {
      context.transaction().append(plan.target().schema(), rows);
    }
  }

  /** Whether it is an UPDATE whose new rows have the very keys of the old ones. */
  private static boolean keepsKeys(PhysicalPlan.Modify plan) {
    if (plan.kind() != PhysicalPlan.Modify.Kind.UPDATE
        || !(plan.input() instanceof PhysicalPlan.Project project)
        || !(project.input() instanceof PhysicalPlan.TableScan scan)) {
      return false;
    }
    TableSchema schema = plan.target().schema();
    for (UniqueKey key : schema.uniqueKeys()) {
      for (int columnId : key.columnIds()) {
        int column = schema.indexOf(columnId);
        boolean isKept =
            !plan.target().isComputed(column)
                && project.expressions().get(column) instanceof Expr.Input(int index, var _)
                && index < scan.columns().size()
                && scan.columns().get(index) == column;
        if (!isKept) {
          return false;
        }
      }
    }
    return true;
  }

  private void modify(KeptRows rows) {
    deleteOld(rows);
    rows.forEach(
        kept -> {
          context.checkCancelled();
          Batch batch = kept;
          if (plan.kind() == PhysicalPlan.Modify.Kind.UPDATE) {
            batch = computed.generated(kept);
            if (!watch.isIdle() || ranges.needsFormer()) {
              Batch former = former(batch);
              watch.updated(former, batch);
              ranges.changed(former);
            }
            append(batch);
          } else {
            watch.deleted(batch);
          }
          ranges.changed(batch);
          written(batch);
        });
  }

  /** Deletes the rows named by the two columns behind the table's. */
  private void deleteOld(KeptRows rows) {
    var names = new RowNames();
    boolean areMany = rows.rowCount() > RowNames.MANY;
    int savepoint = areMany ? context.transaction().savepoint() : 0;
    try {
      deleteOld(rows, names, areMany);
    } catch (RuntimeException e) {
      if (areMany) {
        // The statement may be run again, which it can only if nothing was written.
        context.transaction().rollbackTo(savepoint);
      }
      throw e;
    }
  }

  private void deleteOld(KeptRows rows, RowNames names, boolean areMany) {
    rows.forEach(
        batch -> {
          context.checkCancelled();
          long[] chunks = ((LongVector) batch.column(tableWidth)).values();
          long[] ids = ((LongVector) batch.column(tableWidth + 1)).values();
          for (int i = 0; i < batch.size(); i++) {
            names.add(chunks[batch.position(i)], ids[batch.position(i)]);
          }
          if (areMany && names.count() > RowNames.MANY) {
            names.delete(context, plan.target().schema(), plan.target().keepsKeys());
          }
        });
    names.delete(context, plan.target().schema(), plan.target().keepsKeys());
  }

  /** The rows that those of a batch take the place of, in its order. */
  private Batch former(Batch batch) {
    var rows = new FormerRows(plan.target().schema(), context.transaction(), batch.size());
    long[] chunks = ((LongVector) batch.column(tableWidth)).values();
    long[] ids = ((LongVector) batch.column(tableWidth + 1)).values();
    for (int i = 0; i < batch.size(); i++) {
      rows.add(chunks[batch.position(i)], ids[batch.position(i)]);
    }
    int[] all = IntStream.range(0, tableWidth).toArray();
    return new Batch(rows.read(plan.target().columnTypes(), all), batch.size());
  }

  private void collectReturning(Batch batch) {
    if (returning == null) {
      return;
    }
    var columns = new Vector[returning.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = returning.get(i).evaluate(batch, batch.selection(), batch.size());
    }
    var result = new Batch(columns, batch.rowCount());
    result.select(batch.selection(), batch.size());
    SpoolOperator.append(returned, result, context.memory(), answer);
  }

  @Override
  public void close() {
    if (conflicts != null) {
      conflicts.close();
    }
    watch.close();
    returned.close();
    answer.close();
    memory.close();
  }
}
