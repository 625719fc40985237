package org.orrery.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.exec.plan.WindowFrame;
import org.orrery.sql.function.FunctionDef;
import org.orrery.storage.api.RowLock;
import org.orrery.storage.api.RowWait;
import org.orrery.storage.api.TableSchema;
import org.orrery.storage.api.UniqueKey;

/**
 * Orrery's own logical nodes, beside Calcite's LogicalFilter, LogicalProject, LogicalJoin,
 * LogicalCorrelate, LogicalAggregate, LogicalSort (keys only), LogicalUnion, LogicalIntersect and
 * LogicalMinus. Each lowers to the physical node of a like name.
 */
public final class Rels {

  private Rels() {}

  private static RelTraitSet traits(RelOptCluster cluster) {
    return cluster.traitSetOf(org.apache.calcite.plan.Convention.NONE);
  }

  /**
   * Reads a table or built-in relation: its live columns in order, then, when {@code withRowIds},
   * chunk id and row id as int8.
   */
  public static final class Scan extends AbstractRelNode {
    private final Relation relation;
    private final boolean withRowIds;

    /** A scan with the given row type. */
    public Scan(RelOptCluster cluster, Relation relation, boolean withRowIds, RelDataType rowType) {
      super(cluster, traits(cluster));
      this.relation = relation;
      this.withRowIds = withRowIds;
      this.rowType = rowType;
    }

    /** What is read. */
    public Relation relation() {
      return relation;
    }

    /** Whether row names follow the columns. */
    public boolean withRowIds() {
      return withRowIds;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("relation", relation.oid()).item("rowIds", withRowIds);
    }
  }

  /** Literal rows of any expressions without inputs. */
  public static final class ValueRows extends AbstractRelNode {
    private final List<List<RexNode>> rows;

    /** Rows with the given row type. */
    public ValueRows(RelOptCluster cluster, List<List<RexNode>> rows, RelDataType rowType) {
      super(cluster, traits(cluster));
      this.rows = rows.stream().map(List::copyOf).toList();
      this.rowType = rowType;
    }

    /** The rows. */
    public List<List<RexNode>> rows() {
      return rows;
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      return new ValueRows(
          getCluster(), rows.stream().map(shuttle::visitList).toList(), getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("rows", rows);
    }
  }

  /** Functions in FROM, side by side. Each call is a Rex call of a {@link PgOperator}. */
  public static final class FunctionScan extends AbstractRelNode {
    private final List<RexNode> calls;
    private final boolean withOrdinality;

    /** A scan of calls. */
    public FunctionScan(
        RelOptCluster cluster, List<RexNode> calls, boolean withOrdinality, RelDataType rowType) {
      super(cluster, traits(cluster));
      this.calls = List.copyOf(calls);
      this.withOrdinality = withOrdinality;
      this.rowType = rowType;
    }

    /** The calls. */
    public List<RexNode> calls() {
      return calls;
    }

    /** Whether an int8 row number is the last column. */
    public boolean withOrdinality() {
      return withOrdinality;
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      return new FunctionScan(getCluster(), shuttle.visitList(calls), withOrdinality, getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("calls", calls).item("ordinality", withOrdinality);
    }
  }

  /** Set-returning functions of a select list: input columns, then one per call. */
  public static final class ProjectSet extends SingleRel {
    private final List<RexNode> calls;

    /** Calls over the input's rows. */
    public ProjectSet(RelNode input, List<RexNode> calls, RelDataType rowType) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.calls = List.copyOf(calls);
      this.rowType = rowType;
    }

    /** The calls. */
    public List<RexNode> calls() {
      return calls;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new ProjectSet(inputs.getFirst(), calls, getRowType());
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      return new ProjectSet(getInput(), shuttle.visitList(calls), getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("calls", calls);
    }
  }

  /** OFFSET and LIMIT by expressions without inputs; WITH TIES needs a sort below. */
  public static final class Limit extends SingleRel {
    private final @Nullable RexNode offset;
    private final @Nullable RexNode fetch;
    private final boolean withTies;

    /** A limit; null for an absent clause. */
    public Limit(
        RelNode input, @Nullable RexNode offset, @Nullable RexNode fetch, boolean withTies) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.offset = offset;
      this.fetch = fetch;
      this.withTies = withTies;
    }

    /** Rows to skip, int8. */
    public @Nullable RexNode offset() {
      return offset;
    }

    /** Rows to keep, int8. */
    public @Nullable RexNode fetch() {
      return fetch;
    }

    /** Whether rows equal to the last in the sort below are kept too. */
    public boolean withTies() {
      return withTies;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new Limit(inputs.getFirst(), offset, fetch, withTies);
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      return new Limit(
          getInput(),
          offset == null ? null : offset.accept(shuttle),
          fetch == null ? null : fetch.accept(shuttle),
          withTies);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer)
          .item("offset", String.valueOf(offset))
          .item("fetch", String.valueOf(fetch))
          .item("ties", withTies);
    }
  }

  /** First row of each key, in input order. */
  public static final class DistinctOn extends SingleRel {
    private final List<Integer> keys;

