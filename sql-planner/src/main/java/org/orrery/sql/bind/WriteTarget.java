package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.data.type.SqlType;
import org.orrery.data.type.TypeNames;
import org.orrery.sql.cagg.Tracking;
import org.orrery.sql.catalog.ChunkRelation;
import org.orrery.sql.catalog.ColumnEntry;
import org.orrery.sql.catalog.Relation;
import org.orrery.sql.catalog.SequenceEntry;
import org.orrery.sql.catalog.SystemRelation;
import org.orrery.sql.catalog.TableEntry;
import org.orrery.sql.catalog.ViewEntry;
import org.orrery.sql.exec.plan.PhysicalPlan;
import org.orrery.sql.exec.plan.TableTarget;
import org.orrery.sql.function.CastDef.Context;
import org.orrery.sql.parser.ast.AssignmentTarget;
import org.orrery.sql.parser.ast.QualifiedName;
import org.orrery.sql.parser.ast.TargetItem;
import org.orrery.sql.plan.Rels;
import org.orrery.sql.plan.RowExpressions;
import org.orrery.sql.reference.WatchedKeys;
import org.orrery.storage.api.LockMode;
import org.orrery.storage.api.TableSchema;

/** The table that a statement writes: its columns, defaults, checks and RETURNING. */
final class WriteTarget {

  private final Analysis analysis;
  private final TableEntry table;
  private final Relation relation;
  private final Set<Integer> changed = new HashSet<>();

  /** A table, written under the name of a relation: its own, or one of its chunks. */
  private WriteTarget(Analysis analysis, TableEntry table, Relation relation) {
    this.analysis = analysis;
    this.table = table;
    this.relation = relation;
  }

