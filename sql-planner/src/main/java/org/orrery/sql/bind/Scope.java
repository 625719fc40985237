package org.orrery.sql.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.orrery.base.error.Invariant;
import org.orrery.base.error.OrreryException;
import org.orrery.base.error.SqlState;
import org.orrery.data.type.BuiltinTypes;
import org.orrery.sql.bind.Namespace.Column;
import org.orrery.sql.bind.Namespace.Item;
import org.orrery.sql.parser.ast.Expression;

/**
 * The names an expression may use: those of its FROM clause, then those of the enclosing queries. A
 * name found in an enclosing scope becomes a field of that scope's correlation variable, which the
 * algebra node that hosts the inner query then has to set ({@link #takeCorrelations}).
 */
final class Scope {

  final Analysis analysis;
  final @Nullable Scope parent;

  /** False for FROM items beside a subquery that is not LATERAL: they are there to be refused. */
  private final boolean isReachable;

  private final Map<String, CommonTable> commonTables = new HashMap<>();
  private List<Item> items = List.of();
  private @Nullable RelDataType rowType;
  private @Nullable CorrelationId correlation;
  private @Nullable RowLocking locking;

  /** Display names and positions of the outer references made, by Rex node identity. */
  private Scope(Analysis analysis, @Nullable Scope parent, boolean isReachable) {
    this.analysis = analysis;
    this.parent = parent;
    this.isReachable = isReachable;
  }

  /** A scope inside another. */
  static Scope inside(Analysis analysis, @Nullable Scope parent) {
    return new Scope(analysis, parent, true);
  }

  /** What an item of FROM sees of the items before it. */
  Scope beside(List<Item> left, RelDataType leftType, boolean isLateral) {
    var scope = new Scope(analysis, this, isLateral);
    scope.setItems(left, leftType);
    scope.locking = locking;
    return scope;
  }

  /** FOR UPDATE of the query whose FROM this is; null when it has none. */
  @Nullable RowLocking locking() {
    return locking;
  }

  void setLocking(RowLocking newLocking) {
    locking = newLocking;
  }

  void setItems(List<Item> newItems, RelDataType newRowType) {
    items = List.copyOf(newItems);
    rowType = newRowType;
  }

  List<Item> items() {
    return items;
  }

  void define(CommonTable table) {
    commonTables.put(table.name(), table);
  }

