package org.orrery.sql.exec.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.sql.exec.expr.Expr;
import org.orrery.sql.function.FunctionDef;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.RowWait;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/** A node of a physical plan: an operator with its inputs. */
public sealed interface PhysicalPlan permits PhysicalPlan.Node, GapFill {

  /** Types of the output columns. */
  List<SqlType> types();

  /** The operators, but for {@link GapFill}. */
  sealed interface Node extends PhysicalPlan {}

  /** Literal rows; one row without columns for a SELECT without FROM. */
  record Values(List<List<Expr>> rows, List<SqlType> types) implements Node {
    public Values {
      rows = List.copyOf(rows);
      types = List.copyOf(types);
    }
  }

  /**
   * Reads a table. After the wanted columns come, when {@code withRowIds}, two columns of int8: the
   * chunk id and the row id, for {@link Modify}.
   *
   * @param table the table
   * @param columns positions in the schema of the columns wanted
   * @param columnTypes types of those columns
   * @param bounds what every wanted row satisfies, to exclude chunks and blocks when execution
   *     starts
   * @param filter condition over the output columns; null for none
   * @param chunks read only the chunks whose ids these constants are; null for all
   * @param withRowIds whether row names are wanted
   */
  record TableScan(
      TableSchema table,
      List<Integer> columns,
      List<SqlType> columnTypes,
      List<Bound> bounds,
      @Nullable Expr filter,
      @Nullable List<Long> chunks,
      boolean withRowIds)
      implements Node {
    public TableScan {
      columns = List.copyOf(columns);
      columnTypes = List.copyOf(columnTypes);
      bounds = List.copyOf(bounds);
    }

    @Override
    public List<SqlType> types() {
      if (!withRowIds) {
        return columnTypes;
      }
      var all = new ArrayList<>(columnTypes);
      all.add(BuiltinTypes.INT8);
      all.add(BuiltinTypes.INT8);
      return List.copyOf(all);
    }

    /**
     * A bound on a table column by an expression without inputs (constants, parameters, stable
     * functions, outer columns), evaluated when execution starts and of the column's type, or an
     * array of it for {@link Comparison#ANY}.
     *
     * @param column position in the schema
     */
    public record Bound(int column, Comparison comparison, Expr value) {}

    /** Side of a {@link Bound}. */
    public enum Comparison {
      LESS,
      LESS_OR_EQUAL,
      EQUAL,
      GREATER_OR_EQUAL,
      GREATER,
      /** Equal to one of an array. */
      ANY
    }
  }

  /**
   * Reads a system relation.
   *
   * @param bounds what every wanted row satisfies; others may come nevertheless
   */
  record SystemScan(
      String name,
      RowSource source,
      List<Integer> columns,
      List<SqlType> types,
      List<TableScan.Bound> bounds)
      implements Node {
    public SystemScan {
      columns = List.copyOf(columns);
      types = List.copyOf(types);
      bounds = List.copyOf(bounds);
    }

    /** All its rows. */
    public SystemScan(String name, RowSource source, List<Integer> columns, List<SqlType> types) {
      this(name, source, columns, types, List.of());
    }
  }

  /**
   * Set-returning functions in FROM, side by side; a shorter one is padded with NULLs.
   *
   * @param calls the functions; their arguments see no input, only outer columns
   * @param withOrdinality whether a last int8 column counts rows from 1
   */
  record FunctionScan(List<Expr.Call> calls, boolean withOrdinality, List<SqlType> types)
      implements Node {
    public FunctionScan {
      calls = List.copyOf(calls);
      types = List.copyOf(types);
    }
  }

  /** Rows for which the condition is true. */
  record Filter(PhysicalPlan input, Expr condition) implements Node {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /** Computes columns. */
  record Project(PhysicalPlan input, List<Expr> expressions) implements Node {
    public Project {
      expressions = List.copyOf(expressions);
    }

    @Override
    public List<SqlType> types() {
      return expressions.stream().map(Expr::type).toList();
    }
  }