    /** Distinct on input columns. */
    public DistinctOn(RelNode input, List<Integer> keys) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.keys = List.copyOf(keys);
    }

    /** The key columns. */
    public List<Integer> keys() {
      return keys;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new DistinctOn(inputs.getFirst(), keys);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("keys", keys);
    }
  }

  /** A column of a scan with row names: the row's chunk. */
  public static final String CHUNK_COLUMN = "$chunk";

  /** A column of a scan with row names: the row's name in its chunk. */
  public static final String ROW_COLUMN = "$row";

  /** Locks the rows of tables that its input was made of. */
  public static final class LockRows extends SingleRel {
    private final List<Table> tables;

    /**
     * A table whose rows are locked.
     *
     * @param column the row's chunk in the input; its name follows
     */
    public record Table(TableSchema schema, int column, RowLock lock, RowWait policy) {}

    /** Locks rows of tables. */
    public LockRows(RelNode input, List<Table> tables) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.tables = List.copyOf(tables);
    }

    /** The tables. */
    public List<Table> tables() {
      return tables;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new LockRows(inputs.getFirst(), tables);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("tables", tables);
    }
  }

  /** Window functions of one window: input columns, then one per call, sorted by its keys. */
  public static final class Window extends SingleRel {
    private final List<Integer> partition;
    private final RelCollation order;
    private final List<Call> calls;

    /**
     * A call: arguments are input columns, {@code filter} one of them or -1, and the frame's
     * offsets int8 without inputs.
     */
    public record Call(
        FunctionDef function,
        RelDataType type,
        List<Integer> arguments,
        int filter,
        WindowFrame<RexNode> frame) {

      private Call accept(RexShuttle shuttle) {
        return new Call(
            function, type, arguments, filter, frame.map(offset -> offset.accept(shuttle)));
      }
    }

    /** Calls over partitions by input columns. */
    public Window(
        RelNode input,
        List<Integer> partition,
        RelCollation order,
        List<Call> calls,
        RelDataType rowType) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.partition = List.copyOf(partition);
      this.order = order;
      this.calls = List.copyOf(calls);
      this.rowType = rowType;
    }

    /** Columns that rows of a partition share. */
    public List<Integer> partition() {
      return partition;
    }

    /** Order of a partition's rows. */
    public RelCollation order() {
      return order;
    }

    /** The calls. */
    public List<Call> calls() {
      return calls;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new Window(inputs.getFirst(), partition, order, calls, getRowType());
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      return new Window(
          getInput(),
          partition,
          order,
          calls.stream().map(call -> call.accept(shuttle)).toList(),
          getRowType());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      super.explainTerms(writer).item("partition", partition).item("order", order);
      for (int i = 0; i < calls.size(); i++) {
        Call call = calls.get(i);
        writer.item(
            "call" + i,
            call.function().oid()
                + call.type().getFullTypeString()
                + call.arguments()
                + call.filter()
                + call.frame());
      }
      return writer;
    }
  }

  /** Gap filling over a grouped input; see {@link org.orrery.sql.exec.plan.GapFill}. */
  public static final class FillGaps extends SingleRel {
    private final int bucketColumn;
    private final List<Role> roles;
    private final RexNode width;
    private final @Nullable RexNode timeZone;
    private final RexNode start;
    private final RexNode finish;
    private final Set<CorrelationId> variables;

    /** Role of a column; {@code prev} and {@code next} are over the input, null for none. */
    public record Role(
        Kind kind,
        @Nullable RexNode previous,
        @Nullable RexNode next,
        boolean treatsNullAsMissing) {

      /** What a made-up row holds. */
      public enum Kind {
        BUCKET,
        GROUP_KEY,
        MISSING,
        LOCF,
        INTERPOLATE
      }
    }

    /**
     * Filling with one role per input column; {@code start} is the first bucket, {@code variables}
     * are of the input row, for subqueries in roles.
     */
    public FillGaps(
        RelNode input,
        int bucketColumn,
        List<Role> roles,
        RexNode width,
        @Nullable RexNode timeZone,
        RexNode start,
        RexNode finish,
        Set<CorrelationId> variables) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.bucketColumn = bucketColumn;
      this.roles = List.copyOf(roles);
      this.width = width;
      this.timeZone = timeZone;
      this.start = start;
      this.finish = finish;
      this.variables = Set.copyOf(variables);
    }

    /** The bucket column. */
    public int bucketColumn() {
      return bucketColumn;
    }

    /** Roles of the input's columns. */
    public List<Role> roles() {
      return roles;
    }

    /** Bucket width. */
    public RexNode width() {
      return width;
    }

    /** Zone name, or null. */
    public @Nullable RexNode timeZone() {
      return timeZone;
    }

    /** First bucket. */
    public RexNode start() {
      return start;
    }

    /** End, exclusive. */
    public RexNode finish() {
      return finish;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new FillGaps(
          inputs.getFirst(), bucketColumn, roles, width, timeZone, start, finish, variables);
    }

    @Override
    public Set<CorrelationId> getVariablesSet() {
      return variables;
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      var newRoles = new ArrayList<Role>();
      for (Role role : roles) {
        newRoles.add(
            new Role(
                role.kind(),
                role.previous() == null ? null : role.previous().accept(shuttle),
                role.next() == null ? null : role.next().accept(shuttle),
                role.treatsNullAsMissing()));
      }
      return new FillGaps(
          getInput(),
          bucketColumn,
          newRoles,
          width.accept(shuttle),
          timeZone == null ? null : timeZone.accept(shuttle),
          start.accept(shuttle),
          finish.accept(shuttle),
          variables);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer)
          .item("bucket", bucketColumn)
          .item("roles", roles)
          .item("width", width)
          .item("zone", String.valueOf(timeZone))
          .item("start", start)
          .item("finish", finish);
    }
  }

  /** A result shared by all nodes of the same number. */
  public static final class Spool extends SingleRel {
    private final int number;

    /** A shared result. */
    public Spool(RelNode input, int number) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.number = number;
    }

    /** Its number, unique in the statement. */
    public int number() {
      return number;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new Spool(inputs.getFirst(), number);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("number", number);
    }
  }

  /** WITH RECURSIVE; the right input reads the last round by {@link WorkTable}. */
  public static final class RecursiveUnion extends BiRel {
    private final int number;
    private final boolean isAll;

    /** A recursive union. */
    public RecursiveUnion(RelNode initial, RelNode recursive, int number, boolean isAll) {
      super(initial.getCluster(), traits(initial.getCluster()), initial, recursive);
      this.number = number;
      this.isAll = isAll;
      this.rowType = initial.getRowType();
    }

    /** Its number, shared with its work table. */
    public int number() {
      return number;
    }

    /** Whether duplicates are kept. */
    public boolean isAll() {
      return isAll;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new RecursiveUnion(inputs.get(0), inputs.get(1), number, isAll);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("number", number).item("all", isAll);
    }
  }

  /** The last round of the recursive union of that number. */
  public static final class WorkTable extends AbstractRelNode {
    private final int number;

    /** A work table. */
    public WorkTable(RelOptCluster cluster, int number, RelDataType rowType) {
      super(cluster, traits(cluster));
      this.number = number;
      this.rowType = rowType;
    }

    /** Number of its recursive union. */
    public int number() {
      return number;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer).item("number", number);
    }
  }

  /** INSERT, UPDATE or DELETE; see {@link PhysicalPlan.Modify} for the input's columns. */
  public static final class Modify extends SingleRel {
    private final PhysicalPlan.Modify.Kind kind;
    private final TableTarget target;
    private final @Nullable OnConflict onConflict;
    private final @Nullable List<RexNode> returning;
    private final Set<CorrelationId> correlations;

    /** See {@link PhysicalPlan.Modify.OnConflict}. */
    public record OnConflict(
        List<UniqueKey> arbiters, List<RexNode> assignments, @Nullable RexNode where) {
      public OnConflict {
        arbiters = List.copyOf(arbiters);
        assignments = List.copyOf(assignments);
      }

      OnConflict accept(RexShuttle shuttle) {
        return new OnConflict(
            arbiters, shuttle.visitList(assignments), where == null ? null : where.accept(shuttle));
      }
    }

    /**
     * A write.
     *
     * @param returning over the input's columns, null without RETURNING
     * @param correlations names for the rows of RETURNING and ON CONFLICT in their subqueries
     */
    public Modify(
        RelNode input,
        PhysicalPlan.Modify.Kind kind,
        TableTarget target,
        @Nullable OnConflict onConflict,
        @Nullable List<RexNode> returning,
        Set<CorrelationId> correlations,
        RelDataType rowType) {
      super(input.getCluster(), traits(input.getCluster()), input);
      this.correlations = Set.copyOf(correlations);
      this.kind = kind;
      this.target = target;
      this.onConflict = onConflict;
      this.returning = returning == null ? null : List.copyOf(returning);
      this.rowType = rowType;
    }

    /** What is written. */
    public PhysicalPlan.Modify.Kind kind() {
      return kind;
    }

    /** The table. */
    public TableTarget target() {
      return target;
    }

    /** ON CONFLICT, or null. */
    public @Nullable OnConflict onConflict() {
      return onConflict;
    }

    /** RETURNING's expressions, or null. */
    public @Nullable List<RexNode> returning() {
      return returning;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return new Modify(
          inputs.getFirst(), kind, target, onConflict, returning, correlations, getRowType());
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
      return new Modify(
          getInput(),
          kind,
          target,
          onConflict == null ? null : onConflict.accept(shuttle),
          returning == null ? null : shuttle.visitList(returning),
          correlations,
          getRowType());
    }

    @Override
    public Set<CorrelationId> getVariablesSet() {
      return correlations;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
      return super.explainTerms(writer)
          .item("kind", kind)
          .item("table", target.schema().qualifiedName())
          .itemIf("conflict", onConflict, onConflict != null)
          .item("returning", String.valueOf(returning));
    }
  }

  /** Names and types as a row type. */
  public static RelDataType rowType(
      PgTypeFactory factory, List<String> names, List<? extends RelDataType> types) {
    return factory.createStructType(new ArrayList<>(types), new ArrayList<>(names));
  }
}
