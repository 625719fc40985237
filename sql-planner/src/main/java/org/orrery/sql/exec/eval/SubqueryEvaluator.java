package org.orrery.sql.exec.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.BytesVector;
import org.orrery.data.Vector;
import org.orrery.data.type.ArrayValue;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.ExecutionContext;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.operator.Operator;
import org.orrery.sql.exec.operator.OperatorFactory;
import org.orrery.sql.exec.plan.Plans;

/**
 * A subquery in an expression: run once when it binds nothing of the input row, else for each row.
 */
final class SubqueryEvaluator implements Evaluator {

  /** In errors. */
  private static final String WHAT = "A subquery";

  private final ExecutionContext context;
  private final OperatorFactory operators;
  private final Expr.Subquery subquery;
  private final Evaluator[] captures;
  private final @Nullable Evaluator operand;
  private final Scratch scratch;
  private final SubqueryResults results = new SubqueryResults();
  private final boolean isRepeatable;
  private final int[] variantSpools;
  private @Nullable RowStore kept;
  private @Nullable KeyTable keptKeys;
  private boolean keptHasNull;

  SubqueryEvaluator(
      ExecutionContext context,
      OperatorFactory operators,
      Expr.Subquery subquery,
      List<Evaluator> captures,
      @Nullable Evaluator operand) {
    this.context = context;
    this.operators = operators;
    this.subquery = subquery;
    this.captures = captures.toArray(Evaluator[]::new);
    this.operand = operand;
    this.scratch = new Scratch(subquery.type().kind());
    this.isRepeatable = subquery.correlation() >= 0 && Plans.isRepeatable(subquery.plan());
    this.variantSpools =
        subquery.correlation() >= 0 ? Plans.variantSpools(subquery.plan()) : new int[0];
  }

