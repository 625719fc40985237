package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.sql.bind.Namespace.Column;
import org.orrery.sql.bind.Namespace.Item;
import org.orrery.sql.parser.ast.TableRef;

/** Binds FROM clauses: relations, subqueries, functions and joins. */
final class FromBinder {

  private final Analysis analysis;
  private final Scope scope;
  private final RelationBinder relations;
  private final FunctionTableBinder functions;
  private final JoinBinder joins;

  FromBinder(Scope scope) {
    this.analysis = scope.analysis;
    this.scope = scope;
    this.relations = new RelationBinder(analysis);
    this.functions = new FunctionTableBinder(analysis);
    this.joins = new JoinBinder(analysis, this);
  }

  /** A bound item of FROM: a node and what its columns are called. */
  record Source(RelNode rel, List<Item> items) {}

  /** Binds a FROM list and makes its names visible in the scope. */
  RelNode bind(List<TableRef> list) {
    Source all = source(list, scope);
    RelNode rel = all == null ? Relations.oneRow(analysis) : all.rel();
    scope.setItems(all == null ? List.of() : all.items(), rel.getRowType());
    return rel;
  }

  /** Binds a list after items that are there already (UPDATE … FROM). */
  Source after(Source first, List<TableRef> list) {
    Source all = first;
    for (TableRef item : list) {
      all = joins.cross(all, item, scope);
    }
    return all;
  }

  private @Nullable Source source(List<TableRef> list, Scope outer) {
    Source all = null;
    for (TableRef item : list) {
      all = all == null ? bind(item, outer) : joins.cross(all, item, outer);
    }
    return all;
  }

  /**
   * Binds one item.
   *
   * @param outer what a LATERAL item sees
   */
  Source bind(TableRef item, Scope outer) {
    return switch (item) {
      case TableRef.Relation relation -> relations.bind(relation, scope);
      case TableRef.Subquery subquery -> subquery(subquery, outer);
      case TableRef.Function function -> functions.bind(function, outer);
      case TableRef.Join join -> joins.bind(join, outer);
    };
  }

  private Source subquery(TableRef.Subquery subquery, Scope outer) {
    BoundQuery query = new QueryBinder(analysis).bind(subquery.query(), outer).finish();
    TableRef.Alias alias = subquery.alias();
    return new Source(
        query.rel(), List.of(item(alias == null ? null : alias.name(), query.columns(), alias)));
  }

  /** Whether an item may see the items before it. */
  static boolean isLateral(TableRef item) {
    return switch (item) {
      case TableRef.Relation _ -> false;
      case TableRef.Subquery subquery -> subquery.lateral();
      case TableRef.Function _ -> true;
      case TableRef.Join _ -> true;
    };
  }

  /** A named item with the given columns, renamed by the alias's list. */
  static Item item(@Nullable String name, List<Target> columns, TableRef.@Nullable Alias alias) {
    var named = new ArrayList<Column>();
    for (Target column : columns) {
      if (!(column.value() instanceof Bound.Value value)) {
        throw org.orrery.base.error.Invariant.broken("a column without a type");
      }
      named.add(
          new Column(
              column.name(),
              value.rex(),
              value.type(),
              value.typmod(),
              column.tableOid(),
              column.columnNumber(),
              column.fields()));
    }
    return new Item(name, null, null, renamed(name, named, alias), true, true);
  }

  /** Columns under the names of an alias's list, which may be shorter. */
  static List<Column> renamed(
      @Nullable String name, List<Column> columns, TableRef.@Nullable Alias alias) {
    if (alias == null || alias.columns().isEmpty()) {
      return columns;
    }
    if (alias.columns().size() > columns.size()) {
      throw OrreryException.of(
          SqlState.INVALID_COLUMN_REFERENCE,
          "table \"%s\" has %d columns available but %d columns specified",
          String.valueOf(name),
          columns.size(),
          alias.columns().size());
    }
    var renamed = new ArrayList<Column>();
    for (int i = 0; i < columns.size(); i++) {
      renamed.add(
          i < alias.columns().size()
              ? columns.get(i).withName(alias.columns().get(i))
              : columns.get(i));
    }
    return renamed;
  }

  /** Refuses two items of one name. */
  static void checkNames(List<Item> left, List<Item> right) {
    var names = new HashSet<String>();
    for (Item item : left) {
      if (item.isNameVisible() && item.name() != null) {
        names.add(key(item));
      }
    }
    for (Item item : right) {
      if (item.isNameVisible() && item.name() != null && !names.add(key(item))) {
        throw OrreryException.of(
            SqlState.DUPLICATE_ALIAS,
            "table name \"%s\" specified more than once",
            String.valueOf(item.name()));
      }
    }
  }

  /** Tables of one name in two schemas may stand side by side. */
  private static String key(Item item) {
    return item.schema() == null ? String.valueOf(item.name()) : item.schema() + "." + item.name();
  }

  /** A join's parts: its node needs no more than a condition and a kind. */
  record Parts(RelNode left, RelNode right, JoinRelType type, Set<CorrelationId> lateral) {}

  /** The type of rows of both sides. */
  static RelDataType joined(Analysis analysis, RelNode left, RelNode right) {
    var names = new ArrayList<String>(left.getRowType().getFieldNames());
    names.addAll(right.getRowType().getFieldNames());
    var types = new ArrayList<RelDataType>();
    left.getRowType().getFieldList().forEach(field -> types.add(field.getType()));
    right.getRowType().getFieldList().forEach(field -> types.add(field.getType()));
    return org.orrery.sql.plan.Rels.rowType(
        analysis.types,
        org.apache.calcite.sql.validate.SqlValidatorUtil.uniquify(names, true),
        types);
  }

  /** The condition that always holds. */
  static RexNode always(Analysis analysis) {
    return analysis.bool(true);
  }
}