  /** The table of a name; {@code verb} is {@code insert into}, {@code update}, … for errors. */
  static WriteTarget find(Analysis analysis, QualifiedName name, String verb) {
    Relation relation = new RelationBinder(analysis).find(name);
    analysis.depend(relation, LockMode.ROW_EXCLUSIVE);
    return switch (relation) {
      case TableEntry table when analysis.catalog.materializedView(table.oid()) != null ->
          throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "cannot change materialized view \"%s\"", table.name());
      case TableEntry table -> new WriteTarget(analysis, table, table);
      case ChunkRelation chunk -> new WriteTarget(analysis, chunk.guarded(), chunk);
      case ViewEntry view -> throw notWritable(view.name(), verb, name);
      case SequenceEntry sequence ->
          throw OrreryException.of(
              SqlState.WRONG_OBJECT_TYPE, "cannot change sequence \"%s\"", sequence.name());
      case SystemRelation system when system.isView() ->
          throw notWritable(system.name(), verb, name);
      case SystemRelation system ->
          throw OrreryException.of(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied: \"%s\" is a system catalog",
              system.name());
    };
  }

  private static OrreryException notWritable(String view, String verb, QualifiedName name) {
    return OrreryException.of(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot %s view \"%s\"", verb, view)
        .withHint("Views cannot be written; write the tables behind \"" + name.name() + "\".");
  }

  TableEntry table() {
    return table;
  }

  /** What the statement names. */
  Relation relation() {
    return relation;
  }

  List<ColumnEntry> columns() {
    return table.columns();
  }

  /** Index of a column that is written. */
  int column(AssignmentTarget target) {
    if (!target.indirection().isEmpty()) {
      throw OrreryException.notSupported("assigning to a part of a column is not supported yet")
          .at(target.position());
    }
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).name().equals(target.column())) {
        return i;
      }
    }
    throw OrreryException.of(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" of relation \"%s\" does not exist",
            target.column(),
            relation.name())
        .at(target.position());
  }

  /** A value as a column takes it. */
  RexNode assign(int index, Bound value) {
    ColumnEntry column = columns().get(index);
    Bound.Value converted =
        analysis.coercion.tryConvert(value, column.type(), column.typmod(), Context.ASSIGNMENT);
    if (converted == null) {
      throw OrreryException.of(
              SqlState.DATATYPE_MISMATCH,
              "column \"%s\" is of type %s but expression is of type %s",
              column.name(),
              TypeNames.format(column.type(), -1),
              TypeNames.format(value.type(), -1))
          .withHint("You will need to rewrite or cast the expression.")
          .at(value.position());
    }
    return converted.rex();
  }

  /** {@code 428C9} for a column that can only be updated to DEFAULT. */
  void checkUpdatable(int index) {
    ColumnEntry column = columns().get(index);
    if (column.isGenerated() || identity(index) == 'a') {
      throw withReason(
          OrreryException.of(
              SqlState.GENERATED_ALWAYS,
              "column \"%s\" can only be updated to DEFAULT",
              column.name()),
          column);
    }
  }

  /** Says why nothing but DEFAULT may be written to a column. */
  static OrreryException withReason(OrreryException error, ColumnEntry column) {
    return error.withDetail(
        "Column \""
            + column.name()
            + (column.isGenerated()
                ? "\" is a generated column."
                : "\" is an identity column defined as GENERATED ALWAYS."));
  }

  /** How a column is generated as an identity, or a blank. */
  char identity(int index) {
    SequenceEntry sequence = analysis.catalog.identity(table.oid(), columns().get(index).number());
    return sequence == null ? SequenceEntry.NO_IDENTITY : sequence.identity();
  }

  /** A column's DEFAULT, or the next value of its identity, or NULL. */
  RexNode defaultOf(int index) {
    ColumnEntry column = columns().get(index);
    SequenceEntry sequence = analysis.catalog.identity(table.oid(), column.number());
    if (sequence != null) {
      String next = "nextval('" + Integer.toUnsignedString(sequence.oid()) + "'::regclass)";
      return assign(index, CatalogExpressions.bindDefault(analysis, next));
    }
    String sql = column.defaultSql();
    if (sql == null || column.isGenerated()) {
      return analysis.constant(column.type(), null);
    }
    return assign(index, CatalogExpressions.bindDefault(analysis, sql));
  }

  /** The statement assigns to these columns of rows that are there. */
  void changes(Collection<Integer> indexes) {
    changed.addAll(indexes);
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).isGenerated()) {
        changed.add(i);
      }
    }
  }

  /** Whether none of the columns assigned to is in a unique key of columns. */
  private boolean keepsKeys() {
    TableSchema schema = analysis.catalog.storageSchema(table);
    return schema.uniqueKeys().stream()
        .filter(schema::isOfColumns)
        .flatMap(key -> key.columnIds().stream())
        .noneMatch(id -> changed.contains(schema.indexOf(id)));
  }

  private TableTarget tableTarget(PhysicalPlan.Modify.Kind kind) {
    var names = new ArrayList<String>();
    var types = new ArrayList<SqlType>();
    for (ColumnEntry column : columns()) {
      names.add(column.name());
      types.add(column.type());
    }
    var checks = new ArrayList<TableTarget.Check>();
    for (TableEntry.CheckEntry check : table.checks()) {
      RexNode condition =
          analysis.coercion.condition(
              CatalogExpressions.bind(
                  CatalogExpressions.over(analysis, table), Clause.CHECK, check.conditionSql()),
              "CHECK");
      checks.add(
          new TableTarget.Check(
              check.name(),
              RowExpressions.lower(List.of(condition), analysis.rex, analysis.catalog).getFirst()));
    }
    return new TableTarget(
        analysis.catalog.storageSchema(table),
        relation.name(),
        names,
        types,
        TableExpressionBinder.computed(analysis, table).stream()
            .map(each -> each.lowered(analysis.rex, analysis.catalog))
            .toList(),
        checks,
        kind != PhysicalPlan.Modify.Kind.DELETE && keepsKeys(),
        WatchedKeys.of(analysis.catalog, table, kind, changed),
        Tracking.of(analysis.catalog, table, changed));
  }

  /**
   * The write over its input.
   *
   * @param scope names for RETURNING, over the input's columns
   */
  BoundQuery modify(
      RelNode input, PhysicalPlan.Modify.Kind kind, List<TargetItem> returning, Scope scope) {
    return modify(input, kind, null, Set.of(), returning, scope);
  }

  /**
   * The same with ON CONFLICT of an INSERT.
   *
   * @param conflictCorrelations what its subqueries call its rows
   */
  BoundQuery modify(
      RelNode input,
      PhysicalPlan.Modify.Kind kind,
      Rels.Modify.@Nullable OnConflict onConflict,
      Set<CorrelationId> conflictCorrelations,
      List<TargetItem> returning,
      Scope scope) {
    List<Target> targets = List.of();
    List<RexNode> expressions = null;
    RelDataType rowType =
        Rels.rowType(analysis.types, List.of("rows"), List.of(analysis.relType(BuiltinTypes.INT8)));
    if (!returning.isEmpty()) {
      targets = typed(TargetList.bind(ExpressionBinder.plain(scope, Clause.RETURNING), returning));
      expressions = TargetList.expressions(analysis, targets);
      rowType = Relations.rowType(analysis, targets);
    }
    var correlations = new HashSet<>(conflictCorrelations);
    correlations.addAll(scope.takeCorrelations());
    var modify =
        new Rels.Modify(
            input, kind, tableTarget(kind), onConflict, expressions, correlations, rowType);
    return new BoundQuery(modify, targets);
  }

  private List<Target> typed(List<Target> targets) {
    var typed = new ArrayList<Target>();
    for (Target target : targets) {
      typed.add(target.withValue(analysis.coercion.value(target.value())));
    }
    return typed;
  }

  /** Names for RETURNING over the row in the table's order. */
  Scope rowScope(RelNode input, String alias, @Nullable Scope around) {
    var relations = new RelationBinder(analysis);
    Scope scope = Scope.inside(analysis, around);
    scope.setItems(List.of(relations.item(relation, input, alias, null, null)), input.getRowType());
    return scope;
  }
}
