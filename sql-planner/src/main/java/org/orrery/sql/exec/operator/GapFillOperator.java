package org.orrery.sql.exec.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.Batch;
import org.orrery.data.LongVector;
import org.orrery.data.Vector;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.KeyTable;
import org.orrery.sql.exec.QueryMemory;
import org.orrery.sql.exec.RowStore;
import org.orrery.sql.exec.eval.Evaluator;
import org.orrery.sql.exec.eval.ExpressionCompiler;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.GapFill;

/**
 * Fills missing buckets, group by group. The grouped input is read whole, since a value may depend
 * on the next row of its group.
 */
final class GapFillOperator implements Operator {

  /** Bound on made-up rows of one group: a wrong bound or width must not run for ever. */
  static final int BUCKETS_MAX = 100_000_000;

  private final GapFill plan;
  private final OperatorFactory factory;
  private final QueryMemory.Share memory;
  private final List<Integer> groupColumns = new ArrayList<>();
  private @Nullable GapFilledRows output;
  private @Nullable RowStore input;
  private int[] sortedRows = new int[0];
  private int[] groupStarts = new int[0];
  private int nextGroup;
  private long start;
  private long finish;
  private @Nullable BucketSteps steps;

  GapFillOperator(GapFill plan, OperatorFactory factory) {
    this.plan = plan;
    this.factory = factory;
    this.memory = factory.context().memory().share("Gap filling");
    for (int column = 0; column < plan.columns().size(); column++) {
      if (plan.columns().get(column) instanceof GapFill.Role.GroupKey) {
        groupColumns.add(column);
      }
    }
  }

  @Override
  public @Nullable Batch next() {
    if (input == null) {
      prepare();
    }
    while (true) {
      factory.context().checkCancelled();
      if (output == null) {
        if (nextGroup + 1 >= groupStarts.length) {
          return null;
        }
        output = group(nextGroup++);
      }
      Batch batch = output.next();
      if (batch != null) {
        return batch;
      }
      output = null;
    }
  }

  private void prepare() {
    RowStore rows = SpoolOperator.readAll(factory, plan.input(), memory);
    input = rows;
    SqlType bucketType = plan.types().get(plan.bucketColumn());
    Object width = evaluate(plan.width());
    Object first = evaluate(plan.start());
    Object last = evaluate(plan.finish());
    if (width == null) {
      throw invalid("invalid time_bucket_gapfill argument: bucket_width cannot be NULL");
    }
    if (first == null) {
      throw missing("start");
    }
    if (last == null) {
      throw missing("finish");
    }
    start = (Long) first;
    finish = (Long) last;
    Object zone = plan.timeZone() == null ? null : evaluate(plan.timeZone());
    steps = new BucketSteps(bucketType, width, (byte[]) zone);
    sortByGroupAndBucket(rows);
  }

  private @Nullable Object evaluate(Expr expression) {
    return ExpressionCompiler.evaluateOnce(factory.expressions().compile(expression));
  }

  private static OrreryException missing(String argument) {
    return invalid(
        "missing time_bucket_gapfill argument: could not infer " + argument + " from WHERE clause");
  }

  private static OrreryException invalid(String message) {
    return OrreryException.of(SqlState.INVALID_PARAMETER_VALUE, "%s", message);
  }

  private void sortByGroupAndBucket(RowStore rows) {
    var groups = new int[rows.rowCount()];
    int groupCount = 1;
    if (!groupColumns.isEmpty()) {
      groupCount = number(rows, groups);
    } else if (rows.rowCount() == 0) {
      groupCount = 1;
    }
    sortedRows = new int[rows.rowCount()];
    for (int i = 0; i < sortedRows.length; i++) {
      sortedRows[i] = i;
    }
    int bucketColumn = plan.bucketColumn();
    MergeSort.sort(
        sortedRows,
        (a, b) -> {
          int byGroup = Integer.compare(groups[a], groups[b]);
          return byGroup != 0
              ? byGroup
              : Long.compare(bucket(rows, a, bucketColumn), bucket(rows, b, bucketColumn));
        });
    groupStarts = new int[groupCount + 1];
    for (int row : groups) {
      groupStarts[row + 1]++;
    }
    for (int group = 0; group < groupCount; group++) {
      groupStarts[group + 1] += groupStarts[group];
    }
  }

