package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.Plans;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

/**
 * INSERT, UPDATE and DELETE. The input is read to its end before anything is written by UPDATE and
 * DELETE, so that a statement never sees its own rows.
 */
final class ModifyOperator implements Operator {

  /** Of a value in the detail of an error. */
  private static final int SHOWN_BYTES_MAX = 64;

  private final PhysicalPlan.Modify plan;
  private final OperatorFactory factory;
  private final ExecutionContext context;
  private final QueryMemory.Share memory;
  private final int tableWidth;
  private final List<Evaluator> checks = new ArrayList<>();
  private final @Nullable List<Evaluator> returning;
  private final RowStore returned;
  private RowStore.@Nullable Reader reader;
  private long rowsWritten;

  ModifyOperator(PhysicalPlan.Modify plan, OperatorFactory factory) {
    this.plan = plan;
    this.factory = factory;
    this.context = factory.context();
    this.memory = context.memory().share("A write");
    this.tableWidth = plan.target().columnTypes().size();
    for (TableTarget.Check check : plan.target().checks()) {
      checks.add(factory.expressions().compile(check.condition()));
    }
    this.returning =
        plan.returning() == null ? null : factory.expressions().compileAll(plan.returning());
    this.returned = new RowStore(plan.types());
  }

  @Override
  public @Nullable Batch next() {
    if (reader == null) {
      if (plan.kind() == PhysicalPlan.Modify.Kind.INSERT) {
        insertAll();
      } else {
        modify(distinctRows());
      }
      context.transaction().flush();
      finish();
      reader = returned.reader();
    }
    return reader.next();
  }

  /** A statement must not see its own rows, so an input that reads the same table is read first. */
  private void insertAll() {
    if (Plans.scansStorage(plan.input(), plan.target().schema().storageId())) {
      RowStore.Reader rows = SpoolOperator.readAll(factory, plan.input(), memory).reader();
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        context.checkCancelled();
        insert(batch);
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

  /**
   * All input rows, but only the first for each row of the table: a join may give several, of which
   * PostgreSQL applies one.
   */
  private RowStore distinctRows() {
    var rows = new RowStore(plan.input().types());
    var seen = new KeyTable(List.of(BuiltinTypes.INT8, BuiltinTypes.INT8));
    var numbers = new int[Batch.ROWS_MAX];
    var selection = new int[Batch.ROWS_MAX];
    try (Operator input = factory.create(plan.input())) {
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        context.checkCancelled();
        int known = seen.count();
        Vector[] names = {batch.column(tableWidth), batch.column(tableWidth + 1)};
        seen.assign(names, batch.selection(), batch.size(), numbers);
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
          if (numbers[i] == known) {
            known++;
            selection[kept++] = batch.position(i);
          }
        }
        var fresh = new Batch(batch.columns(), batch.rowCount());
        fresh.select(selection, kept);
        rows.append(fresh);
        memory.set(rows.retainedBytes() + seen.retainedBytes());
      }
    }
    return rows;
  }

  private void finish() {
    if (returning == null) {
      var count = new LongVector(1);
      count.setLong(0, rowsWritten);
      returned.append(new Batch(new Vector[] {count}, 1));
    }
  }

  private void insert(Batch batch) {
    append(batch);
    rowsWritten += batch.size();
    collectReturning(batch);
  }

  private void append(Batch batch) {
    Batch rows = batch;
    if (batch.columns().length > tableWidth) {
      rows = new Batch(Arrays.copyOf(batch.columns(), tableWidth), batch.rowCount());
      rows.select(batch.selection(), batch.size());
    }
    checkNotNull(rows);
    checkConstraints(rows);
    context.transaction().append(plan.target().schema(), rows);
  }