  /**
   * Set-returning functions in a select list: expands each row in lockstep, NULL-padded, as
   * PostgreSQL does since version 10. Outputs the input's columns, then one per call.
   */
  record ProjectSet(PhysicalPlan input, List<Expr.Call> calls) implements Node {
    public ProjectSet {
      calls = List.copyOf(calls);
    }

    @Override
    public List<SqlType> types() {
      var all = new ArrayList<>(input.types());
      calls.forEach(call -> all.add(call.type()));
      return List.copyOf(all);
    }
  }

  /**
   * Groups rows. Outputs the keys, then the aggregates, then, with several grouping sets, an int4
   * column with the number of the set.
   *
   * @param keys input columns; none for one group that exists even without rows
   * @param groupingSets for each set the indexes in {@code keys} that count; one set of all is
   *     plain GROUP BY
   */
  record HashAggregate(
      PhysicalPlan input,
      List<Integer> keys,
      List<List<Integer>> groupingSets,
      List<AggregateCall> calls)
      implements Node {
    public HashAggregate {
      keys = List.copyOf(keys);
      groupingSets = List.copyOf(groupingSets);
      calls = List.copyOf(calls);
    }

    @Override
    public List<SqlType> types() {
      var all = new ArrayList<SqlType>();
      keys.forEach(key -> all.add(input.types().get(key)));
      calls.forEach(call -> all.add(call.type()));
      if (groupingSets.size() > 1) {
        all.add(BuiltinTypes.INT4);
      }
      return List.copyOf(all);
    }
  }

