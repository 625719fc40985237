package org.orrery.sql.copy;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.data.Batch;
import org.orrery.data.Vector;
import org.orrery.sql.cagg.Tracking;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.operator.ComputedColumns;
import org.orrery.sql.exec.operator.KeyWatch;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.operator.RangeWatch;
import org.orrery.sql.exec.operator.RowConstraints;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.reference.WatchedKeys;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.session.StatementPlanner.TableExpressions;
import org.orrery.storage.api.TableSchema;

/** Writes the batches of a {@link CopyReader} to a table, with defaults and constraints. */
final class CopyFrom {

  private final TableEntry table;
  private final String name;
  private final TableSchema schema;
  private final CopyReader reader;
  private final ExecutionContext context;

  /** For each table column its index in the reader, or -1. */
  private final int[] sources;

  private final @Nullable Evaluator[] defaults;
  private final ComputedColumns computed;
  private final RowConstraints constraints;
  private final KeyWatch watch;
  private final RangeWatch ranges;

  /**
   * Into a table.
   *
   * @param name what messages call it
   */
  CopyFrom(SessionAccess session, TableEntry table, String name, CopyReader reader) {
    this.table = table;
    this.name = name;
    this.reader = reader;
    this.schema = session.catalog().storageSchema(table);
    this.context = session.execution();
    TableExpressions expressions = session.planner().tableExpressions(table, session.planning());
    var factory = new OperatorFactory(context);
    ExpressionCompiler compiler = factory.expressions();
    int width = table.columns().size();
    this.sources = new int[width];
    this.defaults = new @Nullable Evaluator[width];
    for (int i = 0; i < width; i++) {
      sources[i] = indexOf(table.columns().get(i).name());
      Expr expression = expressions.defaults().get(i);
      if (sources[i] < 0 && expression != null) {
        defaults[i] = compiler.compile(expression);
      }
    }
    this.computed = new ComputedColumns(width, expressions.computed(), factory);
    this.constraints =
        new RowConstraints(
            schema,
            name,
            table.columns().stream().map(ColumnEntry::type).toList(),
            expressions.checks(),
            factory);
    this.watch =
        new KeyWatch(
            WatchedKeys.of(session.catalog(), table, PhysicalPlan.Modify.Kind.INSERT, Set.of()),
            table.columns().stream().map(ColumnEntry::type).toList(),
            context);
    this.ranges =
        new RangeWatch(table.oid(), Tracking.of(session.catalog(), table, Set.of()), context);
  }

  private int indexOf(String name) {
    for (int i = 0; i < reader.columns.size(); i++) {
      if (reader.columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Reads to the end; the number of rows. */
  long run() {
    try (watch) {
      return readAll();
    }
  }

  private long readAll() {
    long rows = 0;
    while (true) {
      context.checkCancelled();
      boolean isAny;
      try {
        isAny = reader.read();
      } catch (OrreryException e) {
        // Rows before the bad one come first, as they would one by one.
        if (reader.rowCount > 0) {
          check(batch());
        }
        throw e;
      }
      if (!isAny) {
        break;
      }
      Batch batch = batch();
      check(batch);
      try {
        context.transaction().append(schema, batch);
      } catch (OrreryException e) {
        throw e.context() == null ? e.withContext("COPY " + name + ", line " + reader.line) : e;
      }
      watch.inserted(batch);
      ranges.changed(batch);
      rows += batch.size();
    }
    context.transaction().flush();
    watch.report();
    return rows;
  }

  private Batch batch() {
    int count = reader.rowCount;
    var columns = new Vector[sources.length];
    var none = new Batch(new Vector[0], count);
    for (int i = 0; i < columns.length; i++) {
      Evaluator missing = defaults[i];
      if (sources[i] >= 0) {
        columns[i] = reader.columns.get(sources[i]).vector();
      } else if (missing != null) {
        columns[i] = copy(missing.evaluate(none, null, count), count);
      } else {
        columns[i] = Vector.allocate(table.columns().get(i).type().kind(), Batch.ROWS_MAX);
        columns[i].setAllNull(count);
      }
    }
    return computed.stored(computed.generated(new Batch(columns, count)));
  }

  private static Vector copy(Vector source, int count) {
    Vector copy = Vector.allocate(source.kind(), Batch.ROWS_MAX);
    for (int row = 0; row < count; row++) {
      copy.copyFrom(source, row, row);
    }
    return copy;
  }

  private void check(Batch batch) {
    RowConstraints.Violation violation = constraints.firstViolation(batch);
    if (violation != null) {
      throw violation.error().withContext(reader.contextOfRow(violation.index()));
    }
  }
}