  @Override
  public Vector evaluate(Batch input, int @Nullable [] selection, int count) {
    Vector operands = operand == null ? null : operand.evaluate(input, selection, count);
    Vector result = scratch.cleared(Selections.extent(selection, count));
    if (operands != null && isHashable()) {
      lookUp(operands, selection, count, result);
      return result;
    }
    Batch captured = capture(input, selection, count);
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      RowStore rows = rows(captured, row);
      switch (subquery.kind()) {
        case SCALAR -> scalar(rows, row, result);
        case EXISTS -> result.set(row, rows.rowCount() > 0 ? 1L : 0L);
        case ANY, ALL -> result.set(row, quantified(rows, operands, row));
        case ARRAY -> array(rows).store((BytesVector) result, row);
      }
    }
    return result;
  }

  private Batch capture(Batch input, int @Nullable [] selection, int count) {
    var values = new Vector[captures.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = captures[i].evaluate(input, selection, count);
    }
    return new Batch(values, Selections.extent(selection, count));
  }

  private boolean isHashable() {
    return subquery.kind() == Expr.Subquery.Kind.ANY
        && subquery.correlation() < 0
        && subquery.operator() != null
        && subquery.operand() != null
        && isEquality(subquery.operator().name())
        && subquery.operand().type() == subquery.plan().types().getFirst();
  }

  /** Whether a function is an {@code =} that the hash table knows; not those of patterns. */
  private static boolean isEquality(String name) {
    return name.endsWith("eq") && !name.contains("regex");
  }

  private void lookUp(Vector operands, int @Nullable [] selection, int count, Vector result) {
    KeyTable keys = keys();
    var numbers = new int[count];
    keys.find(new Vector[] {operands}, selection, count, numbers);
    for (int i = 0; i < count; i++) {
      int row = selection == null ? i : selection[i];
      if (keys.count() == 0 && !keptHasNull) {
        result.set(row, 0L);
      } else if (operands.isNull(row) || (numbers[i] < 0 && keptHasNull)) {
        result.setNull(row);
      } else {
        result.set(row, numbers[i] < 0 ? 0L : 1L);
      }
    }
  }

  private KeyTable keys() {
    if (keptKeys == null) {
      RowStore rows = run();
      keptKeys = new KeyTable(rows.types());
      RowStore.Reader reader = rows.reader();
      var numbers = new int[Batch.ROWS_MAX];
      var present = new int[Batch.ROWS_MAX];
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        int kept = Selections.whereNull(batch.column(0), false, null, batch.size(), present);
        keptHasNull |= kept < batch.size();
        keptKeys.assign(batch.columns(), present, kept, numbers);
      }
      remember(keptKeys.retainedBytes());
    }
    return keptKeys;
  }

  private static void scalar(RowStore rows, int row, Vector result) {
    if (rows.rowCount() > 1) {
      throw OrreryException.of(
          SqlState.CARDINALITY_VIOLATION,
          "more than one row returned by a subquery used as an expression");
    }
    if (rows.rowCount() == 0) {
      result.setNull(row);
    } else {
      result.copyFrom(rows.column(0, 0), 0, row);
    }
  }

  private @Nullable Long quantified(RowStore rows, @Nullable Vector operands, int row) {
    if (operands == null || subquery.operator() == null || subquery.operand() == null) {
      throw Invariant.broken("quantified subquery without comparison");
    }
    SqlType type = subquery.plan().types().getFirst();
    return Comparisons.quantify(
        context,
        ExpressionCompiler.kernel(subquery.operator(), subquery.operand().type(), type),
        subquery.operand().type(),
        operands,
        row,
        column(rows, type),
        rows.rowCount(),
        subquery.kind() == Expr.Subquery.Kind.ALL);
  }

  private ArrayValue array(RowStore rows) {
    SqlType type = subquery.plan().types().getFirst();
    return ArrayValue.of(type, column(rows, type), rows.rowCount());
  }

  private static Vector column(RowStore rows, SqlType type) {
    if (rows.rowCount() <= Batch.ROWS_MAX && rows.rowCount() > 0) {
      return rows.column(0, 0);
    }
    Vector all = Vector.allocate(type.kind(), rows.rowCount());
    for (int i = 0; i < rows.rowCount(); i++) {
      all.copyFrom(rows.columnOf(i, 0), RowStore.positionOf(i), i);
    }
    return all;
  }

  private RowStore rows(Batch captured, int row) {
    if (subquery.correlation() < 0) {
      if (kept == null) {
        kept = run();
        remember(kept.retainedBytes());
      }
      return kept;
    }
    if (!isRepeatable) {
      return runFor(captured, row);
    }
    List<Object> key = SubqueryResults.key(captured, row);
    RowStore known = results.get(key);
    if (known == null) {
      known = runFor(captured, row);
      results.put(key, known);
    }
    return known;
  }

  private RowStore runFor(Batch captured, int row) {
    context.bindOuter(subquery.correlation(), captured, row);
    context.forget(variantSpools);
    return run();
  }

  /** Counts what is kept up to the execution's end; not what each row of a query around makes. */
  private void remember(long bytes) {
    if (context.isParallelSafe()) {
      context.shareOfExecution(WHAT).set(bytes);
    }
  }

  private RowStore run() {
    List<SqlType> types = subquery.plan().types();
    var rows = new RowStore(types);
    try (QueryMemory.Share memory = context.memory().share(WHAT);
        Operator operator = operators.create(subquery.plan())) {
      for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
        context.checkCancelled();
        rows.append(batch);
        memory.set(rows.retainedBytes());
        if (isDecided(rows)) {
          break;
        }
      }
    }
    return rows;
  }

  /** Whether further rows could not change the result. */
  private boolean isDecided(RowStore rows) {
    return switch (subquery.kind()) {
      case EXISTS -> rows.rowCount() > 0;
      case SCALAR -> rows.rowCount() > 1;
      case ANY, ALL, ARRAY -> false;
    };
  }
}