  /** Sorts; the order of equal rows is not defined. */
  record Sort(PhysicalPlan input, List<SortKey> keys) implements Node {
    public Sort {
      keys = List.copyOf(keys);
    }

    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /**
   * Skips and cuts. Over a {@link Sort} it runs as a top-N.
   *
   * @param offset rows to skip, int8 without inputs; null for none
   * @param fetch rows to keep, int8 without inputs; null (also as a value) for all
   * @param tieKeys for WITH TIES the sort keys, else empty
   */
  record Limit(
      PhysicalPlan input, @Nullable Expr offset, @Nullable Expr fetch, List<SortKey> tieKeys)
      implements Node {
    public Limit {
      tieKeys = List.copyOf(tieKeys);
    }

    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /** Rows of the input whose rows of tables could be locked. */
  record LockRows(PhysicalPlan input, List<Table> tables) implements Node {
    public LockRows {
      tables = List.copyOf(tables);
    }

    /**
     * A table whose rows are locked.
     *
     * @param chunkColumn the row's chunk in the input
     * @param rowColumn its name there
     */
    public record Table(
        TableSchema schema, int chunkColumn, int rowColumn, RowLock lock, RowWait policy) {}

    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /** First row of each run of equal keys of a sorted input: DISTINCT ON. */
  record DistinctOn(PhysicalPlan input, List<Integer> keys) implements Node {
    public DistinctOn {
      keys = List.copyOf(keys);
    }

    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /**
   * Window functions: sorts by partition, then order, and outputs the input's columns in that
   * order, then one column per call.
   *
   * @param partition keys whose equal rows form a partition; none for one of all rows
   * @param order keys that order a partition's rows; rows equal in them are peers
   */
  record Window(
      PhysicalPlan input, List<SortKey> partition, List<SortKey> order, List<WindowCall> calls)
      implements Node {
    public Window {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
      calls = List.copyOf(calls);
    }

    @Override
    public List<SqlType> types() {
      var all = new ArrayList<>(input.types());
      calls.forEach(call -> all.add(call.type()));
      return List.copyOf(all);
    }
  }

  /** How a join treats rows without partner, and which columns it outputs. */
  enum JoinKind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    /** Left rows with a partner; left columns only. */
    SEMI,
    /** Left rows without a partner; left columns only. */
    ANTI;

    /** Types of a join's output. */
    List<SqlType> types(PhysicalPlan left, PhysicalPlan right) {
      if (this == SEMI || this == ANTI) {
        return left.types();
      }
      var all = new ArrayList<>(left.types());
      all.addAll(right.types());
      return List.copyOf(all);
    }
  }

  /**
   * Joins on equal keys by a hash table over the right input. NULL keys never match, except where
   * {@code nullsMatch}.
   *
   * @param leftKeys columns of the left input
   * @param rightKeys columns of the right input, of the same types
   * @param equalities the function of {@code =} for each key
   * @param residual further condition over left then right columns; null for none
   */
  record HashJoin(
      JoinKind kind,
      PhysicalPlan left,
      PhysicalPlan right,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      List<FunctionDef> equalities,
      boolean nullsMatch,
      @Nullable Expr residual)
      implements Node {
    public HashJoin {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
      equalities = List.copyOf(equalities);
    }

    @Override
    public List<SqlType> types() {
      return kind.types(left, right);
    }
  }

  /**
   * Joins by running through the right input for each left row.
   *
   * @param correlation number under which the right input's {@link Expr.Outer} find the left row;
   *     -1 when it is independent and may be kept
   * @param condition over left then right columns; null for all pairs
   */
  record NestedLoop(
      JoinKind kind,
      PhysicalPlan left,
      PhysicalPlan right,
      int correlation,
      @Nullable Expr condition)
      implements Node {
    @Override
    public List<SqlType> types() {
      return kind.types(left, right);
    }
  }

  /** All rows of all inputs, one after the other. */
  record Append(List<PhysicalPlan> inputs, List<SqlType> types) implements Node {
    public Append {
      inputs = List.copyOf(inputs);
      types = List.copyOf(types);
    }
  }

  /** INTERSECT and EXCEPT, by all columns, NULLs equal. */
  record SetOperation(boolean isExcept, boolean isAll, PhysicalPlan left, PhysicalPlan right)
      implements Node {
    @Override
    public List<SqlType> types() {
      return left.types();
    }
  }

  /** A result computed once per execution and read by each {@link Spool} of the same number. */
  record Spool(int number, PhysicalPlan input) implements Node {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /** WITH RECURSIVE: {@code recursive} reads the last round's rows by {@link WorkTable}. */
  record RecursiveUnion(int number, boolean isAll, PhysicalPlan initial, PhysicalPlan recursive)
      implements Node {
    @Override
    public List<SqlType> types() {
      return initial.types();
    }
  }

  /** Rows of the last round of the {@link RecursiveUnion} of that number. */
  record WorkTable(int number, List<SqlType> types) implements Node {
    public WorkTable {
      types = List.copyOf(types);
    }
  }

  /**
   * Writes a table.
   *
   * <p>Input columns: INSERT: the new row in the schema's order. UPDATE: the new row, then chunk id
   * and row id, then what RETURNING needs besides. DELETE: chunk id and row id, preceded by the old
   * row in the schema's order.
   *
   * @param onConflict ON CONFLICT of an INSERT, or null
   * @param returning expressions over the new row (the old one for DELETE) in the schema's order,
   *     then any further input columns; null without RETURNING. Without it the operator outputs one
   *     row with the number of rows written as int8.
   */
  record Modify(
      Kind kind,
      TableTarget target,
      PhysicalPlan input,
      @Nullable OnConflict onConflict,
      @Nullable List<Expr> returning)
      implements Node {

    /** A write without ON CONFLICT. */
    public Modify(
        Kind kind, TableTarget target, PhysicalPlan input, @Nullable List<Expr> returning) {
      this(kind, target, input, null, returning);
    }

    @Override
    public List<SqlType> types() {
      return returning == null
          ? List.of(BuiltinTypes.INT8)
          : returning.stream().map(Expr::type).toList();
    }

    /** What is written. */
    public enum Kind {
      INSERT,
      UPDATE,
      DELETE
    }

    /**
     * What becomes of a row of INSERT whose key another has.
     *
     * @param arbiters the keys that decide
     * @param assignments the row instead of the other, by the table's columns, over these of the
     *     other and then of the row refused; empty for DO NOTHING
     * @param where condition over the same, without which the other row stays as it is; null for
     *     none
     */
    public record OnConflict(
        List<UniqueKey> arbiters, List<Expr> assignments, @Nullable Expr where) {
      public OnConflict {
        arbiters = List.copyOf(arbiters);
        assignments = List.copyOf(assignments);
      }
    }
  }
}
