package org.orrery.sql.exec.operator;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.ErrorSubject;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.storage.api.ColumnSchema;
import org.orrery.storage.api.TableSchema;

/**
 * NOT NULL and CHECK of a table's new rows, in PostgreSQL's order: row by row, first NOT NULL by
 * column, then CHECK by name. One thread.
 */
public final class RowConstraints {

  /** Of a value in the detail of an error. */
  private static final int SHOWN_BYTES_MAX = 64;

  /** A CHECK constraint, ready to run. */
  private record Check(String name, Evaluator condition) {}

  /**
   * The first row that breaks a constraint.
   *
   * @param index which of the batch's selected rows
   * @param error {@code 23502} or {@code 23514}
   */
  public record Violation(int index, OrreryException error) {}

  private final TableSchema schema;
  private final String relationName;
  private final List<SqlType> types;
  private final List<Check> checks;
  private final ExecutionContext context;

  /**
   * The constraints of a table.
   *
   * @param schema the table
   * @param relationName what messages call it
   * @param types of its columns
   * @param checks its CHECK constraints
   * @param factory compiles their conditions
   */
  public RowConstraints(
      TableSchema schema,
      String relationName,
      List<SqlType> types,
      List<TableTarget.Check> checks,
      OperatorFactory factory) {
    this.schema = schema;
    this.relationName = relationName;
    this.types = types;
    this.context = factory.context();
    this.checks =
        checks.stream()
            .sorted(Comparator.comparing(TableTarget.Check::name))
            .map(each -> new Check(each.name(), factory.expressions().compile(each.condition())))
            .toList();
  }

  /** Throws what {@link #firstViolation} finds. */
  public void check(Batch rows) {
    Violation violation = firstViolation(rows);
    if (violation != null) {
      throw violation.error();
    }
  }

  /** The first of the selected rows that breaks a constraint; null when none does. */
  public @Nullable Violation firstViolation(Batch rows) {
    int nullAt = rows.size();
    int nullColumn = -1;
    for (int column = 0; column < types.size(); column++) {
      if (schema.columns().get(column).isNotNull() && rows.column(column).mayHaveNulls()) {
        for (int i = 0; i < nullAt; i++) {
          if (rows.column(column).isNull(rows.position(i))) {
            nullAt = i;
            nullColumn = column;
          }
        }
      }
    }
    int failedAt = nullAt;
    Check failed = null;
    for (Check check : checks) {
      Vector holds = check.condition.evaluate(rows, rows.selection(), rows.size());
      for (int i = 0; i < failedAt; i++) {
        int position = rows.position(i);
        if (!holds.isNull(position) && ((LongVector) holds).getLong(position) == 0) {
          failedAt = i;
          failed = check;
        }
      }
    }
    if (failed != null) {
      return new Violation(failedAt, checkError(rows, rows.position(failedAt), failed));
    }
    return nullColumn < 0
        ? null
        : new Violation(
            nullAt, nullError(rows, rows.position(nullAt), schema.columns().get(nullColumn)));
  }

  /** A partitioning column has TimescaleDB's message, others PostgreSQL's. */
  private OrreryException nullError(Batch rows, int position, ColumnSchema column) {
    TableSchema.Partitioning partitioning = schema.partitioning();
    if (partitioning != null && partitioning.isByRange(column.columnId())) {
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
            relationName)
        .withDetail(failingRow(rows, position))
        .about(ErrorSubject.column(schema.schemaName(), relationName, column.name()));
  }

  private OrreryException checkError(Batch rows, int position, Check check) {
    return OrreryException.of(
            SqlState.CHECK_VIOLATION,
            "new row for relation \"%s\" violates check constraint \"%s\"",
            relationName,
            check.name)
        .withDetail(failingRow(rows, position))
        .about(ErrorSubject.constraint(schema.schemaName(), relationName, check.name));
  }

  private String failingRow(Batch rows, int position) {
    var text = new ByteSink(128);
    text.writeString("Failing row contains (");
    for (int column = 0; column < types.size(); column++) {
      if (column > 0) {
        text.writeString(", ");
      }
      if (rows.column(column).isNull(position)) {
        text.writeString("null");
      } else {
        int start = text.length();
        types.get(column).codec().formatText(rows.column(column), position, context.format(), text);
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
}