  private void modify(RowStore rows) {
    deleteOld(rows);
    RowStore.Reader batches = rows.reader();
    for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
      context.checkCancelled();
      if (plan.kind() == PhysicalPlan.Modify.Kind.UPDATE) {
        append(batch);
      }
      rowsWritten += batch.size();
      collectReturning(batch);
    }
  }

  /** Deletes the rows named by the two columns behind the table's, chunk by chunk. */
  private void deleteOld(RowStore rows) {
    Map<Long, RowIds> byChunk = new LinkedHashMap<>();
    RowStore.Reader batches = rows.reader();
    for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
      long[] chunks = ((LongVector) batch.column(tableWidth)).values();
      long[] ids = ((LongVector) batch.column(tableWidth + 1)).values();
      for (int i = 0; i < batch.size(); i++) {
        byChunk.computeIfAbsent(chunks[i], _ -> new RowIds()).add(ids[i]);
      }
    }
    byChunk.forEach(
        (chunk, ids) ->
            context
                .transaction()
                .delete(plan.target().schema(), context.snapshot(), chunk, ids.ids, ids.count));
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
    returned.append(result);
  }

  private void checkNotNull(Batch rows) {
    List<ColumnSchema> columns = plan.target().schema().columns();
    for (int column = 0; column < tableWidth; column++) {
      if (!columns.get(column).isNotNull() || !rows.column(column).mayHaveNulls()) {
        continue;
      }
      for (int i = 0; i < rows.size(); i++) {
        if (rows.column(column).isNull(rows.position(i))) {
          throw nullError(rows, rows.position(i), columns.get(column));
        }
      }
    }
  }

  /** A partitioning column has TimescaleDB's message, others PostgreSQL's. */
  private OrreryException nullError(Batch rows, int position, ColumnSchema column) {
    TableSchema.Partitioning partitioning = plan.target().schema().partitioning();
    if (partitioning != null && partitioning.timeColumnId() == column.columnId()) {
      return OrreryException.of(
              SqlState.NOT_NULL_VIOLATION,
              "NULL value in column \"%s\" violates not-null constraint",
              column.name())
          .withHint("Columns used for time partitioning cannot be NULL.");
    }
    return OrreryException.of(
            SqlState.NOT_NULL_VIOLATION,
            "null value in column \"%s\" of relation \"%s\" violates not-null constraint",
            column.name(),
            relationName())
        .withDetail(failingRow(rows, position));
  }

  private void checkConstraints(Batch rows) {
    for (int i = 0; i < checks.size(); i++) {
      Vector holds = checks.get(i).evaluate(rows, rows.selection(), rows.size());
      for (int row = 0; row < rows.size(); row++) {
        int position = rows.position(row);
        if (!holds.isNull(position) && ((LongVector) holds).getLong(position) == 0) {
          throw OrreryException.of(
                  SqlState.CHECK_VIOLATION,
                  "new row for relation \"%s\" violates check constraint \"%s\"",
                  relationName(),
                  plan.target().checks().get(i).name())
              .withDetail(failingRow(rows, position));
        }
      }
    }
  }

  private String relationName() {
    String qualified = plan.target().schema().qualifiedName();
    return qualified.substring(qualified.indexOf('.') + 1);
  }

  private String failingRow(Batch rows, int position) {
    var text = new ByteSink(128);
    text.writeString("Failing row contains (");
    for (int column = 0; column < tableWidth; column++) {
      if (column > 0) {
        text.writeString(", ");
      }
      SqlType type = plan.target().columnTypes().get(column);
      if (rows.column(column).isNull(position)) {
        text.writeString("null");
      } else {
        int start = text.length();
        type.codec().formatText(rows.column(column), position, context.format(), text);
        shorten(text, start);
      }
    }
    text.writeString(").");
    return text.toString();
  }

  /** Cuts a value at 64 bytes, between characters, as PostgreSQL does. */
  private static void shorten(ByteSink text, int start) {
    if (text.length() - start > SHOWN_BYTES_MAX) {
      int end = start + SHOWN_BYTES_MAX;
      while ((text.array()[end] & 0xc0) == 0x80) {
        end--;
      }
      text.truncate(end);
      text.writeString("...");
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  /** A growing list of row ids. */
  private static final class RowIds {
    private long[] ids = new long[16];
    private int count;

    void add(long id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count * 2);
      }
      ids[count++] = id;
    }
  }
}
