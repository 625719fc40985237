package org.orrery.sql.exec.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.RecordValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.FunctionDef;
import org.orrery.sql.function.SetFunction;

/**
 * The rows of calls of one function, one at a time. A plain function gives one row. Columns come
 * from the function's outputs, or are its one value.
 */
final class FunctionRows {

  private final ExecutionContext context;
  private final FunctionDef function;
  private final Evaluator @Nullable [] arguments;
  private final SqlType[] argumentTypes;
  private final @Nullable Evaluator scalar;
  private final List<SqlType> types;
  private SetFunction.@Nullable Rows rows;
  private @Nullable Batch batch;
  private int index;
  private boolean hasRow;

  FunctionRows(Expr.Call call, OperatorFactory factory, List<SqlType> types) {
    this.context = factory.context();
    this.function = call.function();
    this.types = types;
    this.argumentTypes = call.arguments().stream().map(Expr::type).toArray(SqlType[]::new);
    if (function.returnsSet()) {
      this.arguments = factory.expressions().compileAll(call.arguments()).toArray(Evaluator[]::new);
      this.scalar = null;
    } else {
      this.arguments = null;
      this.scalar = factory.expressions().compile(call);
    }
  }

  /** Columns it gives. */
  int width() {
    return types.size();
  }

  /** Starts a call for one row of an input. */
  void start(Batch input, int position) {
    rows = null;
    batch = null;
    index = 0;
    hasRow = false;
    int[] selection = {position};
    if (arguments == null) {
      if (scalar != null) {
        Vector value = scalar.evaluate(input, selection, 1);
        batch = new Batch(new Vector[] {value}, position + 1);
        batch.select(selection, 1);
      }
      return;
    }
    var values = new @Nullable Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].evaluate(input, selection, 1).get(position);
      if (values[i] == null && function.isStrict()) {
        return;
      }
    }
    if (function.implementation() instanceof FunctionDef.Implementation.SetReturning(var set)) {
      rows = set.call(context, values, argumentTypes);
      batch = rows.next();
    }
  }

  /** Moves to the next row; false when there is none left. */
  boolean advance() {
    if (hasRow) {
      index++;
    }
    while (batch != null && index >= batch.size()) {
      index = 0;
      batch = rows == null ? null : rows.next();
      context.checkCancelled();
    }
    hasRow = batch != null;
    return hasRow;
  }

  /** Copies the current row, or NULLs when there is none, to columns from {@code first} on. */
  void copyTo(Vector[] columns, int first, int row) {
    if (isComposite() && hasRow && batch != null) {
      copyRecord(columns[first], row, batch.position(index));
      return;
    }
    for (int i = 0; i < types.size(); i++) {
      if (hasRow && batch != null) {
        columns[first + i].copyFrom(batch.column(i), batch.position(index), row);
      } else {
        columns[first + i].setNull(row);
      }
    }
  }

  /** Whether a function of several outputs stands where one value is wanted. */
  private boolean isComposite() {
    return types.size() == 1
        && types.getFirst() == BuiltinTypes.RECORD
        && arguments != null
        && function.isComposite();
  }

  private void copyRecord(Vector target, int row, int position) {
    var record = new ByteSink(64);
    List<SqlType> fields = function.outputs().stream().map(FunctionDef.OutputColumn::type).toList();
    if (batch != null) {
      RecordValue.write(fields, List.of(batch.columns()), position, record);
      RecordValue.writeNames(
          function.outputs().stream().map(FunctionDef.OutputColumn::name).toList(), record);
    }
    target.set(row, record.toByteArray());
  }
}