  @Nullable CommonTable commonTable(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      CommonTable table = scope.commonTables.get(name);
      if (table != null) {
        return table;
      }
    }
    return null;
  }

  boolean defines(String name) {
    return commonTables.containsKey(name);
  }

  /** The correlation variables inner queries used since the last call; the host must set them. */
  Set<CorrelationId> takeCorrelations() {
    CorrelationId used = correlation;
    correlation = null;
    return used == null ? Set.of() : Set.of(used);
  }

  /** An expression over this scope's row as a query inside of it sees it. */
  RexNode fromInside(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return analysis.rex.makeFieldAccess(correlationVariable(), reference.getIndex());
          }
        });
  }

  private RexNode correlationVariable() {
    RelDataType type = rowType;
    if (type == null) {
      throw Invariant.broken("an outer row without a type");
    }
    if (correlation == null) {
      correlation = analysis.cluster.createCorrel();
    }
    return analysis.rex.makeCorrel(type, correlation);
  }

  /** A column found in {@code owner}, as this scope sees it. */
  private Bound.Value value(Scope owner, Item item, Column column, int position) {
    RexNode rex;
    if (owner == this) {
      rex =
          column.rex() instanceof RexInputRef reference
              ? new Namespace.ColumnRef(column, reference, item.display(column), position)
              : column.rex();
    } else {
      rex =
          column
              .rex()
              .accept(
                  new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef reference) {
                      RexNode field =
                          analysis.rex.makeFieldAccess(
                              owner.correlationVariable(), reference.getIndex());
                      analysis.outerReferences.put(
                          field, new Analysis.OuterReference(item.display(column), position));
                      return field;
                    }
                  });
    }
    return new Bound.Value(rex, column.type(), column.typmod(), position);
  }

  /** A column reference; not a star. */
  Bound.Value column(Expression.ColumnRef reference) {
    List<String> names = reference.names();
    int position = reference.position();
    if (names.size() == 1) {
      return unqualified(names.getFirst(), position);
    }
    String name = names.getLast();
    String table = names.get(names.size() - 2);
    Found found = item(names.subList(0, names.size() - 1), position);
    Column column = only(found.item(), name, position);
    if (column != null) {
      return value(found.owner(), found.item(), column, position);
    }
    Bound.Value system = systemColumn(found.item(), name, position);
    if (system != null) {
      return system;
    }
    OrreryException missing =
        OrreryException.of(SqlState.UNDEFINED_COLUMN, "column %s.%s does not exist", table, name);
    String hint = Suggestions.forColumn(this, table, name);
    throw (hint == null ? missing : missing.withHint(hint)).at(position);
  }

  private Bound.Value unqualified(String name, int position) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (!scope.isReachable) {
        continue;
      }
      Item foundIn = null;
      Column found = null;
      for (Item item : scope.items) {
        if (!item.areColumnsVisible()) {
          continue;
        }
        Column column = only(item, name, position);
        if (column == null) {
          continue;
        }
        if (found != null) {
          throw ambiguous(name, position);
        }
        foundIn = item;
        found = column;
      }
      if (found != null && foundIn != null) {
        return value(scope, foundIn, found, position);
      }
      Bound.Value system = unqualifiedSystemColumn(scope, name, position);
      if (system != null) {
        return system;
      }
    }
    Found row = itemOrNull(List.of(name));
    if (row != null) {
      return wholeRow(row, position);
    }
    OrreryException missing =
        OrreryException.of(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    String hint = Suggestions.forColumn(this, null, name);
    throw (hint == null ? missing : missing.withHint(hint)).at(position);
  }

  private static @Nullable Column only(Item item, String name, int position) {
    Column found = null;
    for (Column column : item.columns()) {
      if (column.name().equals(name)) {
        if (found != null) {
          throw ambiguous(name, position);
        }
        found = column;
      }
    }
    return found;
  }

  private static OrreryException ambiguous(String name, int position) {
    return OrreryException.of(
            SqlState.AMBIGUOUS_COLUMN, "column reference \"%s\" is ambiguous", name)
        .at(position);
  }

  private Bound.@Nullable Value unqualifiedSystemColumn(Scope scope, String name, int position) {
    Bound.Value found = null;
    for (Item item : scope.items) {
      Bound.Value column =
          item.relation() == null || !item.areColumnsVisible()
              ? null
              : systemColumn(item, name, position);
      if (column != null && found != null) {
        throw ambiguous(name, position);
      }
      found = column == null ? found : column;
    }
    return found;
  }

  private Bound.@Nullable Value systemColumn(Item item, String name, int position) {
    if (item.relation() == null) {
      return null;
    }
    return switch (name) {
      case "tableoid" ->
          new Bound.Value(
              analysis.constant(BuiltinTypes.OID, Integer.toUnsignedLong(item.relation().oid())),
              BuiltinTypes.OID,
              -1,
              position);
      case "ctid", "xmin", "xmax", "cmin", "cmax" ->
          throw OrreryException.notSupported("system column \"%s\" is not supported yet", name)
              .at(position);
      default -> null;
    };
  }

  /** An item with the scope it is in. */
  record Found(Scope owner, Item item) {}

  /** The row of an item as one value. */
  Bound.Value wholeRow(Found found, int position) {
    if (found.item().isScalar()) {
      return value(found.owner(), found.item(), found.item().columns().getFirst(), position);
    }
    var names = new ArrayList<String>();
    var fields = new ArrayList<Bound.Value>();
    for (Column column : found.item().columns()) {
      names.add(column.name());
      fields.add(value(found.owner(), found.item(), column, position));
    }
    return analysis.coercion.value(new Bound.Composite(names, fields, position));
  }

  /** The item that {@code table} or {@code schema.table} names, or its error. */
  Found item(List<String> names, int position) {
    Found found = itemOrNull(names);
    if (found != null) {
      return found;
    }
    String name = names.getLast();
    for (Scope scope = this; scope != null; scope = scope.parent) {
      for (Item item : scope.items) {
        if (name.equals(item.name()) && !scope.isReachable) {
          throw OrreryException.of(
                  SqlState.UNDEFINED_TABLE,
                  "invalid reference to FROM-clause entry for table \"%s\"",
                  name)
              .withHint(
                  "There is an entry for table \""
                      + name
                      + "\", but it cannot be referenced from this part of the query.")
              .at(position);
        }
        if (item.relation() != null
            && item.name() != null
            && item.relation().name().equals(name)
            && !name.equals(item.name())) {
          throw OrreryException.of(
                  SqlState.UNDEFINED_TABLE,
                  "invalid reference to FROM-clause entry for table \"%s\"",
                  name)
              .withHint("Perhaps you meant to reference the table alias \"" + item.name() + "\".")
              .at(position);
        }
      }
    }
    throw OrreryException.of(
            SqlState.UNDEFINED_TABLE, "missing FROM-clause entry for table \"%s\"", name)
        .at(position);
  }

  @Nullable Found itemOrNull(List<String> names) {
    String name = names.getLast();
    String schema = names.size() > 1 ? names.get(names.size() - 2) : null;
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (!scope.isReachable) {
        continue;
      }
      for (Item item : scope.items) {
        if (item.isNameVisible()
            && name.equals(item.name())
            && (schema == null || schema.equals(item.schema()))) {
          return new Found(scope, item);
        }
      }
    }
    return null;
  }

  /** All columns of an item, as {@code t.*} or {@code *} gives them. */
  List<Target> expand(Found found, int position) {
    var targets = new ArrayList<Target>();
    for (Column column : found.item().columns()) {
      targets.add(Target.of(column.name(), value(found.owner(), found.item(), column, position)));
    }
    return targets;
  }
}
