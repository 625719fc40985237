package org.orrery.sql.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.base.seam.sim.SimFileStore;
import org.orrery.data.Batch;
import org.orrery.data.ByteSink;
import org.orrery.data.Vector;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.exec.plan.AggregateCall;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.SortKey;
import org.orrery.sql.exec.spill.SpillFiles;
import org.orrery.sql.function.BuiltinFunctions;
import org.orrery.sql.function.FunctionDef;
import org.orrery.storage.api.TableSchema;

/**
 * Builds plans over values in their text form and runs them. A row is written {@code a|b|\N}; so
 * are results.
 */
public final class Lab {

  public static final BuiltinFunctions FUNCTIONS = BuiltinFunctions.create();
  public static final SqlType INT = BuiltinTypes.INT4;
  public static final SqlType BIGINT = BuiltinTypes.INT8;
  public static final SqlType TEXT = BuiltinTypes.TEXT;
  public static final SqlType DOUBLE = BuiltinTypes.FLOAT8;
  public static final SqlType BOOL = BuiltinTypes.BOOL;
  public static final SqlType TIME = BuiltinTypes.TIMESTAMPTZ;
  private static final String NULL = "\\N";

  public final FakeTables tables = new FakeTables();
  public final FakeTransaction transaction = new FakeTransaction(tables);
  public final FakeSession session = new FakeSession();
  public QueryMemory memory = pool(Long.MAX_VALUE).query();
  public @Nullable Object[] parameters = {};

  public ExecutionContext context() {
    return new ExecutionContext(
        session, tables, transaction, FakeTables.SNAPSHOT, parameters, session, memory);
  }

  /** Memory for queries, with files in memory. */
  public static MemoryPool pool(long bytesMax) {
    try {
      return new MemoryPool(
          bytesMax, bytesMax, SpillFiles.open(new SimFileStore(), Path.of("tmp")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a plan; gives its rows as text. */
  public List<String> run(PhysicalPlan plan) {
    var rows = new ArrayList<String>();
    Executor.run(plan, context(), batch -> rows.addAll(text(batch, plan.types())));
    return rows;
  }

  public List<String> sorted(PhysicalPlan plan) {
    return run(plan).stream().sorted().toList();
  }

  public static List<String> text(Batch batch, List<SqlType> types) {
    var rows = new ArrayList<String>();
    for (int i = 0; i < batch.size(); i++) {
      var values = new ArrayList<String>();
      for (int column = 0; column < types.size(); column++) {
        values.add(text(types.get(column), batch.column(column), batch.position(i)));
      }
      rows.add(String.join("|", values));
    }
    return rows;
  }

  private static String text(SqlType type, Vector vector, int row) {
    if (vector.isNull(row)) {
      return NULL;
    }
    var sink = new ByteSink(32);
    type.codec().formatText(vector, row, new FakeSession().format(), sink);
    return sink.toString();
  }

  /** A value as of {@link Vector#get}. */
  public static @Nullable Object value(SqlType type, String text) {
    if (text.equals(NULL)) {
      return null;
    }
    Vector vector = Vector.allocate(type.kind(), 1);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    type.codec().parseText(bytes, 0, bytes.length, -1, new FakeSession().format(), vector, 0);
    return vector.get(0);
  }

  public static Expr.Constant lit(SqlType type, String text) {
    return new Expr.Constant(value(type, text), type);
  }

  public static Expr lit(int value) {
    return new Expr.Constant((long) value, INT);
  }

  public static Expr lit(long value) {
    return new Expr.Constant(value, BIGINT);
  }

  public static Expr in(int index, SqlType type) {
    return new Expr.Input(index, type);
  }

  public static Expr outer(int correlation, int index, SqlType type) {
    return new Expr.Outer(correlation, index, type);
  }

  /** A function by its signature, such as {@code int4pl(int4,int4)}. */
  public static FunctionDef function(String signature) {
    String name = signature.substring(0, signature.indexOf('('));
    return FUNCTIONS.functions(name).stream()
        .filter(
            function ->
                signature.equals(
                    name
                        + "("
                        + String.join(
                            ",", function.argumentTypes().stream().map(SqlType::name).toList())
                        + ")"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no function " + signature));
  }

  public static Expr.Call call(String signature, Expr... arguments) {
    FunctionDef function = function(signature);
    return new Expr.Call(function, List.of(arguments), function.returnType());
  }

  public static FunctionDef operator(String symbol, SqlType left, SqlType right) {
    return FUNCTIONS.operators(symbol).stream()
        .filter(operator -> operator.left() == left && operator.right() == right)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no operator " + left + symbol + right))
        .function();
  }

  public static Expr.Call op(Expr left, String symbol, Expr right) {
    FunctionDef function = operator(symbol, left.type(), right.type());
    return new Expr.Call(function, List.of(left, right), function.returnType());
  }

  public static PhysicalPlan literals(List<SqlType> types, String... rows) {
    var all = new ArrayList<List<Expr>>();
    for (String row : rows) {
      String[] texts = row.split("\\|", -1);
      var values = new ArrayList<Expr>();
      for (int i = 0; i < types.size(); i++) {
        values.add(lit(types.get(i), texts[i]));
      }
      all.add(values);
    }
    return new PhysicalPlan.Values(all, types);
  }

  /** Vectors of rows given as text. */
  public static Batch batch(List<SqlType> types, List<String> rows) {
    Vector[] columns = VectorCopy.allocate(types, Math.max(1, rows.size()));
    for (int row = 0; row < rows.size(); row++) {
      String[] texts = rows.get(row).split("\\|", -1);
      for (int column = 0; column < columns.length; column++) {
        columns[column].set(row, value(types.get(column), texts[column]));
      }
    }
    return new Batch(columns, rows.size());
  }

  /** Adds rows to a table as one chunk, in blocks of {@code blockRows}. */
  public void fill(TableSchema table, List<SqlType> types, List<String> rows, int blockRows) {
    var blocks = new ArrayList<Batch>();
    for (int start = 0; start < rows.size(); start += blockRows) {
      blocks.add(batch(types, rows.subList(start, Math.min(rows.size(), start + blockRows))));
    }
    tables.add(table, blocks);
  }

  public static PhysicalPlan.TableScan scan(
      TableSchema table, List<SqlType> types, @Nullable Expr filter) {
    var columns = new ArrayList<Integer>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(i);
    }
    return new PhysicalPlan.TableScan(table, columns, types, List.of(), filter, null, false);
  }

  public static SortKey key(int column, SqlType type, boolean isDescending, boolean nullsFirst) {
    return new SortKey(column, operator("<", type, type), isDescending, nullsFirst);
  }

  public static AggregateCall agg(String signature, SqlType type, Integer... arguments) {
    return new AggregateCall(
        function(signature), Arrays.asList(arguments), -1, false, List.of(), type);
  }

  public static PhysicalPlan group(PhysicalPlan input, List<Integer> keys, AggregateCall... calls) {
    var all = new ArrayList<Integer>();
    for (int i = 0; i < keys.size(); i++) {
      all.add(i);
    }
    return new PhysicalPlan.HashAggregate(input, keys, List.of(all), List.of(calls));
  }
}
