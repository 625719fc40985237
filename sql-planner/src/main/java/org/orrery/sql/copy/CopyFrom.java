package org.orrery.sql.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.session.SessionAccess;
import org.orrery.sql.session.StatementPlanner.TableExpressions;
import org.orrery.storage.api.TableSchema;

/** Writes the batches of a {@link CopyReader} to a table, with defaults and constraints. */
final class CopyFrom {

  private final TableEntry table;
  private final TableSchema schema;
  private final CopyReader reader;
  private final ExecutionContext context;

  /** For each table column its index in the reader, or -1. */
  private final int[] sources;

  private final @Nullable Evaluator[] defaults;
  private final List<TableTarget.Check> checks;
  private final List<Evaluator> conditions = new ArrayList<>();

  CopyFrom(SessionAccess session, TableEntry table, CopyReader reader) {
    this.table = table;
    this.reader = reader;
    this.schema = session.catalog().storageSchema(table);
    this.context = session.execution();
    TableExpressions expressions = session.planner().tableExpressions(table, session.planning());
    ExpressionCompiler compiler = new OperatorFactory(context).expressions();
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
    this.checks = expressions.checks();
    checks.forEach(check -> conditions.add(compiler.compile(check.condition())));
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
        throw e.context() == null
            ? e.withContext("COPY " + table.name() + ", line " + reader.line)
            : e;
      }
      rows += batch.size();
    }
    context.transaction().flush();
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
    return new Batch(columns, count);
  }

  private static Vector copy(Vector source, int count) {
    Vector copy = Vector.allocate(source.kind(), Batch.ROWS_MAX);
    for (int row = 0; row < count; row++) {
      copy.copyFrom(source, row, row);
    }
    return copy;
  }

  private void check(Batch batch) {
    int firstBad = Integer.MAX_VALUE;
    OrreryException error = null;
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnEntry column = table.columns().get(i);
      if (column.isNotNull() && batch.column(i).mayHaveNulls()) {
        for (int row = 0; row < Math.min(batch.rowCount(), firstBad); row++) {
          if (batch.column(i).isNull(row)) {
            firstBad = row;
            error = nullError(batch, row, column);
          }
        }
      }
    }
    for (int i = 0; i < conditions.size(); i++) {
      Vector holds = conditions.get(i).evaluate(batch, null, batch.rowCount());
      for (int row = 0; row < Math.min(batch.rowCount(), firstBad); row++) {
        if (!holds.isNull(row) && ((LongVector) holds).getLong(row) == 0) {
          firstBad = row;
          error = checkError(batch, row, checks.get(i).name());
        }
      }
    }
    if (error != null) {
      throw Objects.requireNonNull(error).withContext(reader.contextOfRow(firstBad));
    }
  }

  private OrreryException nullError(Batch batch, int row, ColumnEntry column) {
    TableEntry.Hypertable hypertable = table.hypertable();
    if (hypertable != null && hypertable.timeColumn() == column.number()) {
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
            table.name())
        .withDetail(failingRow(batch, row));
  }

  private OrreryException checkError(Batch batch, int row, String constraint) {
    return OrreryException.of(
            SqlState.CHECK_VIOLATION,
            "new row for relation \"%s\" violates check constraint \"%s\"",
            table.name(),
            constraint)
        .withDetail(failingRow(batch, row));
  }

  private String failingRow(Batch batch, int row) {
    var text = new ByteSink(128);
    text.writeString("Failing row contains (");
    for (int i = 0; i < table.columns().size(); i++) {
      if (i > 0) {
        text.writeString(", ");
      }
      SqlType type = table.columns().get(i).type();
      if (batch.column(i).isNull(row)) {
        text.writeString("null");
      } else {
        type.codec().formatText(batch.column(i), row, context.format(), text);
      }
    }
    text.writeString(").");
    return text.toString();
  }
}