  private int number(RowStore rows, int[] groups) {
    var table = new KeyTable(groupColumns.stream().map(plan.types()::get).toList());
    var numbers = new int[Batch.ROWS_MAX];
    RowStore.Reader reader = rows.reader();
    int row = 0;
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      table.assign(OperatorFactory.columns(batch, groupColumns), null, batch.size(), numbers);
      System.arraycopy(numbers, 0, groups, row, batch.size());
      row += batch.size();
    }
    return table.count();
  }

  /** A row's bucket; NULL buckets, which nothing can be filled between, sort last. */
  static long bucket(RowStore rows, int row, int column) {
    var buckets = (LongVector) rows.columnOf(row, column);
    int position = RowStore.positionOf(row);
    return buckets.isNull(position) ? Long.MAX_VALUE : buckets.getLong(position);
  }

  private GapFilledRows group(int number) {
    RowStore rows = java.util.Objects.requireNonNull(input);
    BucketSteps step = java.util.Objects.requireNonNull(steps);
    int[] members = Arrays.copyOfRange(sortedRows, groupStarts[number], groupStarts[number + 1]);
    long[] buckets = mergeBuckets(rows, members, step);
    var fillers = new ArrayList<ColumnFiller>();
    for (int column = 0; column < plan.columns().size(); column++) {
      fillers.add(filler(column, rows, members, buckets));
    }
    return new GapFilledRows(plan.types(), buckets.length, fillers);
  }

  /** Buckets of the group's output in order: those of its rows and those to fill. */
  private long[] mergeBuckets(RowStore rows, int[] members, BucketSteps step) {
    var merged = new long[Math.max(16, members.length)];
    int count = 0;
    int member = 0;
    long fill = start;
    while (fill < finish || member < members.length) {
      long present =
          member < members.length
              ? bucket(rows, members[member], plan.bucketColumn())
              : Long.MAX_VALUE;
      if (count == merged.length) {
        merged = Arrays.copyOf(merged, count * 2);
      }
      if (count > BUCKETS_MAX) {
        throw OrreryException.of(
            SqlState.PROGRAM_LIMIT_EXCEEDED, "time_bucket_gapfill makes too many buckets");
      }
      boolean isFilling = fill < finish;
      boolean takesRow = member < members.length && (!isFilling || present <= fill);
      merged[count++] = takesRow ? present : fill;
      if (takesRow) {
        member++;
      }
      if (isFilling && (!takesRow || present == fill)) {
        long next = step.next(fill);
        if (next <= fill) {
          throw OrreryException.of(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid time_bucket_gapfill argument: bucket_width must be greater than 0");
        }
        fill = next;
      }
    }
    return Arrays.copyOf(merged, count);
  }

  private ColumnFiller filler(int column, RowStore rows, int[] members, long[] buckets) {
    int[] rowOfBucket = rowOfBucket(rows, members, buckets);
    SqlType type = plan.types().get(column);
    return switch (plan.columns().get(column)) {
      case GapFill.Role.Bucket _ -> ColumnFiller.buckets(rows, column, rowOfBucket, buckets);
      case GapFill.Role.GroupKey _ -> ColumnFiller.constant(rows, column, members);
      case GapFill.Role.Missing _ -> ColumnFiller.missing(rows, column, rowOfBucket);
      case GapFill.Role.Locf(var previous, boolean treatsNullAsMissing) ->
          ColumnFiller.locf(
              rows,
              column,
              type,
              rowOfBucket,
              () -> groupValue(previous, rows, members),
              treatsNullAsMissing);
      case GapFill.Role.Interpolate(var previous, var next) ->
          new Interpolation(rows, column, type, rowOfBucket, buckets)
              .filler(groupValue(previous, rows, members), groupValue(next, rows, members));
    };
  }

  private int[] rowOfBucket(RowStore rows, int[] members, long[] buckets) {
    var rowOfBucket = new int[buckets.length];
    int member = 0;
    for (int i = 0; i < buckets.length; i++) {
      boolean isPresent =
          member < members.length
              && bucket(rows, members[member], plan.bucketColumn()) == buckets[i];
      rowOfBucket[i] = isPresent ? members[member++] : ColumnFiller.NO_ROW;
    }
    return rowOfBucket;
  }

  /** Value of a lookup expression over the group's first row. */
  private @Nullable Object groupValue(@Nullable Expr expression, RowStore rows, int[] members) {
    if (expression == null) {
      return null;
    }
    Evaluator evaluator = factory.expressions().compile(expression);
    if (members.length == 0) {
      var nulls = new Vector[plan.types().size()];
      for (int i = 0; i < nulls.length; i++) {
        nulls[i] = Vector.allocate(plan.types().get(i).kind(), 1);
        nulls[i].setNull(0);
      }
      return evaluator.evaluate(new Batch(nulls, 1), null, 1).get(0);
    }
    int row = members[0];
    int position = RowStore.positionOf(row);
    int[] selection = {position};
    var batch = new Batch(rows.pageOf(row), position + 1);
    return evaluator.evaluate(batch, selection, 1).get(position);
  }

  @Override
  public void close() {
    if (input != null) {
      input.close();
      input = null;
    }
    memory.close();
  }
}
